"""The field in which a note is written, right where it lies."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from workbench.project.notes import LONGEST

_LEAST_WIDTH, _LEAST_HEIGHT, _FRAME = 160, 56, 10
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STAYING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class NoteEditor(QPlainTextEdit):
    """Control+Enter, Escape and a press elsewhere are done with it; nothing that was typed is lost.

    ``written`` carries the text; ``too_long`` says why no more goes in.
    """

    written = Signal(str)
    too_long = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._home, self._place = parent, QRect()
        self.setObjectName("note.editor")
        self.setAccessibleName(self.tr("Text of the note"))
        self.setPlaceholderText(self.tr("Write a note"))
        self.setToolTip(self.tr("Escape or Ctrl+Enter when done"))
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._on_text_changed)
        self.hide()

    def open(self, place: QRect, text: str) -> None:
        """Show the field over a place of the parent and take the keyboard."""
        self.move_to(place)
        self.show()
        self.raise_()
        # Only now: how high the text is follows from how wide the field is shown.
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def move_to(self, place: QRect) -> None:
        """Lie over a place of the parent, large enough to write in."""
        self._place = place
        self.setGeometry(place.left(), place.top(), max(place.width(), _LEAST_WIDTH), _LEAST_HEIGHT)
        lines = int(self.document().size().height()) + 1
        wanted = lines * self.fontMetrics().lineSpacing() + 2 * _FRAME
        room = max(self._home.height() - place.top() - _FRAME, _LEAST_HEIGHT)
        self.resize(self.width(), min(max(place.height(), wanted, _LEAST_HEIGHT), room))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_done = event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape or is_done:
            # First the focus, then the field: a field that goes with the focus hands it to its neighbour.
            self._home.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _STAYING and self.isVisible():
            self.hide()
            self.written.emit(self.toPlainText())

    def _on_text_changed(self) -> None:
        text = self.toPlainText()
        if self.isVisible():
            self.move_to(self._place)
        if len(text) > LONGEST:
            self.setPlainText(text[:LONGEST])
            self.moveCursor(QTextCursor.MoveOperation.End)
            words = self.tr("A note holds {0} characters at most; the rest was left out.")
            self.too_long.emit(words.format(f"{LONGEST:,}"))
