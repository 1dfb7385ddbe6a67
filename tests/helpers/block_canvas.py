"""A chain of layers on a canvas, and hands for the blocks that are made of it."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import Canvas, node, show_canvas
from workbench.catalog.catalog import Catalog
from workbench.project.graph import Graph, Link
from workbench.ui.canvas.frames import CHEVRON

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def chain() -> Graph:
    """image -> a -> b -> c -> out below each other, and a loose layer far away."""
    nodes = [node("image", "Input", 0, 0, shape=(8,))]
    nodes += [node(name, "Dense", 0, 84 * row, units=4) for row, name in enumerate(("a", "b", "c", "out"), 1)]
    names = [each.id for each in nodes]
    links = tuple(Link(above, below) for above, below in itertools.pairwise(names))
    return Graph(nodes=(*nodes, node("loose", "Dense", 400, 84, units=4)), links=links)


def show_chain(qtbot: QtBot, catalog: Catalog) -> Canvas:
    return show_canvas(qtbot, catalog, chain())


def show_grouped(qtbot: QtBot, catalog: Catalog) -> Canvas:
    """Show the chain with a, b and c in one collapsed block."""
    canvas = show_chain(qtbot, catalog)
    group(canvas, "a", "b", "c")
    return canvas


def group(canvas: Canvas, *nodes: str) -> None:
    canvas.document.select(nodes)
    canvas.key(Qt.Key.Key_G, CONTROL)


def chevron(canvas: Canvas, block: str) -> QPointF:
    """Return where the sign is that opens or closes a block."""
    cards, frames = canvas.scene.nodes, canvas.scene.frames
    return cards[block].pos() + CHEVRON.center() if block in cards else frames[block].chevron.center()


def title(canvas: Canvas, block: str) -> QPointF:
    return canvas.scene.frames[block].title.center()


def undo(canvas: Canvas) -> None:
    canvas.document.undo_stack.undo()
