"""Dragging cards."""

from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import branched, show_canvas, stack
from workbench.catalog.catalog import Catalog
from workbench.project.edits import SetParam
from workbench.project.graph import Point


def test_that_dragging_a_card_is_one_move_on_the_grid(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    start = canvas.middle("out")

    canvas.drag(start, start + QPointF(61, 37))

    assert canvas.graph.node("out").at == Point(184, 400)
    assert canvas.document.undo_stack.count() == 1
    canvas.document.undo_stack.undo()
    assert canvas.scene.nodes["out"].pos().toTuple() == (120, 360)


def test_that_the_whole_selection_moves_together(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"left", "right"})
    start = canvas.middle("left")

    canvas.drag(start, start + QPointF(0, 24))

    assert canvas.graph.node("left").at == Point(0, 144)
    assert canvas.graph.node("right").at == Point(240, 144)
    assert canvas.document.selection == {"left", "right"}


def test_that_a_dragged_card_takes_its_links_along_before_release(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    start = canvas.middle("join")

    canvas.press(start)
    canvas.move(start + QPointF(80, 0))

    assert canvas.scene.nodes["join"].pos().toTuple() == (200, 240)
    assert canvas.scene.links[branched().links[2]].ends[1] == canvas.input("join", 0)
    assert canvas.document.undo_stack.count() == 0
    canvas.release(start + QPointF(80, 0))


def test_that_escape_puts_a_dragged_card_back(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    start = canvas.middle("join")

    canvas.press(start)
    canvas.move(start + QPointF(80, 0))
    canvas.key(Qt.Key.Key_Escape)
    canvas.release(start + QPointF(80, 0))

    assert canvas.scene.nodes["join"].pos().toTuple() == (120, 240)
    assert canvas.document.undo_stack.count() == 0


def test_that_a_change_by_others_ends_a_drag_without_an_edit(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    start = canvas.middle("join")

    canvas.press(start)
    canvas.move(start + QPointF(80, 0))
    canvas.document.do(SetParam("left", "units", 7))
    canvas.release(start + QPointF(80, 0))

    assert canvas.document.undo_stack.count() == 1
    assert canvas.graph.node("join").at == Point(120, 240)


def test_that_an_analysis_does_not_disturb_a_drag(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    start = canvas.middle("join")

    canvas.press(start)
    canvas.move(start + QPointF(80, 0))
    canvas.document.problems_changed.emit()

    assert canvas.scene.nodes["join"].pos().toTuple() == (200, 240)
    canvas.release(start + QPointF(80, 0))
    assert canvas.graph.node("join").at == Point(200, 240)


def test_that_dragging_in_a_stack_reorders_it_at_the_marked_gap(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())

    canvas.drag(canvas.middle("out"), canvas.middle("flatten") + QPointF(0, 10))

    assert [node.id for node in canvas.graph.nodes] == ["input", "flatten", "out", "hidden"]
    assert canvas.document.undo_stack.count() == 1
    tops = [canvas.scene.nodes[node.id].pos().y() for node in canvas.graph.nodes]
    assert tops == [0, 84, 168, 252]


def test_that_a_small_drag_in_a_stack_changes_nothing(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())
    start = canvas.middle("hidden")

    canvas.drag(start, start + QPointF(30, 10))

    assert canvas.document.undo_stack.count() == 0
    assert canvas.scene.nodes["hidden"].pos().toTuple() == (0, 168)


def test_that_a_wholly_selected_stack_moves_as_a_whole(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())
    canvas.document.select(canvas.graph.ids())
    start = canvas.middle("flatten")

    canvas.drag(start, start + QPointF(48, 0))

    assert {node.at.x for node in canvas.graph.nodes} == {48}
