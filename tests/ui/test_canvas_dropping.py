"""Layers from the palette dropped on the canvas."""

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import branched, show_canvas, stack
from workbench.catalog.catalog import Catalog
from workbench.project.graph import Graph, Link, Point
from workbench.ui.canvas.geometry import card_at
from workbench.ui.canvas.marks import GhostCard, InsertionMark


def test_that_a_layer_lands_where_it_is_dropped_and_is_selected(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.drop("Dropout", QPointF(-100, 300))

    added = canvas.graph.node("dropout")
    assert (added.at, canvas.graph.into("dropout")) == (Point(-208, 272), ())
    assert canvas.document.selection == {"dropout"}
    assert canvas.document.undo_stack.count() == 1


def test_that_a_layer_dropped_on_a_link_is_inserted_there(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.drop("Dropout", canvas.midway(Link("left", "join")))

    links = canvas.graph.links
    assert Link("left", "dropout") in links
    assert Link("dropout", "join") in links
    assert Link("left", "join") not in links
    dropped = card_at(canvas.graph.node("dropout").at)
    assert not any(dropped.intersects(card_at(node.at)) for node in branched().nodes)


def test_that_an_input_dropped_on_a_link_stays_beside_it(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.drop("Input", canvas.midway(Link("left", "join")))

    assert canvas.graph.links == branched().links
    assert canvas.graph.has("input")


@pytest.mark.parametrize(("y", "index"), [(-60, 0), (69, 1), (153, 2), (900, 4)])
def test_that_a_stack_takes_a_layer_in_at_the_nearest_gap(
    qtbot: QtBot, catalog: Catalog, y: float, index: int
) -> None:
    canvas = show_canvas(qtbot, catalog, stack())

    canvas.drop("Dropout", QPointF(100, y))

    assert [node.id for node in canvas.graph.nodes].index("dropout") == index
    assert len(canvas.graph.links) == 4


def test_that_a_mark_shows_the_gap_while_a_layer_hovers_over_a_stack(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())

    canvas.enter("Dropout", QPointF(100, 60))
    marks = [item for item in canvas.scene.items() if isinstance(item, InsertionMark)]
    assert [mark.pos().toTuple() for mark in marks] == [(0, 69)]
    canvas.leave()

    assert not any(isinstance(item, InsertionMark) for item in canvas.scene.items())
    assert canvas.document.undo_stack.count() == 0


def test_that_the_first_layer_of_an_empty_stack_lands_where_it_is_dropped(
    qtbot: QtBot, catalog: Catalog
) -> None:
    canvas = show_canvas(qtbot, catalog, Graph(style="sequential"))

    canvas.drop("Input", QPointF(104, 27))

    assert canvas.graph.node("input").at == Point(0, 0)
    assert not any(isinstance(item, GhostCard) for item in canvas.scene.items())


def test_that_what_is_no_layer_is_not_let_in(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    assert canvas.enter("Dense", QPointF(0, 0))
    canvas.leave()
    assert not canvas.enter("NoSuchLayer", QPointF(0, 0))
    assert not canvas.enter("x" * 500, QPointF(0, 0))
