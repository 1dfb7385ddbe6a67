"""A line to type into and the rows that hold what is typed: one is aimed at, Enter takes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

_WIDTH, _ROW, _ROWS, _EDGE = 300, 26, 6, 8
_STAYING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChoicePanel(QFrame):
    """Floats over ``parent`` and gives it the keyboard back. Rows are numbered as ``open`` was given them.

    ``aimed`` tells the row that Enter would take, -1 for none; ``chosen`` the one that was taken;
    ``closed`` that the panel is gone, taken or not.
    """

    aimed = Signal(int)
    chosen = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget, *, name: str) -> None:
        super().__init__(parent)
        self._home, self._name = parent, name
        self._rows: tuple[str, ...] = ()
        self._shown: list[int] = []
        self.title, self.field = QLabel(self), QLineEdit(self)
        self.list, self._model = QListView(self), QStringListModel(self)
        self._dress()
        self.field.textChanged.connect(self._on_field_changed)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._on_list_clicked)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.hide()

    def open(self, at: QPoint, *, title: str, rows: Sequence[str]) -> None:
        """Show the rows with the panel's corner near ``at`` of the parent, and take the keyboard."""
        self._rows = tuple(rows)
        self.title.setText(title)
        self.setAccessibleName(title)
        self.field.clear()
        self.adjustSize()
        room = self._home.size()
        self.move(
            max(_EDGE, min(at.x(), room.width() - self.width() - _EDGE)),
            max(_EDGE, min(at.y(), room.height() - self.height() - _EDGE)),
        )
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self._on_field_changed("")

    def close_up(self) -> None:
        """Go without a choice."""
        # First the focus, then the field: a field that goes with the focus hands it to its neighbour.
        self._home.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._vanish()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()))
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _STAYING:
            self._vanish()
        return super().eventFilter(watched, event)

    def _vanish(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def _on_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self.close_up()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step, count = (1 if key == Qt.Key.Key_Down else -1), len(self._shown)
            if count:
                row = (self.list.currentIndex().row() + step) % count
                self.list.setCurrentIndex(self._model.index(row))
        elif key in _ENTER:
            self._take()
        else:
            return False
        return True

    def _take(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self._shown):
            number = self._shown[row]
            self.close_up()
            self.chosen.emit(number)

    def _on_field_changed(self, text: str) -> None:
        words = text.lower().split()
        rows = self._rows
        self._shown = [
            number for number in range(len(rows)) if all(word in rows[number].lower() for word in words)
        ]
        self._model.setStringList([rows[number] for number in self._shown])
        if self._shown:
            self.list.setCurrentIndex(self._model.index(0))
        else:
            self.aimed.emit(-1)

    def _on_current_changed(self, index: QModelIndex) -> None:
        if self.isVisible() and index.isValid():
            self.field.setAccessibleDescription(str(index.data()))
            self.aimed.emit(self._shown[index.row()])

    def _on_list_clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self._take()

    def _dress(self) -> None:
        self.setProperty("role", "card")
        self.setObjectName(self._name)
        self.setFixedWidth(_WIDTH)
        self.title.setObjectName(f"{self._name}.title")
        self.title.setProperty("role", "heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.field.setObjectName(f"{self._name}.field")
        self.field.setAccessibleName(self.tr("A part of a name"))
        self.field.setPlaceholderText(self.tr("A part of a name"))
        self.field.setMaxLength(200)
        self.list.setObjectName(f"{self._name}.list")
        self.list.setAccessibleName(self.tr("What can be chosen"))
        self.list.setModel(self._model)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("role", "plain")
        self.list.setFixedHeight(_ROW * _ROWS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        for widget in (self.title, self.field, self.list):
            layout.addWidget(widget)
