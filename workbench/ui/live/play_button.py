"""The button that plays or pauses, with a drawn sign, since not every face has one."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from workbench.ui.theme import Theme

_SIDE = 26


class PlayButton(QToolButton):
    """Shows two bars while something plays, else a triangle."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("play_epochs")
        self._theme = theme
        self._is_playing = False
        theme.changed.connect(self.update)
        self.show_playing(is_playing=False)

    def show_playing(self, *, is_playing: bool) -> None:
        self._is_playing = is_playing
        text = self.tr("Pause") if is_playing else self.tr("Play the epochs one after another")
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colors = self._theme.colors
        middle = QRectF(self.rect()).center()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.text if self.isEnabled() else colors.faint))
            if self._is_playing:
                for left in (-4, 1):
                    painter.drawRect(QRectF(middle.x() + left, middle.y() - 5, 3, 10))
            else:
                painter.drawPolygon(
                    [middle + QPointF(-3.5, -5), middle + QPointF(5, 0), middle + QPointF(-3.5, 5)]
                )
