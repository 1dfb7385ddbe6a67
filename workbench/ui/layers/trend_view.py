"""A small line over time with its figure at the moment and what is to be thought of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui.layers.verdicts import Level, Verdict
from workbench.ui.live.labels import plain_tip
from workbench.ui.theme import Colors, Theme, mono_font

_WORDS = 0.58
_NARROW = 220
"""Below this width there are words alone."""
_LEAST, _MOST = 34, 64
_NOTHING = Verdict("plain", "")


@dataclass(frozen=True)
class Trend:
    """Points (epoch, value) of a figure; ``figure`` is its value at the moment in words."""

    points: Sequence[tuple[int, float]] = ()
    at: int | None = None
    last: int = 1
    figure: str = ""
    verdict: Verdict = _NOTHING
    is_log: bool = False
    most: float | None = None


class TrendView(QWidget):
    """Title, figure and verdict at the left, the line at the right."""

    def __init__(self, theme: Theme, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_LEAST)
        self.setMaximumHeight(_MOST)
        self._theme, self._title = theme, title
        self._shown = Trend()
        theme.changed.connect(self.update)

    @property
    def shown(self) -> Trend:
        return self._shown

    def show_trend(self, shown: Trend) -> None:
        self._shown = shown
        self.setToolTip(plain_tip(shown.verdict.why))
        self.setAccessibleDescription(f"{shown.figure} {shown.verdict.text}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, 44)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = self._theme.colors
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.width() < _NARROW:
                self._paint_words(painter, colors, self.width())
                return
            self._paint_words(painter, colors, _WORDS * self.width() - 8)
            self._paint_line(painter, colors)

    def _paint_words(self, painter: QPainter, colors: Colors, width: float) -> None:
        line = painter.fontMetrics().height() + 1
        top = max(0.0, (self.height() - 2 * line) / 2)
        head = QRectF(0, top, width, line)
        painter.setPen(QColor(colors.muted))
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft, self._title)
        font = painter.font()
        painter.setFont(mono_font(9))
        painter.setPen(QColor(colors.text))
        painter.drawText(head, Qt.AlignmentFlag.AlignRight, self._shown.figure)
        painter.setFont(font)
        verdict = self._shown.verdict
        painter.setPen(QColor(_color(colors, verdict.level)))
        text = painter.fontMetrics().elidedText(verdict.signed, Qt.TextElideMode.ElideRight, int(width))
        painter.drawText(head.translated(0, line), Qt.AlignmentFlag.AlignLeft, text)

    def _paint_line(self, painter: QPainter, colors: Colors) -> None:
        area = QRectF(_WORDS * self.width(), 4, (1 - _WORDS) * self.width() - 4, self.height() - 9)
        painter.setPen(QPen(QColor(colors.line), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        places = self._places(area)
        painter.setPen(QPen(QColor(colors.training), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(places))
        if len(places) == 1:
            painter.setBrush(QColor(colors.training))
            painter.drawEllipse(places[0], 2, 2)
        if self._shown.at is not None and places:
            x = self._across(self._shown.at, area)
            painter.setPen(QPen(QColor(colors.accent), 1.5))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _across(self, epoch: float, area: QRectF) -> float:
        last = self._shown.last
        return area.left() + ((epoch - 1) / (last - 1) if last > 1 else 0.5) * area.width()

    def _places(self, area: QRectF) -> list[QPointF]:
        known = [(epoch, y) for epoch, y in self._shown.points if math.isfinite(y)]
        if self._shown.is_log:
            known = [(epoch, math.log10(y)) for epoch, y in known if y > 0]
        if not known:
            return []
        values = np.array([y for _, y in known])
        low, high = float(values.min()), float(values.max())
        if self._shown.most is not None:
            low, high = 0.0, self._shown.most
        room = (high - low) or 1.0
        return [
            QPointF(self._across(epoch, area), area.bottom() - (y - low) / room * area.height())
            for epoch, y in known
        ]


def _color(colors: Colors, level: Level) -> str:
    return {"good": colors.good, "bad": colors.bad, "watch": colors.validation, "plain": colors.muted}[level]
