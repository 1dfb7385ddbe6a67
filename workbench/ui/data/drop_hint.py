"""What the page says while there is nothing to see: words in a frame that invites to drop something."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from workbench.ui.theme import Theme

_INVITING, _PLAIN = 320, 140


class DropHint(QLabel):
    """Plain words; the dashed frame is there where ``is_inviting``."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_inviting = False
        self.setObjectName("data_hint")
        self.setProperty("role", "muted")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setMargin(24)
        theme.changed.connect(self.update)

    def say(self, words: str, *, is_inviting: bool) -> None:
        self._is_inviting = is_inviting
        self.setMinimumHeight(_INVITING if is_inviting else _PLAIN)
        self.setText(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_inviting:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.colors.faint), 1.2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()
