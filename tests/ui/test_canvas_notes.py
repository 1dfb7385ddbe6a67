"""Notes on the canvas, by mouse and by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import Canvas, branched, show_canvas, stack
from workbench.catalog.catalog import Catalog
from workbench.project.edits import AddNotes
from workbench.project.graph import Graph, Point
from workbench.project.notes import LONGEST, Note
from workbench.project.project import Project
from workbench.ui.canvas.notes.note_item import NoteItem
from workbench.ui.canvas.notes.note_look import NoteLook, size_at
from workbench.ui.canvas.picture import image, picture
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NOTE = Note(id="note", text="Two ways in.\nThey meet at the join.", at=Point(-304, 96))


@pytest.fixture
def canvas(qtbot: QtBot, catalog: Catalog) -> Canvas:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.do(AddNotes((NOTE,)))
    canvas.view.fit()
    return canvas


def _notes(canvas: Canvas) -> tuple[Note, ...]:
    return canvas.document.project.all_notes


def _middle(canvas: Canvas, note: str = "note") -> QPointF:
    return canvas.scene.notes.items[note].area().center()


def _editor(canvas: Canvas) -> QPlainTextEdit:
    editor = canvas.view.findChild(QPlainTextEdit, "note.editor")
    assert isinstance(editor, QPlainTextEdit)
    return editor


def test_that_a_note_is_added_by_keys_as_one_edit(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, branched())
    canvas.document.select({"right"})

    canvas.key(Qt.Key.Key_T, CTRL | SHIFT)
    qtbot.keyClicks(_editor(canvas), "<b>not bold</b>")
    qtbot.keyClick(_editor(canvas), Qt.Key.Key_Return)
    qtbot.keyClicks(_editor(canvas), "second line")
    qtbot.keyClick(_editor(canvas), Qt.Key.Key_Escape)

    (note,) = _notes(canvas)
    assert note.text == "<b>not bold</b>\nsecond line"
    assert note.at.x > 240 + 208
    assert canvas.scene.notes.chosen == {note.id}
    assert canvas.view.hasFocus()
    assert canvas.document.undo_stack.count() == 1
    canvas.document.undo_stack.undo()
    assert not canvas.scene.notes.items


def test_that_a_note_without_words_is_none(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, Graph())

    canvas.key(Qt.Key.Key_T, CTRL | SHIFT)
    qtbot.keyClicks(_editor(canvas), "  ")
    qtbot.keyClick(_editor(canvas), Qt.Key.Key_Return, CTRL)

    assert canvas.document.undo_stack.count() == 0
    assert not _editor(canvas).isVisible()


def test_that_a_double_click_writes_a_note_and_a_press_elsewhere_keeps_it(
    qtbot: QtBot, canvas: Canvas
) -> None:
    canvas.double_click(_middle(canvas))
    assert _editor(canvas).toPlainText() == NOTE.text
    _editor(canvas).selectAll()
    qtbot.keyClicks(_editor(canvas), "shorter")
    canvas.view.setFocus(Qt.FocusReason.MouseFocusReason)

    assert _notes(canvas)[0].text == "shorter"
    canvas.document.undo_stack.undo()
    assert _notes(canvas) == (NOTE,)


def test_that_enter_writes_the_chosen_note_and_emptying_it_deletes_it(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.click(_middle(canvas))

    canvas.key(Qt.Key.Key_Return)
    qtbot.keyClick(_editor(canvas), Qt.Key.Key_A, CTRL)
    qtbot.keyClick(_editor(canvas), Qt.Key.Key_Delete)
    qtbot.keyClick(_editor(canvas), Qt.Key.Key_Escape)

    assert _notes(canvas) == ()
    assert canvas.document.undo_stack.count() == 2


def test_that_more_than_a_note_holds_is_left_out_and_told(qtbot: QtBot, canvas: Canvas) -> None:
    said: list[str] = []
    canvas.view.message.connect(said.append)
    canvas.double_click(_middle(canvas))

    QGuiApplication.clipboard().setText("x" * (LONGEST + 50))
    qtbot.keyClick(_editor(canvas), Qt.Key.Key_A, CTRL)
    qtbot.keyClick(_editor(canvas), Qt.Key.Key_V, CTRL)
    qtbot.keyClick(_editor(canvas), Qt.Key.Key_Escape)

    assert "A note holds 4,000 characters at most; the rest was left out." in said
    assert len(_notes(canvas)[0].text) == LONGEST


def test_that_a_note_is_dragged_on_the_grid_and_escape_puts_it_back(qtbot: QtBot, canvas: Canvas) -> None:
    start = _middle(canvas)

    canvas.press(start)
    canvas.move(start + QPointF(80, 0))
    assert canvas.scene.notes.items["note"].x() == -224
    canvas.key(Qt.Key.Key_Escape)
    canvas.release(start + QPointF(80, 0))
    assert canvas.scene.notes.items["note"].x() == -304
    canvas.drag(start, start + QPointF(80, 42))

    assert _notes(canvas)[0].at == Point(-224, 136)
    assert canvas.document.undo_stack.count() == 2


def test_that_a_band_takes_cards_and_notes_and_they_move_as_one_edit(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.drag(QPointF(-320, 80), QPointF(60, 200))
    assert canvas.document.selection == {"left"}
    assert canvas.scene.notes.chosen == {"note"}

    start = canvas.middle("left")
    canvas.drag(start, start + QPointF(0, 48))
    assert canvas.graph.node("left").at == Point(0, 168)
    assert _notes(canvas)[0].at == Point(-304, 144)
    start = _middle(canvas)
    canvas.drag(start, start + QPointF(0, -48))

    assert canvas.graph.node("left").at.y == pytest.approx(120, abs=8)
    assert canvas.document.undo_stack.count() == 3
    canvas.document.undo_stack.undo()
    canvas.document.undo_stack.undo()
    assert canvas.graph == branched()
    assert _notes(canvas) == (NOTE,)


def test_that_pulling_at_the_right_border_changes_the_width(qtbot: QtBot, canvas: Canvas) -> None:
    area = canvas.scene.notes.items["note"].area()
    border = QPointF(area.right() - 3, area.center().y())

    canvas.drag(border, border + QPointF(-100, 0))
    narrow = _notes(canvas)[0].width
    assert 130 <= narrow <= 150
    assert canvas.scene.notes.items["note"].area().height() > area.height()
    canvas.key(Qt.Key.Key_BracketRight, CTRL)

    assert _notes(canvas)[0].width == narrow + 24


def test_that_arrows_move_a_note_and_delete_deletes_it(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.click(_middle(canvas))

    canvas.key(Qt.Key.Key_Right)
    assert _notes(canvas)[0].at == Point(-280, 96)
    canvas.key(Qt.Key.Key_Delete)

    assert _notes(canvas) == ()
    assert canvas.graph == branched()


def test_that_tab_goes_on_from_the_last_card_to_the_notes_and_reads_them(
    qtbot: QtBot, canvas: Canvas
) -> None:
    canvas.document.select({"out"})

    canvas.key(Qt.Key.Key_Tab)
    assert canvas.scene.notes.chosen == {"note"}
    assert canvas.document.selection == frozenset()
    assert canvas.view.accessibleDescription().startswith("Note: Two ways in.")
    canvas.key(Qt.Key.Key_Backtab, SHIFT)

    assert canvas.document.selection == {"out"}
    assert canvas.scene.notes.chosen == frozenset()


def test_that_notes_are_copied_cut_and_pasted_with_cards(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.key(Qt.Key.Key_A, CTRL)
    canvas.key(Qt.Key.Key_X, CTRL)
    assert not canvas.graph.nodes
    assert _notes(canvas) == ()

    canvas.key(Qt.Key.Key_V, CTRL)

    assert len(canvas.graph.nodes) == 5
    assert [note.text for note in _notes(canvas)] == [NOTE.text]
    assert canvas.scene.notes.chosen == {note.id for note in _notes(canvas)}
    canvas.document.undo_stack.undo()
    canvas.document.undo_stack.undo()
    assert _notes(canvas) == (NOTE,)


def test_that_a_note_alone_is_copied_as_readable_text_and_duplicated(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.click(_middle(canvas))

    canvas.key(Qt.Key.Key_C, CTRL)
    assert "Two ways in." in QGuiApplication.clipboard().text()
    canvas.key(Qt.Key.Key_V, CTRL)
    canvas.key(Qt.Key.Key_D, CTRL)

    assert len(_notes(canvas)) == 3
    assert len({note.id for note in _notes(canvas)}) == 3
    assert len({(note.at.x, note.at.y) for note in _notes(canvas)}) == 3


def test_that_the_context_menu_of_a_note_is_about_that_note(qtbot: QtBot, canvas: Canvas) -> None:
    place = canvas.to_view(_middle(canvas))
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, canvas.view.viewport().mapToGlobal(place)
    )

    QApplication.sendEvent(canvas.view.viewport(), event)

    assert canvas.scene.notes.chosen == {"note"}
    menu = canvas.view.findChild(QMenu, "canvas.menu")
    assert isinstance(menu, QMenu)
    words = {action.text() for action in menu.actions() if action.isEnabled()}
    assert {"Add a note", "Edit", "Delete", "Copy"} <= words
    menu.close()


def test_that_notes_lie_under_cards_and_links(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.document.do(AddNotes((Note(id="under", text="x " * 300, at=Point(100, 60)),)))

    canvas.click(canvas.middle("join"))

    assert canvas.document.selection == {"join"}
    lowest = canvas.scene.items(canvas.middle("join"))[-1]
    assert lowest is canvas.scene.notes.items["under"]


def test_that_notes_work_beside_a_stack_and_leave_it_alone(qtbot: QtBot, catalog: Catalog) -> None:
    canvas = show_canvas(qtbot, catalog, stack())
    canvas.document.do(AddNotes((NOTE,)))
    canvas.key(Qt.Key.Key_A, CTRL)
    start = _middle(canvas)

    canvas.drag(start, start + QPointF(16, 0))

    assert canvas.graph == stack()
    assert _notes(canvas)[0].at == Point(-288, 96)


def test_that_an_analysis_does_not_disturb_a_drag_of_a_note(qtbot: QtBot, canvas: Canvas) -> None:
    start = _middle(canvas)

    canvas.press(start)
    canvas.move(start + QPointF(80, 0))
    canvas.document.problems_changed.emit()

    assert canvas.scene.notes.items["note"].x() == -224
    canvas.release(start + QPointF(80, 0))


def test_that_a_picture_holds_the_notes(qapp: QApplication, catalog: Catalog) -> None:
    plain = Document(Project(graph=branched()), catalog)
    noted = Document(Project(graph=branched()).with_notes((NOTE,)), catalog)
    theme = Theme(parent=noted)

    assert image(noted, theme).width() > image(plain, theme).width() + 500
    assert b"They meet" in picture(noted, theme, "svg") or len(picture(noted, theme, "svg")) > len(
        picture(plain, theme, "svg")
    )


@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.3, 0.2])
def test_that_letters_stay_readable_as_one_zooms_out_and_fit_the_paper(zoom: float) -> None:
    assert size_at(zoom, most=60) * zoom >= 9
    assert size_at(zoom, most=30) <= 30


def test_that_a_note_breaks_its_lines_and_takes_no_markup(qapp: QApplication) -> None:
    look = NoteLook(Theme())
    one, two, marked = (
        NoteItem(Note(id="n", text=text, at=Point(0, 0)), look) for text in ("a", "a\nb", "<br><br>a")
    )

    assert two.area().height() > one.area().height() + 8
    assert marked.area().height() == one.area().height()
