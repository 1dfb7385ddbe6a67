"""Frames of the canvas at 1440x900 in software: panning, zooming and dragging in a drawn network.

There is no other way to do it, so the goals are absolute: the 95th percentile of a frame. A frame is a
real wheel, scroll or mouse event followed by the repaint that it causes.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from report import Case, report

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

if TYPE_CHECKING:
    from workbench.project.project import Project
    from workbench.ui.canvas.view import CanvasView
    from workbench.ui.document.document import Document

SIXTY, THIRTY = 16.0, 33.0
FRAMES = 120
COLUMNS = 40


def network(count: int) -> Project:
    """Return a functional network of ``count`` dense layers, each fed by the one above it."""
    from workbench.project.graph import Graph, Link, Node, Point
    from workbench.project.project import Project
    from workbench.project.spec import Spec

    nodes = tuple(
        Node(
            id=f"dense_{i}",
            name=f"dense_{i}",
            spec=Spec("Dense", {"units": 64, "activation": "relu"}),
            at=Point(264.0 * (i % COLUMNS), 96.0 * (i // COLUMNS)),
        )
        for i in range(count)
    )
    links = tuple(Link(f"dense_{i - COLUMNS}", f"dense_{i}") for i in range(COLUMNS, count))
    return Project(graph=Graph(nodes=nodes, links=links))


def _frames(move: Callable[[int], None], count: int) -> float:
    """Return the 95th percentile of the milliseconds that ``move`` and its repaint take."""
    from PySide6.QtWidgets import QApplication

    lasted = []
    for number in range(count):
        begun = time.perf_counter()
        move(number)
        QApplication.processEvents()
        lasted.append((time.perf_counter() - begun) * 1000)
    return sorted(lasted)[int(0.95 * count)]


def _open(count: int) -> tuple[CanvasView, Document, float]:
    from PySide6.QtWidgets import QApplication

    from workbench.catalog.catalog import bundled
    from workbench.ui.canvas.view import CanvasView
    from workbench.ui.document.document import Document
    from workbench.ui.theme import Theme

    project, catalog = network(count), bundled()
    begun = time.perf_counter()
    document = Document(project, catalog)
    view = CanvasView(document, Theme())
    view.resize(1440, 900)
    view.show()
    QApplication.processEvents()
    return view, document, time.perf_counter() - begun


def _pan(view: CanvasView) -> Callable[[int], None]:
    view.zoom.set_scale(1.0)
    bar = view.horizontalScrollBar()

    def move(number: int) -> None:
        bar.setValue(bar.minimum() + 40 * number % max(1, bar.maximum() - bar.minimum()))

    return move


def _zoom(view: CanvasView) -> Callable[[int], None]:
    def move(number: int) -> None:
        phase = number % 60
        view.zoom.set_scale(0.25 + 0.025 * (phase if phase < 30 else 60 - phase))

    return move


def _drag(view: CanvasView, document: Document) -> Callable[[int], None]:
    from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    view.zoom.set_scale(0.6)
    document.select([node.id for node in document.project.graph.nodes[:100]])
    first = document.project.graph.nodes[0].at
    view.centerOn(first.x + 400, first.y + 200)
    start = view.mapFromScene(QPointF(first.x + 60, first.y + 40))

    def send(kind: QEvent.Type, at: QPoint, button: Qt.MouseButton) -> None:
        held = (
            Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        )
        where = QPointF(at)
        event = QMouseEvent(kind, where, view.viewport().mapToGlobal(where), button, held, Qt.NoModifier)
        QApplication.sendEvent(view.viewport(), event)

    send(QEvent.Type.MouseButtonPress, start, Qt.MouseButton.LeftButton)

    def move(number: int) -> None:
        send(QEvent.Type.MouseMove, start + QPoint(number * 2, number), Qt.MouseButton.NoButton)

    return move


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    frames = FRAMES // 4 if options.quick else FRAMES
    from PySide6.QtWidgets import QApplication

    with tempfile.TemporaryDirectory() as home:
        os.environ["WORKBENCH_HOME"] = home
        app = QApplication([])
        view, document, _ = _open(1_000)
        cases = [
            Case("1,000 nodes: pan, p95 of a frame", _frames(_pan(view), frames), None, "ms").within(SIXTY),
            Case("1,000 nodes: zoom, p95 of a frame", _frames(_zoom(view), frames), None, "ms").within(SIXTY),
            Case(
                "1,000 nodes: drag 100, p95 of a frame",
                _frames(_drag(view, document), frames),
                None,
                "ms",
            ).within(SIXTY),
        ]
        view.close()
        view, _, seconds = _open(10_000)
        cases += [
            Case("10,000 nodes: open", seconds, None, "s").within(3.0),
            Case("10,000 nodes: pan, p95 of a frame", _frames(_pan(view), frames), None, "ms").within(THIRTY),
        ]
        view.close()
        app.quit()
    report(cases, as_json=options.json)


if __name__ == "__main__":
    main()
