"""Pictures in as many columns as there is room for, each with its words below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.ui.data.pictures.picture import Picture, paint_picture
from workbench.ui.live.labels import plain_tip
from workbench.ui.theme import Theme

_GAP, _LABEL = 8, 18


class PictureFlow(QWidget):
    """As high as its pictures need; what is around it scrolls."""

    def __init__(self, theme: Theme, *, name: str, cell: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._cell = theme, cell
        self._pictures: list[Picture] = []
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def count(self) -> int:
        return len(self._pictures)

    def show_pictures(self, pictures: list[Picture]) -> None:
        self._pictures = pictures
        self.setAccessibleDescription(", ".join(picture.label for picture in pictures[:50]))
        self._fit()
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._cell + _GAP, self._cell + _LABEL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def cell_at(self, place: int) -> QRect:
        """Return where the picture of that number stands."""
        line, column = divmod(place, self._a_line())
        return QRect(
            column * (self._cell + _GAP), line * (self._cell + _LABEL + _GAP), self._cell, self._cell
        )

    def _a_line(self) -> int:
        return max(1, (self.width() + _GAP) // (self._cell + _GAP))

    def _fit(self) -> None:
        lines = -(-len(self._pictures) // self._a_line()) or 1
        self.setFixedHeight(lines * (self._cell + _LABEL + _GAP) - _GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(self._theme.colors.muted))
        for place, picture in enumerate(self._pictures):
            cell = self.cell_at(place)
            if not cell.adjusted(0, 0, 0, _LABEL).intersects(event.rect()):
                continue
            paint_picture(painter, cell, picture, self._theme)
            below = QRect(cell.left(), cell.bottom() + 1, cell.width(), _LABEL)
            text = painter.fontMetrics().elidedText(picture.label, Qt.TextElideMode.ElideRight, cell.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def _show_tip(self, at: QPoint, place: QPoint) -> None:
        for number, picture in enumerate(self._pictures):
            if self.cell_at(number).contains(at) and picture.tip:
                QToolTip.showText(place, plain_tip(picture.tip), self)
                return
        QToolTip.hideText()
