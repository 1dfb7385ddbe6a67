"""Tidy from the key to the painted canvas at 1440x900, in software: GoogLeNet, and networks of 10,000 layers.

There is no other way to do it, so the goals are absolute. The first time in a window is measured apart.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from canvas import network
from report import Case, report

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

if TYPE_CHECKING:
    from workbench.project.graph import Graph

GOOGLENET_MS, LARGE_S = 100.0, 5.0
SKIP = 400


def residual(count: int) -> Graph:
    """Return ``count`` layers of which every fourth also takes what entered ten rows above it."""
    from msgspec.structs import replace

    from workbench.project.graph import Link

    graph = network(count).graph
    skips = tuple(Link(f"dense_{i - SKIP}", f"dense_{i}", 0, 1) for i in range(SKIP, count, 4))
    return replace(graph, links=(*graph.links, *skips))


def _tidied(graph: Graph) -> float:
    """Return the seconds from pressing Tidy to a painted canvas; the cards stand on one heap before."""
    from msgspec.structs import replace
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from workbench.catalog.catalog import bundled
    from workbench.project.graph import Point
    from workbench.project.project import Project
    from workbench.ui.canvas.view import CanvasView
    from workbench.ui.document.document import Document
    from workbench.ui.theme import Theme

    heap = replace(graph, nodes=tuple(replace(node, at=Point(0, 0)) for node in graph.nodes))
    document = Document(Project(graph=heap), bundled())
    view = CanvasView(document, Theme())
    view.resize(1440, 900)
    view.show()
    view.setFocus()
    QApplication.processEvents()
    begun = time.perf_counter()
    QTest.keyClick(view, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    view.viewport().repaint()
    lasted = time.perf_counter() - begun
    assert document.project.graph != heap
    view.close()
    return lasted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["WORKBENCH_HOME"] = home
        from PySide6.QtWidgets import QApplication

        from workbench.project.samples import open_project

        app = QApplication([])
        googlenet = open_project("googlenet")[0].graph
        first = _tidied(googlenet) * 1000
        again = [_tidied(googlenet) * 1000 for _ in range(3 if options.quick else 15)]
        cases = [
            Case("GoogLeNet", statistics.median(again), None, "ms").within(GOOGLENET_MS),
            Case("GoogLeNet, the very first time: loads igraph", first, None, "ms"),
            Case("10,000 layers in columns", _tidied(network(10_000).graph), None, "s").within(LARGE_S),
            Case("10,000 layers with 2,400 skips", _tidied(residual(10_000)), None, "s").within(LARGE_S),
        ]
        app.quit()
    report(cases, as_json=options.json)


if __name__ == "__main__":
    main()
