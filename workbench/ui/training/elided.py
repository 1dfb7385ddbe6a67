"""A label in one line that gives up its end before it gives up the window's width."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from workbench.ui.live.labels import plain_tip


class ElidedLabel(QLabel):
    """Shows as much of its text as there is room for; all of it stands in the tooltip and for readers."""

    def __init__(self, name: str, *, bold: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        font = self.font()
        font.setBold(bold)
        self.setFont(font)
        self._full = ""

    @property
    def full_text(self) -> str:
        return self._full

    def set_text(self, text: str, details: str = "") -> None:
        """Show ``text``; ``details`` stands in the tooltip."""
        tip = plain_tip(details or text)
        if tip != self.toolTip():
            self.setToolTip(tip)
        if text == self._full:
            return
        self._full = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def set_role(self, role: str) -> None:
        """Give it another look of the style sheet."""
        if self.property("role") == role:
            return
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._full) + 4, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(120, self.sizeHint().width()), self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = self.width()
        self.setText(self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, room))
