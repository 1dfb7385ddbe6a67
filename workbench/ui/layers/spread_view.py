"""A histogram over time as a picture: epochs across, values up, shares as colour; at its side one epoch's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.runs.layer_figures import Spread
from workbench.ui.layers import density
from workbench.ui.layers.density import Density
from workbench.ui.layers.verdicts import in_words
from workbench.ui.live import words
from workbench.ui.live.labels import show_tip
from workbench.ui.theme import Theme, mono_font

_LEFT, _TOP, _BOTTOM, _RIGHT = 46, 20, 16, 2
_SIDE, _GAP = 0.22, 6
_MOST_SIDE = 90.0
_NARROW = 150
"""Below this width there is no room for the histogram at the side."""
_VCENTER = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Spreads:
    """What one view shows: of which epochs how the numbers spread, ``now`` at the moment, up to ``last``.

    ``at`` is the moment's epoch; ``lack`` says why there is nothing.
    """

    rows: Sequence[tuple[int, Spread]] = ()
    now: Spread | None = None
    at: int | None = None
    last: int = 1
    lack: str = ""


class SpreadView(QWidget):
    """Shows how a tensor's numbers spread; ``epoch_picked`` when the mouse stands somewhere in time."""

    epoch_picked = Signal(int)

    def __init__(self, theme: Theme, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._theme, self._title = theme, title
        self._shown = Spreads()
        self._density: Density | None = None
        self._image: tuple[object, QImage] | None = None
        theme.changed.connect(self.update)

    @property
    def shown(self) -> Spreads:
        return self._shown

    def show_spreads(self, shown: Spreads) -> None:
        """Show something else; the picture is only made anew where its rows are others."""
        if shown.rows != self._shown.rows:
            self._density = density.density(shown.rows)
            self._image = None
        self._shown = shown
        told = shown.lack if shown.now is None else in_words(shown.now)
        self.setAccessibleDescription(told)
        self.update()

    def place(self, epoch: int) -> QPointF:
        """Return where an epoch lies in the picture, in the middle of its height."""
        area, last = self._area(), max(self._shown.last, 1)
        share = (epoch - 1) / (last - 1) if last > 1 else 0.5
        return QPointF(area.left() + share * area.width(), area.center().y())

    def sizeHint(self) -> QSize:
        return QSize(240, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, 90)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._paint_title(painter)
            area = self._area()
            if self._density is None:
                painter.setPen(QColor(self._theme.colors.muted))
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(QRectF(self.rect()).adjusted(4, _TOP, -4, -4), flags, self._shown.lack)
                return
            painter.drawImage(area, self._picture(self._density, area))
            painter.setPen(QPen(QColor(self._theme.colors.line), 1))
            painter.drawRect(area)
            self._paint_axes(painter, self._density, area)
            self._paint_cursor(painter, area)
            self._paint_side(painter, self._density, area)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._density is not None:
            self.epoch_picked.emit(self._epoch_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._density is not None:
            self.epoch_picked.emit(self._epoch_at(event.position().x()))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self._tip(event.pos().x())
            show_tip(self, event, text)
            return True
        return super().event(event)

    def _tip(self, x: float) -> str:
        if self._density is None:
            return ""
        epoch = self._epoch_at(x)
        known = [row for row in self._shown.rows if row[0] <= epoch] or list(self._shown.rows[:1])
        at, spread = known[-1]
        return self.tr("Epoch {0}: {1}").format(words.count(at), in_words(spread))

    def _epoch_at(self, x: float) -> int:
        area, last = self._area(), max(self._shown.last, 1)
        return min(max(1 + round((x - area.left()) / area.width() * (last - 1)), 1), last)

    def _side(self) -> float:
        return min(_SIDE * self.width(), _MOST_SIDE) if self.width() >= _NARROW else 0.0

    def _area(self) -> QRectF:
        width = self.width() - _LEFT - _RIGHT - (_GAP + self._side() if self._side() else 0)
        return QRectF(_LEFT, _TOP, max(width, 1.0), max(self.height() - _TOP - _BOTTOM, 1.0))

    def _picture(self, shown: Density, area: QRectF) -> QImage:
        """Return the picture, made anew only when something of it is another."""
        colors, width = self._theme.colors, round(area.width() * self.devicePixelRatioF())
        key = (id(shown), self._shown.last, width, colors.card)
        if self._image is None or self._image[0] != key:
            made = density.image(shown, self._shown.last, width, QColor(colors.card), QColor(colors.training))
            self._image = key, made
        return self._image[1]

    def _paint_title(self, painter: QPainter) -> None:
        colors, now = self._theme.colors, self._shown.now
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colors.text))
        painter.drawText(QRectF(0, 0, self.width(), _TOP - 4), _VCENTER, self._title)
        across = painter.fontMetrics().horizontalAdvance(self._title) + 8
        font.setBold(False)
        painter.setFont(font)
        is_broken = now is not None and now.broken > 0
        painter.setPen(QColor(colors.bad if is_broken else colors.muted))
        text = self.tr("✕ NaN") if is_broken else "" if now is None else f"± {words.reading(now.std)}"
        room = QRectF(across, 0, max(self.width() - across, 1), _TOP - 4)
        if painter.fontMetrics().horizontalAdvance(text) <= room.width():
            painter.drawText(room, _VCENTER, text)

    def _paint_axes(self, painter: QPainter, shown: Density, area: QRectF) -> None:
        painter.setFont(mono_font(7.5))
        painter.setPen(QColor(self._theme.colors.muted))
        height = painter.fontMetrics().height()
        places = {shown.high: area.top(), shown.low: area.bottom() - height}
        if shown.low < 0 < shown.high:
            middle = area.bottom() + shown.low / (shown.high - shown.low) * area.height()
            if area.top() + 1.5 * height < middle < area.bottom() - 1.5 * height:
                places[0.0] = middle - height / 2
        for value, top in places.items():
            text = "0" if value == 0 else words.reading(value)
            row = QRectF(0, top, _LEFT - 5, height)
            painter.drawText(row, Qt.AlignmentFlag.AlignRight | _VCENTER, text)
        foot = QRectF(area.left(), area.bottom() + 2, area.width(), _BOTTOM - 2)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, "1" if self._shown.last > 1 else "")
        last = words.count(self._shown.last)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, last)

    def _paint_cursor(self, painter: QPainter, area: QRectF) -> None:
        if self._shown.at is not None:
            x = self.place(self._shown.at).x()
            painter.setPen(QPen(QColor(self._theme.colors.accent), 1.5))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))

    def _paint_side(self, painter: QPainter, shown: Density, area: QRectF) -> None:
        """Draw the histogram of the moment, on the picture's scale of values."""
        now = self._shown.now
        if now is None or not sum(now.counts) or not self._side():
            return
        rows = shown.shares.shape[1]
        shares = density.shares(now, np.linspace(shown.low, shown.high, rows + 1))
        left, most = area.right() + _GAP, float(shares.max()) or 1.0
        step = area.height() / rows
        outline = [QPointF(left, area.bottom())]
        for number, share in enumerate(shares.tolist()):
            x = left + share / most * self._side()
            outline += [
                QPointF(x, area.bottom() - number * step),
                QPointF(x, area.bottom() - (number + 1) * step),
            ]
        outline.append(QPointF(left, area.top()))
        color = QColor(self._theme.colors.training)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color, 1))
        color.setAlphaF(0.35)
        painter.setBrush(color)
        painter.drawPolygon(QPolygonF(outline))
