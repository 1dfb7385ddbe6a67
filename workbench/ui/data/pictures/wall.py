"""Pictures class by class: a line for each class, with its name and how many there are."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.ui.data.pictures.picture import Picture, paint_picture
from workbench.ui.live.labels import plain_tip
from workbench.ui.theme import Theme, mono_font

_CELL, _GAP, _BELOW, _LEFT = 72, 8, 16, 120
_MOST_CLASSES = 100


@dataclass(frozen=True)
class Shelf:
    """A class, how many examples it has (-1: unknown), and some of them."""

    title: str
    count: int
    pictures: tuple[Picture, ...]


class PictureWall(QWidget):
    """Shows as many pictures of each class as fit beside its name."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shelves: list[Shelf] = []
        self.setObjectName("picture_wall")
        self.setAccessibleName(self.tr("Some of the pictures, class by class"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def count(self) -> int:
        """How many pictures are there to be seen."""
        return sum(not picture.image.isNull() for shelf in self._shelves for picture in shelf.pictures)

    def show_shelves(self, shelves: list[Shelf]) -> None:
        self._shelves = shelves[:_MOST_CLASSES]
        self.setAccessibleDescription(", ".join(f"{shelf.title}: {shelf.count}" for shelf in self._shelves))
        self._fit()
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEFT + 2 * _CELL, _CELL + _BELOW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(max(1, len(self._shelves)) * (_CELL + _BELOW + _GAP) - _GAP)

    def _cell(self, line: int, place: int) -> QRect:
        return QRect(_LEFT + place * (_CELL + _GAP), line * (_CELL + _BELOW + _GAP), _CELL, _CELL)

    def _fitting(self) -> int:
        return max(1, (self.width() - _LEFT + _GAP) // (_CELL + _GAP))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for line, shelf in enumerate(self._shelves):
            if not QRect(0, self._cell(line, 0).top(), self.width(), _CELL + _BELOW).intersects(event.rect()):
                continue
            self._paint_title(painter, self._cell(line, 0).top(), shelf)
            painter.setFont(mono_font(7.5))
            painter.setPen(QColor(self._theme.colors.faint))
            for place, picture in enumerate(shelf.pictures[: self._fitting()]):
                cell = self._cell(line, place)
                paint_picture(painter, cell, picture, self._theme)
                below = QRect(cell.left() - 4, cell.bottom() + 1, _CELL + 8, _BELOW)
                painter.drawText(below, Qt.AlignmentFlag.AlignCenter, picture.label)
        painter.end()

    def _paint_title(self, painter: QPainter, top: int, shelf: Shelf) -> None:
        colors = self._theme.colors
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor(colors.text))
        title = painter.fontMetrics().elidedText(shelf.title, Qt.TextElideMode.ElideRight, _LEFT - 16)
        painter.drawText(QRect(0, top + 18, _LEFT - 16, 18), Qt.AlignmentFlag.AlignLeft, title)
        if shelf.count >= 0:
            painter.setFont(mono_font())
            painter.setPen(QColor(colors.muted))
            place = QRect(0, top + 38, _LEFT - 16, 18)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, f"{shelf.count:,}")

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def _show_tip(self, at: QPoint, place: QPoint) -> None:
        for line, shelf in enumerate(self._shelves):
            for number, picture in enumerate(shelf.pictures[: self._fitting()]):
                if self._cell(line, number).contains(at):
                    QToolTip.showText(place, plain_tip(picture.tip or shelf.title), self)
                    return
        QToolTip.hideText()
