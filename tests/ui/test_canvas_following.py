"""Resting on a card shows the path through it."""

from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import Canvas, branched, show_canvas
from workbench.catalog.catalog import Catalog
from workbench.project.graph import Graph, Link
from workbench.ui.canvas.following import path_through


def _full(canvas: Canvas) -> set[str]:
    return {node for node, item in canvas.scene.nodes.items() if item.opacity() == 1}


def test_that_resting_on_a_card_dims_what_is_not_on_its_path(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.move(canvas.middle("left"))
    assert _full(canvas) == branched().ids()
    qtbot.waitUntil(lambda: _full(canvas) == {"image", "left", "join"})
    assert canvas.scene.links[Link("right", "join", 0, 1)].opacity() < 0.5
    assert canvas.scene.links[Link("left", "join")].opacity() == 1
    canvas.move(QPointF(-150, 300))

    assert _full(canvas) == branched().ids()
    assert all(item.opacity() == 1 for item in canvas.scene.links.values())


def test_that_a_press_and_an_edit_show_everything_again(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    for change in (lambda: canvas.click(canvas.middle("left")), lambda: canvas.view.add_layer("Dense")):
        canvas.move(canvas.middle("left"))
        qtbot.waitUntil(lambda: len(_full(canvas)) == 3)
        change()
        assert _full(canvas) == canvas.graph.ids()
        canvas.move(QPointF(-150, 300))


def test_that_a_link_which_passes_a_layer_by_is_not_on_its_path() -> None:
    links = (Link("a", "b"), Link("b", "c"), Link("a", "c", 0, 1))

    nodes, kept = path_through(Graph(links=links), "b")

    assert (nodes, kept) == ({"a", "b", "c"}, {Link("a", "b"), Link("b", "c")})
