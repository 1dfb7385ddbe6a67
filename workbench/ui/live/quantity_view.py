"""Predicted against true numbers as a picture: the more examples at a place, the stronger its colour."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from workbench.ui.live import words
from workbench.ui.live.confusion_cells import Counts, image
from workbench.ui.live.labels import plain_label, show_tip
from workbench.ui.theme import Theme, mono_font

_TOP, _LEFT, _BOTTOM, _LINE = 34, 46, 36, 14


class QuantityView(QWidget):
    """True numbers go to the right and predicted ones up; what is right lies on the dashed line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quantity_view")
        self.setAccessibleName(self.tr("Predicted against true"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._theme = theme
        self._counts: Counts | None = None
        self._range = (0.0, 1.0)
        self._title = plain_label("quantity_title", bold=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._title, 0, Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self.update)

    @property
    def counts(self) -> Counts | None:
        """What is shown: true numbers in rows, predicted ones in columns."""
        return self._counts

    def show_counts(self, counts: Counts, extent: tuple[float, float], title: str) -> None:
        """Show counts (bins, bins) that go from low to high of ``extent`` both ways."""
        self._counts, self._range = counts, extent
        self._title.setText(title)
        total = int(counts.sum())
        near = sum(int(np.diag(counts, by).sum()) for by in (-1, 0, 1))
        told = self.tr("{0} of {1} examples are within one of {2} steps of the truth").format(
            words.count(near), words.count(total), len(counts)
        )
        self.setAccessibleDescription(told)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 280)

    def place_of(self, true: int, predicted: int) -> QPointF:
        """Return the middle of a cell in the widget."""
        area = self._area()
        side = area.width() / (1 if self._counts is None else len(self._counts))
        return QPointF(area.left() + (true + 0.5) * side, area.bottom() - (predicted + 0.5) * side)

    def tip_at(self, point: QPointF) -> str:
        """Return in words what lies at a point; empty beyond the picture."""
        area = self._area()
        if self._counts is None or not area.contains(point):
            return ""
        bins = len(self._counts)
        across = min(int((point.x() - area.left()) / area.width() * bins), bins - 1)
        up = min(int((area.bottom() - point.y()) / area.height() * bins), bins - 1)
        return self.tr("true {0}, predicted {1}: {2} examples").format(
            self._step(across), self._step(up), words.count(int(self._counts[across, up]))
        )

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.tip_at(QPointF(event.pos()))
            show_tip(self, event, text)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._counts is None:
            return
        colors, area = self._theme.colors, self._area()
        with QPainter(self) as painter:
            painter.drawImage(area, self._image())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colors.muted), 1, Qt.PenStyle.DashLine))
            painter.drawLine(area.bottomLeft(), area.topRight())
            painter.setPen(QPen(QColor(colors.line), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area)
            self._paint_axes(painter, area)

    def _paint_axes(self, painter: QPainter, area: QRectF) -> None:
        low, high = (words.reading(value) for value in self._range)
        right, left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
        below = area.bottom() + 3
        painter.setPen(QColor(self._theme.colors.muted))
        painter.setFont(mono_font(7.5))
        painter.drawText(QRectF(area.left(), below, 60, _LINE), left, low)
        painter.drawText(QRectF(area.right() - 60, below, 60, _LINE), right, high)
        painter.drawText(QRectF(0, area.bottom() - _LINE, _LEFT - 5, _LINE), right, low)
        painter.drawText(QRectF(0, area.top(), _LEFT - 5, _LINE), right, high)
        font = self.font()
        font.setBold(True)
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colors.text))
        middle = QRectF(area.left(), below + 12, area.width(), 18)
        painter.drawText(middle, Qt.AlignmentFlag.AlignHCenter, self.tr("true"))
        painter.drawText(QRectF(0, area.top() - 17, self.width(), 16), left, self.tr("predicted"))

    def _image(self) -> QImage:
        assert self._counts is not None
        most = int(self._counts.max()) or 1
        shares = np.sqrt(self._counts.T[::-1] / most)
        colors = self._theme.colors
        return image(shares, len(shares), QColor(colors.card), QColor(colors.training))

    def _area(self) -> QRectF:
        side = max(1.0, min(self.width() - _LEFT - 4.0, self.height() - _TOP - _BOTTOM))
        return QRectF(_LEFT, _TOP, side, side)

    def _step(self, number: int) -> str:
        low, high = self._range
        width = (high - low) / (1 if self._counts is None else len(self._counts))
        return f"{words.reading(low + number * width)} … {words.reading(low + (number + 1) * width)}"
