"""A label of a figure that changes all the time: as wide as its widest text, so that nothing moves."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget

from workbench.ui.theme import mono_font


class FigureLabel(QLabel):
    """Keeps room for ``widest`` in whatever font the style sheet gives it."""

    def __init__(self, name: str, widest: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widest = widest
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "figure")
        self.setFont(mono_font())

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(self._room())

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(self._room())

    def _room(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._widest) + 8, 0)
