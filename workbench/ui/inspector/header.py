"""The inspector's head: family, kind, name and parameter count of the selected layer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from workbench.project.graph import Node
from workbench.ui.inspector.row import set_property
from workbench.ui.theme import Theme, mono_font


class FamilyBar(QWidget):
    """Four pixels in the colour of a layer family."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._family = theme, ""
        self.setFixedWidth(4)
        theme.changed.connect(self.update)

    def set_family(self, family: str) -> None:
        self._family = family
        self.setToolTip(family)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colors.family(self._family)))
        painter.drawRoundedRect(self.rect(), 2, 2)
        painter.end()


class Header(QWidget):
    """``name_given`` carries what stands in the name field, at every key; ``name_left`` when it is done."""

    name_given = Signal(str)
    name_left = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = FamilyBar(theme, self)
        self.kind = self._label("inspector_kind", "title")
        self.params = self._label("inspector_params", "muted")
        self.message = self._label("inspector_name_message", "bad")
        self.message.setWordWrap(True)
        self.message.hide()
        self.name = QLineEdit(self)
        self.name.setObjectName("inspector_name")
        self.name.setAccessibleName(self.tr("Name of the layer"))
        self.name.setFont(mono_font())
        self.name.setMaxLength(64)
        self._lay_out()
        self.name.textEdited.connect(self.name_given)
        self.name.editingFinished.connect(lambda: self.name_left.emit(self.name.text()))

    def _label(self, name: str, role: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.kind)
        words.addWidget(self.params)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.bar)
        top.addLayout(words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.name)
        layout.addWidget(self.message)

    def show_node(self, node: Node, *, family: str, params: str, is_other: bool) -> None:
        """Show a node; a name that is being typed stays unless it is another node's turn."""
        self.bar.set_family(family)
        self.kind.setText(node.spec.kind)
        self.params.setText(params)
        if is_other or (not self.name.hasFocus() and self.name.text() != node.name):
            self.name.setText(node.name)
            self.refuse_name("")
        elif not self.name.isModified() and self.name.text() != node.name:
            self.name.setText(node.name)

    def refuse_name(self, words: str) -> None:
        """Say why the name can't be; nothing when it can."""
        self.message.setText(words)
        self.message.setVisible(bool(words))
        set_property(self.name, "invalid", bool(words))
