"""Aligning and distributing the selected cards."""

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import Canvas, node, show_canvas, stack
from workbench.catalog.catalog import Catalog
from workbench.project.graph import Graph

GRAPH = Graph(
    nodes=(
        node("a", "Dense", 0, 0, units=1),
        node("b", "Dense", 100, 10, units=1),
        node("c", "Dense", 400, 300, units=1),
        node("d", "Dense", 999, 999, units=1),
    )
)


def _action(canvas: Canvas, name: str) -> QAction:
    found = canvas.view.findChild(QAction, f"canvas.arrange.{name}")
    assert isinstance(found, QAction)
    return found


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("left", [(0, 0), (0, 10), (0, 300)]),
        ("centre", [(200, 0), (200, 10), (200, 300)]),
        ("right", [(400, 0), (400, 10), (400, 300)]),
        ("top", [(0, 0), (100, 0), (400, 0)]),
        ("middle", [(0, 152), (100, 152), (400, 152)]),
        ("bottom", [(0, 300), (100, 300), (400, 300)]),
        ("across", [(0, 0), (200, 10), (400, 300)]),
        ("down", [(0, 0), (100, 150), (400, 300)]),
    ],
)
def test_that_the_selected_cards_are_arranged_in_one_step(
    qtbot: QtBot, catalog: Catalog, name: str, places: list[tuple[float, float]]
) -> None:
    canvas = show_canvas(qtbot, catalog, GRAPH)
    canvas.document.select({"a", "b", "c"})

    _action(canvas, name).trigger()

    assert [(node.at.x, node.at.y) for node in canvas.graph.nodes] == [*places, (999, 999)]
    canvas.document.undo_stack.undo()
    assert canvas.graph == GRAPH


def test_that_arranging_is_offered_only_where_it_can_be_done(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, GRAPH)
    menu = canvas.view.actions_table.arrange

    canvas.document.select({"a"})
    assert not menu.menuAction().isEnabled()
    canvas.document.select({"a", "b"})
    assert menu.menuAction().isEnabled()
    assert not menu.across.isEnabled()
    canvas.document.select({"a", "b", "c"})
    assert menu.across.isEnabled()


def test_that_a_stack_is_always_in_line(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())
    canvas.document.select(canvas.graph.ids())

    assert not canvas.view.actions_table.arrange.menuAction().isEnabled()
