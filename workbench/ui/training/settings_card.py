"""A card of the training page: a heading, its problems, its content."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from workbench.ui.inspector.notes import ProblemNotes


class Card(QFrame):
    """Add content to ``content``."""

    def __init__(self, title: str, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"card_{name}")
        self.setAccessibleName(title)
        self.setProperty("role", "card")
        heading = QLabel(title, self)
        heading.setProperty("role", "title")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        self.notes = ProblemNotes(name=f"problems_{name}", parent=self)
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(16, 14, 16, 16)
        self.content.setSpacing(12)
        self.content.addWidget(heading)
        self.content.addWidget(self.notes)
