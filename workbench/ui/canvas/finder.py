"""The search field of the canvas: Ctrl+F, a word, Enter from layer to layer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from workbench.project.graph import NodeId
from workbench.ui.canvas.find import found
from workbench.ui.document.document import Document
from workbench.ui.inspector.row import set_property

_EDGE, _WIDTH = 12, 300
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Finder(QFrame):
    """Reveals one found layer after the other, and says which of how many it is."""

    def __init__(self, document: Document, reveal: Callable[[NodeId], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._document, self._reveal, self._home = document, reveal, parent
        self._at: NodeId | None = None
        self.field, self.count = QLineEdit(self), QLabel(self)
        self._dress()
        self.field.textChanged.connect(self._on_field_changed)
        self.field.installEventFilter(self)
        document.project_changed.connect(self._on_project_changed)
        self.hide()

    def open(self) -> None:
        """Show the field with what was searched last, ready to be overwritten."""
        self.place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._tell()

    def place(self) -> None:
        """Stand in the corner at the top right."""
        self.adjustSize()
        self.move(self._home.width() - self.width() - _EDGE, _EDGE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                # First the focus, then the field: a field that goes with the focus hands it to its neighbour.
                self._home.setFocus()
                self.hide()
                return True
            if event.key() in _ENTER:
                self._go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
        return super().eventFilter(watched, event)

    def _on_field_changed(self) -> None:
        matches = self._matches()
        if matches and self._at not in matches:
            self._show(matches[0])
        self._tell()

    def _on_project_changed(self) -> None:
        if self.isVisible():
            self._tell()

    def _go(self, by: int) -> None:
        matches = self._matches()
        if matches:
            index = matches.index(self._at) + by if self._at in matches else 0
            self._show(matches[index % len(matches)])
        self._tell()

    def _show(self, node: NodeId) -> None:
        self._at = node
        self._reveal(node)

    def _matches(self) -> list[NodeId]:
        return found(self._document.project.graph, self.field.text())

    def _tell(self) -> None:
        matches = self._matches()
        is_missing = bool(self.field.text().strip()) and not matches
        if matches:
            index = matches.index(self._at) + 1 if self._at in matches else 0
            self.count.setText(self.tr("{0} of {1}").format(index, len(matches)))
        else:
            self.count.setText(self.tr("not found") if is_missing else "")
        set_property(self.count, "role", "bad" if is_missing else "muted")
        set_property(self.field, "invalid", is_missing)

    def _dress(self) -> None:
        self.setProperty("role", "card")
        self.setObjectName("finder")
        self.setAccessibleName(self.tr("Find layers"))
        self.setFixedWidth(_WIDTH)
        self.field.setObjectName("finder.field")
        self.field.setAccessibleName(self.tr("Name, kind or parameter of a layer"))
        self.field.setPlaceholderText(self.tr("Find: dense, relu, units=64"))
        self.field.setMaxLength(200)
        self.count.setObjectName("finder.count")
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.count.setMinimumWidth(58)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.count)
