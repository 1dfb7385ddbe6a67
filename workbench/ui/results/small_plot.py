"""A small plot of lines and points with its axes, drawn at once and without a plotting library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.ui.live import words
from workbench.ui.theme import Colors, Theme, mono_font

_LEFT, _TOP, _RIGHT, _BOTTOM = 46, 24, 12, 36
_TICKS = 5
_MOST_POINTS = 1000
_NEAR = 14.0
Ink = Literal["training", "validation", "accent", "muted", "good", "bad"]


@dataclass(frozen=True, eq=False)
class PlotLine:
    """A line through points (n,), or the points alone; ``is_mark`` draws one that stands out."""

    x: NDArray[np.floating]
    y: NDArray[np.floating]
    ink: Ink = "training"
    is_dashed: bool = False
    are_points: bool = False
    is_mark: bool = False


class SmallPlot(QWidget):
    """Shows what ``draw`` is given, in ranges that are given; a tooltip tells the nearest point."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._lines: tuple[PlotLine, ...] = ()
        self._titles = ("", "", "")
        self._x, self._y = (0.0, 1.0), (0.0, 1.0)
        theme.changed.connect(self.update)

    @property
    def lines(self) -> tuple[PlotLine, ...]:
        return self._lines

    def draw(
        self,
        title: str,
        lines: Sequence[PlotLine],
        *,
        across: str,
        up: str,
        x: tuple[float, float] = (0.0, 1.0),
        y: tuple[float, float] = (0.0, 1.0),
    ) -> None:
        """Show lines under a title; ``across`` and ``up`` name the axes, ``x`` and ``y`` are their ranges."""
        self._lines, self._titles = tuple(lines), (title, across, up)
        self._x, self._y = _opened(x), _opened(y)
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{up} / {across}")
        self.update()

    def point_at(self, x: float, y: float) -> QPointF:
        """Return where a point of the plot lies in the widget."""
        area = self._area()
        across = (x - self._x[0]) / (self._x[1] - self._x[0])
        up = (y - self._y[0]) / (self._y[1] - self._y[0])
        return QPointF(area.left() + across * area.width(), area.bottom() - up * area.height())

    def sizeHint(self) -> QSize:
        return QSize(280, 250)

    def minimumSizeHint(self) -> QSize:
        return QSize(190, 220)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_frame(painter)
            painter.setClipRect(self._area().adjusted(-5, -5, 5, 5))
            for line in self._lines:
                self._paint_line(painter, line)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self._nearest(QPointF(event.pos()))
            if text:
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _nearest(self, at: QPointF) -> str:
        best, found = _NEAR, ""
        for line in self._lines:
            for x, y in zip(*_thinned(line), strict=True):
                away = self.point_at(x, y) - at
                distance = math.hypot(away.x(), away.y())
                if distance < best:
                    best, found = distance, f"{words.reading(x)}, {words.reading(y)}"
        return f"{self._titles[1]}, {self._titles[2]}: {found}" if found else ""

    def _area(self) -> QRectF:
        width, height = self.width() - _LEFT - _RIGHT, self.height() - _TOP - _BOTTOM
        return QRectF(_LEFT, _TOP, max(width, 1), max(height, 1))

    def _paint_frame(self, painter: QPainter) -> None:
        colors, area = self._theme.colors, self._area()
        title, across, up = self._titles
        bold = self.font()
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor(colors.text))
        painter.drawText(QRectF(0, 0, self.width(), 18), Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(QPen(QColor(colors.line), 1))
        painter.drawRect(area)
        painter.setFont(mono_font(7.5))
        for tick in _ticks(self._x):
            at = self.point_at(tick, self._y[0])
            painter.setPen(QColor(colors.muted))
            place = QRectF(at.x() - 30, at.y() + 3, 60, 14)
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, f"{tick:.3g}")
        for tick in _ticks(self._y):
            at = self.point_at(self._x[0], tick)
            painter.setPen(QPen(QColor(colors.line), 1))
            painter.drawLine(at, QPointF(area.right(), at.y()))
            painter.setPen(QColor(colors.muted))
            place = QRectF(0, at.y() - 7, _LEFT - 5, 14)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{tick:.3g}"
            )
        painter.setFont(self.font())
        below = QRectF(area.left(), area.bottom() + 17, area.width(), 16)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, across)
        width = painter.fontMetrics().horizontalAdvance(up)
        if QFontMetricsF(bold).horizontalAdvance(title) + width + 12 > self.width():
            return
        painter.drawText(
            QRectF(self.width() - width - _RIGHT, 0, width + 2, 18), Qt.AlignmentFlag.AlignLeft, up
        )

    def _paint_line(self, painter: QPainter, line: PlotLine) -> None:
        color = QColor(_color(self._theme.colors, line.ink))
        points = [self.point_at(x, y) for x, y in zip(*_thinned(line), strict=True)]
        if line.is_mark or line.are_points:
            painter.setPen(QPen(QColor(self._theme.colors.background), 1))
            painter.setBrush(color)
            radius = 5.0 if line.is_mark else (3.5 if len(points) < 200 else 1.8)
            for point in points:
                painter.drawEllipse(point, radius, radius)
            return
        style = Qt.PenStyle.DashLine if line.is_dashed else Qt.PenStyle.SolidLine
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 1.2 if line.is_dashed else 2, style))
        painter.drawPolyline(QPolygonF(points))


def _thinned(line: PlotLine) -> tuple[list[float], list[float]]:
    """Return the finite points; of very many, some from all over."""
    there = np.flatnonzero(np.isfinite(line.x) & np.isfinite(line.y))
    if len(there) > _MOST_POINTS:
        there = there[np.linspace(0, len(there) - 1, _MOST_POINTS).astype(int)]
    return line.x[there].tolist(), line.y[there].tolist()


def _opened(extent: tuple[float, float]) -> tuple[float, float]:
    low, high = extent
    return (low, high) if high > low else (low - 0.5, low + 0.5)


def _ticks(extent: tuple[float, float]) -> list[float]:
    """Return round numbers in the range, about five of them."""
    low, high = extent
    rough = (high - low) / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(times * power for times in (1, 2, 2.5, 5, 10) if times * power >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def _color(colors: Colors, ink: Ink) -> str:
    found: str = getattr(colors, ink)
    return found
