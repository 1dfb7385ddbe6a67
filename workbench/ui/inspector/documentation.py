"""Keras' own text about a kind, folded away until it is wanted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from workbench.ui.inspector.fold import Fold


class Documentation(QWidget):
    """The text of the kind that is shown; says so when the engine has not answered yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("documentation")
        self.fold = Fold(self.tr("Documentation"), name="documentation", parent=self)
        self.text = QLabel(self.fold.body)
        self.text.setObjectName("documentation_text")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        body = QVBoxLayout(self.fold.body)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.fold)
        self.clear()

    def clear(self) -> None:
        self.text.setText(self.tr("Keras is still starting; its text comes in a moment."))

    def show_text(self, text: str) -> None:
        self.text.setText(text.strip() or self.tr("Keras says nothing about this one."))
