"""Selection: the same in the document and on the canvas, by click, band and key."""

from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import Canvas, branched, show_canvas
from workbench.catalog.catalog import Catalog
from workbench.project.graph import Link

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def _shown(canvas: Canvas) -> set[str]:
    return {node for node, item in canvas.scene.nodes.items() if item.isSelected()}


def test_that_a_click_selects_one_card_in_the_document(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.click(canvas.middle("left"))
    canvas.click(canvas.middle("right"))

    assert canvas.document.selection == {"right"} == _shown(canvas)


def test_that_a_click_with_a_modifier_toggles(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.click(canvas.middle("left"))
    canvas.click(canvas.middle("right"), SHIFT)
    assert canvas.document.selection == {"left", "right"}
    canvas.click(canvas.middle("left"), CTRL)

    assert canvas.document.selection == {"right"} == _shown(canvas)


def test_that_a_click_on_one_of_several_leaves_it_alone_selected(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"left", "right"})

    canvas.click(canvas.middle("left"))

    assert canvas.document.selection == {"left"}


def test_that_the_canvas_shows_what_others_select_with_one_signal(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    emitted: list[int] = []
    canvas.document.selection_changed.connect(lambda: emitted.append(1))

    canvas.document.select({"join", "out"})

    assert _shown(canvas) == {"join", "out"}
    assert emitted == [1]
    assert "Concatenate join" in canvas.view.accessibleDescription()


def test_that_selecting_all_is_told_once_and_not_card_by_card(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    told: list[None] = []
    canvas.scene.selectionChanged.connect(lambda: told.append(None))

    canvas.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    assert _shown(canvas) == canvas.document.selection == canvas.graph.ids()
    assert len(told) == 1


def test_that_a_band_selects_what_it_touches(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())

    canvas.press(QPointF(-40, 100))
    canvas.move(QPointF(300, 190))
    assert _shown(canvas) == {"left", "right"}
    assert canvas.document.selection == frozenset()
    canvas.release(QPointF(300, 190))

    assert canvas.document.selection == {"left", "right"}


def test_that_a_band_with_shift_adds(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"out"})

    canvas.drag(QPointF(-40, 100), QPointF(60, 190), SHIFT)

    assert canvas.document.selection == {"left", "out"}


def test_that_escape_takes_a_band_back(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"out"})

    canvas.press(QPointF(-40, 100))
    canvas.move(QPointF(300, 190))
    canvas.key(Qt.Key.Key_Escape)
    canvas.release(QPointF(300, 190))

    assert canvas.document.selection == {"out"} == _shown(canvas)


def test_that_a_click_on_bare_canvas_clears_the_selection(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"out"})

    canvas.click(QPointF(-60, 300))

    assert canvas.document.selection == frozenset()


def test_that_a_link_is_selected_by_a_click_and_deleted_by_a_key(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    link = Link("left", "join")
    canvas.document.select({"out"})

    canvas.click(canvas.midway(link))
    assert canvas.scene.selected_links() == {link}
    assert canvas.document.selection == frozenset()
    canvas.key(Qt.Key.Key_Delete)

    assert link not in canvas.graph.links
    assert canvas.document.undo_stack.count() == 1


def test_that_selecting_a_card_deselects_links(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.click(canvas.midway(Link("left", "join")))

    canvas.document.select({"out"})

    assert canvas.scene.selected_links() == frozenset()
