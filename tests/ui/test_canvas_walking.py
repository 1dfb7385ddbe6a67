"""Going over the canvas by keys alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import Canvas, branched, node, show_canvas, stack
from workbench.catalog.catalog import Catalog
from workbench.project.graph import Graph, Link, Point
from workbench.ui.canvas.focus_marks import FocusRing

ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
UP, DOWN, LEFT, RIGHT = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right


def _ring(canvas: Canvas) -> FocusRing:
    (ring,) = [item for item in canvas.scene.items() if isinstance(item, FocusRing)]
    return ring


def test_that_alt_and_arrows_go_along_the_links_and_to_the_card_beside(
    qtbot: QtBot, catalog: Catalog
) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    seen = []
    for key in (DOWN, DOWN, RIGHT, DOWN, UP, RIGHT, UP):
        canvas.key(key, ALT)
        seen.append(next(iter(canvas.document.selection)))

    assert seen == ["image", "left", "right", "join", "left", "right", "image"]
    assert canvas.document.undo_stack.count() == 0


def test_that_alt_shift_and_arrows_select_more_and_the_ring_says_where_one_is(
    qtbot: QtBot, catalog: Catalog
) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"image"})
    assert not _ring(canvas).isVisible()

    canvas.key(DOWN, ALT | SHIFT)
    canvas.key(DOWN, ALT | SHIFT)

    assert canvas.document.selection == {"image", "left", "join"}
    assert _ring(canvas).isVisible()
    assert _ring(canvas).pos() == QPointF(120, 240)


def test_that_where_nothing_follows_it_is_said_and_nothing_moves(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"out"})
    said: list[str] = []
    canvas.view.message.connect(said.append)

    canvas.key(DOWN, ALT)

    assert said == ["This layer feeds nothing."]
    assert canvas.document.selection == {"out"}
    assert canvas.view.accessibleDescription() == "This layer feeds nothing."
    canvas.document.select({"join"})
    assert said[-1] == ""
    assert canvas.view.accessibleDescription() == "Concatenate join"


def test_that_links_are_chosen_by_keys_around_the_card_and_cut_by_delete(
    qtbot: QtBot, catalog: Catalog
) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"join"})

    canvas.key(Qt.Key.Key_Period)
    assert canvas.scene.selected_links() == {Link("left", "join")}
    assert canvas.view.accessibleDescription() == "Link from left to join, shape not known yet"
    canvas.key(Qt.Key.Key_Period)
    assert canvas.scene.selected_links() == {Link("right", "join", 0, 1)}
    canvas.key(Qt.Key.Key_Comma)
    canvas.key(Qt.Key.Key_Delete)

    assert Link("left", "join") not in canvas.graph.links
    assert canvas.document.undo_stack.count() == 1


def test_that_from_a_link_one_goes_to_its_ends(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"left"})

    canvas.key(Qt.Key.Key_Period)
    canvas.key(UP, ALT)
    assert canvas.document.selection == {"image"}
    canvas.key(Qt.Key.Key_Comma)
    canvas.key(DOWN, ALT)

    assert canvas.document.selection == {"right"}


def test_that_a_layer_typed_on_a_chosen_link_stands_between_its_ends(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"left"})
    canvas.key(Qt.Key.Key_Period)

    canvas.key(Qt.Key.Key_Slash)
    field = canvas.view.findChild(QWidget, "quickAdd.field")
    assert isinstance(field, QWidget)
    qtbot.keyClicks(field, "dropout 0.5")
    qtbot.keyClick(field, Qt.Key.Key_Return)

    (new,) = canvas.document.selection
    assert {Link("image", new), Link(new, "left")} <= set(canvas.graph.links)
    assert Link("image", "left") not in canvas.graph.links
    assert canvas.view.hasFocus()


def test_that_a_layer_is_replaced_by_typing_with_its_links(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"left"})

    canvas.key(Qt.Key.Key_R, CTRL | SHIFT)
    field = canvas.view.findChild(QWidget, "quickAdd.field")
    assert isinstance(field, QWidget)
    qtbot.keyClicks(field, "dropout 0.25")
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert canvas.graph.node("left").spec.kind == "Dropout"
    assert canvas.graph.node("left").spec.params["rate"] == 0.25
    assert canvas.graph.links == branched().links


def test_that_a_replacement_that_cannot_be_is_said_and_changes_nothing(
    qtbot: QtBot, catalog: Catalog
) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"join"})
    said: list[str] = []
    canvas.view.message.connect(said.append)

    canvas.key(Qt.Key.Key_R, CTRL | SHIFT)
    field = canvas.view.findChild(QWidget, "quickAdd.field")
    assert isinstance(field, QWidget)
    qtbot.keyClicks(field, "flatten")
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert "2 links lead to “join”" in said[-1]
    assert canvas.document.undo_stack.count() == 0


def test_that_two_layers_are_connected_by_keys(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"join"})

    canvas.key(Qt.Key.Key_Return, CTRL)
    field = canvas.view.findChild(QWidget, "connect.field")
    assert isinstance(field, QWidget)
    qtbot.waitUntil(field.hasFocus)
    assert field.accessibleDescription() == "out · Dense"
    assert canvas.scene.nodes["out"].hint == "good"
    qtbot.keyClick(field, Qt.Key.Key_Return)

    assert Link("join", "out") in canvas.graph.links
    assert canvas.scene.nodes["out"].hint is None
    assert canvas.view.hasFocus()


def test_that_only_links_that_close_no_circle_are_offered_and_free_inputs_come_first(
    qtbot: QtBot, catalog: Catalog
) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"left"})

    canvas.key(Qt.Key.Key_Return, CTRL)
    rows = []
    field = canvas.view.findChild(QWidget, "connect.field")
    assert isinstance(field, QWidget)
    for _ in range(3):
        rows.append(field.accessibleDescription())
        qtbot.keyClick(field, DOWN)
    qtbot.keyClicks(field, "out")
    rows.append(field.accessibleDescription())
    qtbot.keyClick(field, Qt.Key.Key_Escape)

    assert rows[:2] == ["join · Concatenate, input 3", "out · Dense"]
    assert rows[2:] == ["right · Dense, in the place of image", "out · Dense"]
    assert canvas.document.undo_stack.count() == 0
    assert all(card.hint is None for card in canvas.scene.nodes.values())


def test_that_control_and_arrows_pan_and_plus_and_minus_zoom(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    before = canvas.view.verticalScrollBar().value()

    canvas.key(DOWN, CTRL)
    assert canvas.view.verticalScrollBar().value() == before + 96
    scale = canvas.view.zoom.scale
    canvas.key(Qt.Key.Key_Minus, CTRL)
    assert canvas.view.zoom.scale < scale
    canvas.key(Qt.Key.Key_Plus, CTRL)

    assert abs(canvas.view.zoom.scale - scale) < 1e-9
    assert canvas.document.undo_stack.count() == 0


def test_that_shift_and_arrows_move_by_a_fine_step(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"out"})

    canvas.key(RIGHT, SHIFT)

    assert canvas.graph.node("out").at == Point(128, 360)


def test_that_a_frame_shows_the_keyboards_way_in_and_goes_with_the_mouse(
    qtbot: QtBot, catalog: Catalog
) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    frame = canvas.view.findChild(QWidget, "canvas.focus")
    assert isinstance(frame, QWidget)
    assert not frame.isVisible()

    canvas.view.clearFocus()
    canvas.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert frame.isVisible()
    assert frame.geometry() == canvas.view.rect()
    canvas.click(QPointF(-100, 200))

    assert not frame.isVisible()


def test_that_a_stack_says_that_its_links_cannot_be_chosen(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())
    canvas.document.select({"hidden"})
    said: list[str] = []
    canvas.view.message.connect(said.append)

    canvas.key(Qt.Key.Key_Period)
    canvas.key(DOWN, ALT)

    assert said[0] == "The links of a stack follow from its order: none can be chosen."
    assert canvas.document.selection == {"out"}


def test_that_keys_on_bare_canvas_say_what_is_missing(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, Graph(nodes=(node("only", "Input", shape=(4,)),)))
    canvas.document.select({"only"})
    said: list[str] = []
    canvas.view.message.connect(said.append)

    for key, modifier in ((LEFT, ALT), (Qt.Key.Key_Period, CTRL ^ CTRL), (Qt.Key.Key_Return, CTRL)):
        canvas.key(key, modifier)

    assert said == [
        "Nothing stands to the left.",
        "There is no link here.",
        "There is no layer that “only” could feed.",
    ]
