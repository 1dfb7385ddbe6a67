"""The keyboard on the canvas."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import branched, show_canvas, stack
from workbench.catalog.catalog import Catalog
from workbench.project.graph import Graph, Link, Point
from workbench.ui.canvas.geometry import card_at

CTRL = Qt.KeyboardModifier.ControlModifier


def test_that_delete_and_backspace_delete_the_selection_as_one_edit(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.document.select({"left", "right"})
    canvas.key(Qt.Key.Key_Delete)
    assert canvas.graph.ids() == {"image", "join", "out"}
    canvas.document.undo_stack.undo()
    canvas.document.select({"out"})
    canvas.key(Qt.Key.Key_Backspace)

    assert canvas.graph.ids() == {"image", "left", "right", "join"}
    assert canvas.document.undo_stack.count() == 1


def test_that_duplicating_copies_links_and_selects_the_copies(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"left", "join"})

    canvas.key(Qt.Key.Key_D, CTRL)

    assert canvas.document.selection == {"left_1", "join_1"}
    assert Link("left_1", "join_1") in canvas.graph.links
    assert canvas.document.undo_stack.count() == 1


def test_that_copies_cover_no_other_card(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"left"})

    canvas.key(Qt.Key.Key_D, CTRL)

    copy = card_at(canvas.graph.node("left_1").at)
    others = [card_at(node.at) for node in canvas.graph.nodes if node.id != "left_1"]
    assert not any(copy.intersects(card) for card in others)


def test_that_control_a_selects_all_and_escape_none(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.key(Qt.Key.Key_A, CTRL)
    assert canvas.document.selection == canvas.graph.ids()
    canvas.key(Qt.Key.Key_Escape)

    assert canvas.document.selection == frozenset()


def test_that_arrows_move_the_selection_by_one_step_of_the_grid(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"left", "right"})

    canvas.key(Qt.Key.Key_Right)
    canvas.key(Qt.Key.Key_Down)

    assert canvas.graph.node("left").at == Point(24, 144)
    assert canvas.graph.node("right").at == Point(264, 144)


def test_that_up_and_down_reorder_a_stack(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())
    canvas.document.select({"out"})

    canvas.key(Qt.Key.Key_Up)
    assert [node.id for node in canvas.graph.nodes] == ["input", "flatten", "out", "hidden"]
    canvas.key(Qt.Key.Key_Down)
    canvas.key(Qt.Key.Key_Down)

    assert [node.id for node in canvas.graph.nodes] == ["input", "flatten", "hidden", "out"]


def test_that_tab_goes_from_card_to_card_and_then_leaves(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())

    order = []
    for _ in canvas.graph.nodes:
        canvas.key(Qt.Key.Key_Tab)
        order.append(next(iter(canvas.document.selection)))
    assert order == ["input", "flatten", "hidden", "out"]
    canvas.key(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.document.selection == {"hidden"}
    canvas.key(Qt.Key.Key_Tab)
    canvas.key(Qt.Key.Key_Tab)

    assert not canvas.view.hasFocus()


def test_that_keys_on_an_empty_canvas_do_nothing(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, Graph())

    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Escape):
        canvas.key(key)
    canvas.key(Qt.Key.Key_D, CTRL)

    assert canvas.document.undo_stack.count() == 0


def test_that_the_menu_has_every_command_with_its_shortcut(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())

    actions = canvas.view.actions_for_menu()

    assert [action.text() for action in actions] == [
        "Type a layer…",
        "Add a note",
        "Connect to…",
        "Replace by…",
        "Edit",
        "Rename",
        "Cut",
        "Copy",
        "Paste",
        "Duplicate",
        "Use again here (shared weights)",
        "Delete",
        "Select all",
        "Find…",
        "Go",
        "View",
        "Block",
        "Arrange",
        "Fit",
        "100 %",
        "Tidy",
        "Heat map",
    ]
    assert all(action.shortcut().toString() or action.menu() for action in actions)
    by_name = {action.text(): action for action in actions}
    assert not by_name["Delete"].isEnabled()
    assert not by_name["Tidy"].isEnabled()
    canvas.document.select({"out"})
    assert by_name["Delete"].isEnabled()
