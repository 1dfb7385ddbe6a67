"""A small plot of a line, drawn by Qt alone: the rate over the epochs, or the loss over the rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui.theme import Theme, mono_font

Floats = NDArray[np.float64]
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 10, 8, 22
_LOWEST, _HIGHEST, _SHARE = 132, 190, 0.36


@dataclass(frozen=True)
class Drawing:
    """What is drawn: a bold line, a faint one behind it, upright marks with words, and the range of y."""

    x: Floats
    y: Floats
    faint: Floats | None = None
    marks: tuple[tuple[float, str], ...] = ()
    x_range: tuple[float, float] = (0.0, 1.0)
    y_range: tuple[float, float] = (0.0, 1.0)
    x_ticks: tuple[tuple[float, str], ...] = ()
    y_ticks: tuple[float, ...] = ()
    x_word: str = ""
    is_stepped: bool = False
    is_log: bool = False
    hovers: tuple[str, ...] = field(default=(), repr=False)


class RatePlot(QWidget):
    """Draws what it is given and says beside the pointer what is under it."""

    def __init__(self, theme: Theme, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawing: Drawing | None = None
        self._at: int | None = None
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(260, _LOWEST)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, _LOWEST)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return min(_HIGHEST, max(_LOWEST, round(_SHARE * width)))

    @property
    def drawing(self) -> Drawing | None:
        return self._drawing

    @property
    def hover_text(self) -> str:
        """What stands beside the pointer; empty while it is elsewhere."""
        return self._drawing.hovers[self._at] if self._drawing is not None and self._at is not None else ""

    def draw(self, drawing: Drawing | None, words: str = "") -> None:
        """Show a drawing, told in ``words`` to a screen reader; None shows nothing."""
        self._drawing = drawing if drawing is not None and len(drawing.x) else None
        self._at = None
        self.setAccessibleDescription(words)
        self.update()

    def place(self, x: float, y: float) -> QPointF:
        """Return where a point of the drawing lies in the widget."""
        drawing, area = self._drawing, self._area()
        assert drawing is not None
        return QPointF(_scaled(drawing, area, np.array([x]))[0], _height(drawing, area, y))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        drawing = self._drawing
        at = None
        if drawing is not None and drawing.hovers and self._area().contains(event.position()):
            xs = _scaled(drawing, self._area(), drawing.x)
            at = int(np.argmin(np.abs(xs - event.position().x())))
            if drawing.is_stepped:
                at = max(0, int(np.searchsorted(xs, event.position().x(), side="right")) - 1)
        if at != self._at:
            self._at = at
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._at = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        drawing = self._drawing
        if drawing is None:
            return
        painter, area = QPainter(self), self._area()
        painter.setFont(mono_font(7.5))
        self._paint_axes(painter, area, drawing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(area.adjusted(-1, -1, 1, 1))
        if drawing.faint is not None:
            faint = QColor(self._theme.colors.training)
            faint.setAlphaF(0.45)
            painter.setPen(QPen(faint, 1))
            painter.drawPolyline(self._line(drawing, area, drawing.faint))
        painter.setPen(QPen(QColor(self._theme.colors.training), 2))
        painter.drawPolyline(self._line(drawing, area, drawing.y))
        painter.setClipping(False)
        self._paint_marks(painter, area, drawing)
        self._paint_hover(painter, area, drawing)
        painter.end()

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)

    def _line(self, drawing: Drawing, area: QRectF, values: Floats) -> QPolygonF:
        xs = _scaled(drawing, area, drawing.x)
        if drawing.is_stepped:
            # A rate holds until the next one, the last to the end.
            xs, values = np.repeat(np.append(xs, area.right()), 2)[1:-1], np.repeat(values, 2)
        return QPolygonF(
            [QPointF(float(x), _height(drawing, area, float(y))) for x, y in zip(xs, values, strict=True)]
        )

    def _paint_axes(self, painter: QPainter, area: QRectF, drawing: Drawing) -> None:
        colors = self._theme.colors
        for value in drawing.y_ticks:
            y = round(_height(drawing, area, value)) + 0.5
            painter.setPen(QPen(QColor(colors.line), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(colors.muted))
            box = QRectF(0, min(y - 8, area.bottom() - 12), _LEFT - 6, 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, short(value))
        painter.setPen(QColor(colors.faint))
        box = QRectF(0, area.bottom() + 5, _LEFT - 12, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, drawing.x_word)
        for value, text in drawing.x_ticks:
            x = _scaled(drawing, area, np.array([value]))[0]
            painter.setPen(QPen(QColor(colors.line), 1))
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 3))
            painter.setPen(QColor(colors.muted))
            box = QRectF(min(x - 30, self.width() - 60), area.bottom() + 5, 60, 16)
            align = Qt.AlignmentFlag.AlignHCenter if x + 30 <= self.width() else Qt.AlignmentFlag.AlignRight
            painter.drawText(box, align | Qt.AlignmentFlag.AlignTop, text)

    def _paint_marks(self, painter: QPainter, area: QRectF, drawing: Drawing) -> None:
        colors = self._theme.colors
        for row, (value, words) in enumerate(drawing.marks):
            x = float(_scaled(drawing, area, np.array([value]))[0])
            painter.setPen(QPen(QColor(colors.validation), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setPen(QColor(colors.text))
            width = painter.fontMetrics().horizontalAdvance(words) + 4
            left = x + 4 if x + 4 + width <= area.right() else x - 4 - width
            painter.drawText(
                QRectF(left, area.top() + 14 * row, width, 14), Qt.AlignmentFlag.AlignLeft, words
            )

    def _paint_hover(self, painter: QPainter, area: QRectF, drawing: Drawing) -> None:
        if self._at is None:
            return
        colors, text = self._theme.colors, drawing.hovers[self._at]
        at = self.place(float(drawing.x[self._at]), float(drawing.y[self._at]))
        painter.setPen(QPen(QColor(colors.faint), 1))
        painter.drawLine(QPointF(at.x(), area.top()), QPointF(at.x(), area.bottom()))
        painter.setBrush(QColor(colors.training))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(at, 3.5, 3.5)
        width = painter.fontMetrics().horizontalAdvance(text) + 10
        left = at.x() + 8 if at.x() + 8 + width <= area.right() else at.x() - 8 - width
        box = QRectF(max(0.0, left), area.top() + 2, width, 18)
        painter.setBrush(QColor(colors.card))
        painter.setPen(QPen(QColor(colors.line), 1))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(colors.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def short(value: float) -> str:
    """Return a rate or a loss in few characters: ``0.01``, ``2.5e-5``."""
    text = f"{value:.1e}".replace(".0e", "e") if 0 < abs(value) < 0.001 else f"{value:.2g}"
    mantissa, is_power, power = text.partition("e")
    return f"{mantissa}e{int(power)}" if is_power else text


def epoch_ticks(epochs: int) -> tuple[tuple[float, str], ...]:
    """Return up to six places of whole epochs from 0 on."""
    step = 1
    while epochs / step > 5:
        step = step * 2 if str(step)[0] in "15" else step // 2 * 5
    return tuple((float(epoch), f"{epoch:,}") for epoch in range(0, epochs + 1, step))


def decade_ticks(rates: Sequence[float]) -> tuple[tuple[float, str], ...]:
    """Return powers of ten among positive rates, every other one where there are many."""
    first, last = (int(np.ceil(np.log10(min(rates)) - 1e-9)), int(np.floor(np.log10(max(rates)) + 1e-9)))
    step = 1 if last - first < 6 else 2
    return tuple((10.0**power, f"1e{power}") for power in range(first, last + 1, step))


def _scaled(drawing: Drawing, area: QRectF, x: Floats) -> Floats:
    first, last = drawing.x_range
    if drawing.is_log:
        first, last, x = float(np.log10(first)), float(np.log10(last)), np.log10(x)
    return np.asarray(area.left() + (x - first) / ((last - first) or 1.0) * area.width())


def _height(drawing: Drawing, area: QRectF, y: float) -> float:
    low, high = drawing.y_range
    return float(area.bottom() - (y - low) / ((high - low) or 1.0) * area.height())
