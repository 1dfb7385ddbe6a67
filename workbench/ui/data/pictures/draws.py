"""One image under several draws of the augmentation."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.protocol.looks import Draws
from workbench.ui.data.pictures.picture import Picture, decoded, paint_picture
from workbench.ui.theme import Theme

_GAP, _LARGEST, _LABEL, _COLUMNS = 10, 168, 20, 4


class DrawGrid(QWidget):
    """The image as it is at the left, its draws in rows of four beside it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._original: Picture | None = None
        self._draws: list[Picture] = []
        self.setObjectName("draw_grid")
        self.setAccessibleName(self.tr("One image under twelve draws of the augmentation"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def count(self) -> int:
        """How many draws are shown."""
        return len(self._draws)

    def show_draws(self, draws: Draws | None) -> None:
        self._original = None if draws is None else Picture(decoded(draws.original), draws.label)
        self._draws = [] if draws is None else [Picture(decoded(image), "") for image in draws.draws]
        self._fit()
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(5 * 56 + 6 * _GAP, 3 * 56)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _side(self) -> int:
        return max(40, min(_LARGEST, (self.width() - (_COLUMNS + 2) * _GAP) // (_COLUMNS + 1)))

    def _fit(self) -> None:
        lines = max(1, -(-len(self._draws) // _COLUMNS))
        self.setFixedHeight(lines * (self._side() + _GAP) + _LABEL)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = self._side()
        if self._original is not None:
            cell = QRect(0, _LABEL, side, side)
            paint_picture(painter, cell, self._original, self._theme)
            painter.setPen(QColor(self._theme.colors.muted))
            place = QRect(0, 0, side, _LABEL - 2)
            text = self.tr("as it is: {label}").format(label=self._original.label)
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, side)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, text)
            painter.drawText(
                QRect(side + 3 * _GAP, 0, 4 * side, _LABEL - 2),
                Qt.AlignmentFlag.AlignLeft,
                self.tr("as training may see it"),
            )
            painter.setPen(QPen(QColor(self._theme.colors.line), 1))
            painter.drawLine(side + 3 * _GAP // 2, 0, side + 3 * _GAP // 2, self.height() - _GAP)
        for number, picture in enumerate(self._draws):
            line, column = divmod(number, _COLUMNS)
            left = side + 3 * _GAP + column * (side + _GAP)
            paint_picture(
                painter, QRect(left, _LABEL + line * (side + _GAP), side, side), picture, self._theme
            )
        painter.end()
