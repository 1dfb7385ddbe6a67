"""Tidying what is selected, and how cards glide to where a tidy puts them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import Canvas, branched, node, show_canvas
from tests.helpers.canvas_truth import assert_shows
from tests.ui.test_block_layout import _assert_apart, _graphs, _tidied
from workbench.catalog.catalog import Catalog
from workbench.project.block_view import view
from workbench.project.edits import MoveNodes
from workbench.project.graph import Graph, Link, Point
from workbench.project.project import Project
from workbench.ui.canvas import glide
from workbench.ui.canvas.geometry import card_at
from workbench.ui.canvas.tidy_part import tidy_part

CONTROL = Qt.KeyboardModifier.ControlModifier


def _strewn() -> Graph:
    """A chain a, b, c whose cards lie about, around a card x that stays, and a card far away."""
    nodes = (
        node("a", "Dense", 0, 300, units=1),
        node("b", "Dense", 240, 0, units=1),
        node("c", "Dense", 480, 150, units=1),
        node("x", "Dense", 232, 96, units=1),
        node("far", "Dense", 2_000, 0, units=1),
    )
    return Graph(nodes=nodes, links=(Link("a", "b"), Link("b", "x"), Link("x", "c"), Link("x", "far")))


def test_that_only_what_is_selected_is_laid_out_and_covers_nothing() -> None:
    graph = _strewn()

    places = tidy_part(graph, {"a", "b", "c"}, None)

    assert set(places) == {"a", "b", "c"}
    assert places["a"].x == places["b"].x == places["c"].x
    assert places["a"].y < places["b"].y < places["c"].y, "c comes behind b, past x"
    stays = [card_at(graph.node(other).at) for other in ("x", "far")]
    assert not any(card_at(at).intersects(other) for at in places.values() for other in stays)
    assert all(-500 < at.x < 1_000 and -500 < at.y < 1_000 for at in places.values())


@settings(max_examples=60, deadline=None)
@given(_graphs(), st.data())
def test_that_tidying_any_part_covers_nothing(graph: Graph, data: st.DataObject) -> None:
    graph = _tidied(graph)
    cards = [card.id for card in view(graph).graph.nodes]
    if len(cards) < 2:
        return
    chosen = data.draw(st.lists(st.sampled_from(cards), min_size=2, unique=True))

    _assert_apart(MoveNodes(tidy_part(graph, chosen, None)).apply(Project(graph=graph)).graph)


@pytest.fixture
def canvas(qtbot: QtBot, catalog: Catalog) -> Canvas:
    return show_canvas(qtbot, catalog, _strewn())


def _shown(canvas: Canvas) -> dict[str, QPointF]:
    return {card: item.pos() for card, item in canvas.scene.nodes.items()}


def _meant(canvas: Canvas) -> dict[str, QPointF]:
    return {node.id: QPointF(node.at.x, node.at.y) for node in canvas.graph.nodes}


def test_that_a_tidy_is_in_the_project_at_once_and_glides_on_the_canvas(canvas: Canvas) -> None:
    before = _meant(canvas)

    canvas.key(Qt.Key.Key_L, CONTROL)

    assert _meant(canvas) != before, "the project has not waited"
    assert _shown(canvas) == before, "the cards are still on their way"
    canvas.qtbot.waitUntil(lambda: not canvas.view.glide.is_going_on)
    assert _shown(canvas) == _meant(canvas)
    assert_shows(canvas.scene, canvas.document)
    fitted = canvas.view.zoom.scale
    canvas.view.fit()
    assert canvas.view.zoom.scale == pytest.approx(fitted), "all of it is in the view"


def test_that_undo_in_the_middle_of_a_glide_has_the_last_word(canvas: Canvas) -> None:
    before = _meant(canvas)
    canvas.key(Qt.Key.Key_L, CONTROL)

    canvas.document.undo_stack.undo()

    assert not canvas.view.glide.is_going_on
    assert _shown(canvas) == _meant(canvas) == before


def test_that_a_press_finds_the_cards_where_they_belong(canvas: Canvas) -> None:
    canvas.key(Qt.Key.Key_L, CONTROL)

    canvas.press(QPointF(-3_000, -3_000))

    assert not canvas.view.glide.is_going_on
    assert _shown(canvas) == _meant(canvas)
    canvas.release(QPointF(-3_000, -3_000))


def test_that_the_selection_alone_is_tidied_in_one_edit_without_zooming(canvas: Canvas) -> None:
    canvas.view.fit()
    scale = canvas.view.zoom.scale
    canvas.scene.choose({"a", "b", "c"})
    assert canvas.view.actions_table.tidy.toolTip() == "Lay the selected layers out in layers"

    canvas.key(Qt.Key.Key_L, CONTROL)

    canvas.qtbot.waitUntil(lambda: not canvas.view.glide.is_going_on)
    assert canvas.graph.node("x") == _strewn().node("x")
    assert canvas.graph.node("a").at.x == canvas.graph.node("b").at.x
    assert canvas.document.undo_stack.count() == 1
    assert canvas.document.selection == {"a", "b", "c"}
    assert canvas.view.zoom.scale == scale


def test_that_very_many_cards_do_not_glide(qtbot: QtBot, catalog: Catalog) -> None:
    number = glide.MOST_CARDS + 2
    nodes = tuple(node(f"n{index}", "Dense", index, index, units=1) for index in range(number))
    links = tuple(Link(one.id, other.id) for one, other in itertools.pairwise(nodes))
    many = show_canvas(qtbot, catalog, Graph(nodes=nodes, links=links))

    many.key(Qt.Key.Key_L, CONTROL)

    assert not many.view.glide.is_going_on
    assert _shown(many) == _meant(many)


def test_that_nothing_glides_where_motion_is_reduced(canvas: Canvas) -> None:
    canvas.view.glide.is_still = True

    canvas.key(Qt.Key.Key_L, CONTROL)

    assert not canvas.view.glide.is_going_on
    assert canvas.document.undo_stack.count() == 1
    assert _shown(canvas) == _meant(canvas)


def test_that_a_hidden_canvas_tidies_at_once(qtbot: QtBot, catalog: Catalog) -> None:
    hidden = show_canvas(qtbot, catalog, branched())
    hidden.document.do(MoveNodes({"left": Point(2_000, 0)}))
    hidden.view.hide()

    hidden.view.tidy()

    assert not hidden.view.glide.is_going_on
    assert _shown(hidden) == _meant(hidden)
