"""The plane of two inputs, coloured by what a network answers, with examples and each neuron's part."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.protocol.probing import Boundary, Ground
from workbench.ui.live.labels import plain_tip
from workbench.ui.theme import Colors, Theme, mono_font

_SIDE, _LEFT, _TOP, _BOTTOM = 340, 46, 22, 40
_SMALL, _GAP = 62, 8
_FAMILIES = ("regularisation", "normalisation", "merging", "convolution")


class BoundaryView(QWidget):
    """A click on a neuron shows its part of the plane large; another brings the answer back."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("boundary_view")
        self.setAccessibleName(self.tr("Decision boundary"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._boundary: Boundary | None = None
        self._chosen = -1
        self._waits = True
        self._images: dict[int, QImage] = {}
        theme.changed.connect(self._on_theme_changed)
        self.setFixedHeight(_TOP + _SIDE + _BOTTOM)

    @property
    def boundary(self) -> Boundary | None:
        return self._boundary

    @property
    def chosen(self) -> int:
        """The neuron that is shown large; -1 for the answer."""
        return self._chosen

    def show_boundary(self, boundary: Boundary | None, *, waits: bool = True) -> None:
        """Show a boundary, or none; ``waits`` says that one is coming."""
        self._boundary, self._images, self._waits = boundary, {}, waits
        if boundary is None or self._chosen >= len(boundary.hidden):
            self._chosen = -1
        count = 0 if boundary is None else len(boundary.training) + len(boundary.others)
        self.setAccessibleDescription(self.tr("{0} examples").format(count))
        self.update()

    def point_of(self, x: float, y: float) -> QPointF:
        """Return where a point of the data lies in the widget."""
        assert self._boundary is not None
        (left, right), (low, high) = self._boundary.x, self._boundary.y
        area = _area()
        return QPointF(
            area.left() + (x - left) / (right - left) * area.width(),
            area.bottom() - (y - low) / (high - low) * area.height(),
        )

    def color_at(self, x: float, y: float) -> QColor:
        """Return the colour of the plane at a point of the data."""
        image, at, area = self._image(-1), self.point_of(x, y), _area()
        column = int((at.x() - area.left()) / area.width() * image.width())
        row = int((at.y() - area.top()) / area.height() * image.height())
        return image.pixelColor(column, row)

    def neuron_place(self, number: int) -> QRectF:
        """Return where a neuron's small picture stands."""
        across = max(1, (self.width() - _LEFT - _SIDE - 40) // (_SMALL + _GAP))
        row, column = divmod(number, across)
        left = _LEFT + _SIDE + 32 + column * (_SMALL + _GAP)
        return QRectF(left, _TOP + 16 + row * (_SMALL + _GAP), _SMALL, _SMALL)

    def sizeHint(self) -> QSize:
        return QSize(700, _TOP + _SIDE + _BOTTOM)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        neuron = self._neuron_at(event.position())
        if neuron is not None:
            self._chosen = -1 if neuron == self._chosen else neuron
            self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            neuron = self._neuron_at(QPointF(event.pos()))
            if neuron is None or self._boundary is None:
                QToolTip.hideText()
            else:
                one = self._boundary.hidden[neuron]
                QToolTip.showText(
                    event.globalPos(), plain_tip(f"{one.name}: {one.low:.3g} … {one.high:.3g}"), self
                )
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors, boundary = self._theme.colors, self._boundary
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(colors.muted))
            if boundary is None:
                if self._waits:
                    painter.drawText(_area(), Qt.AlignmentFlag.AlignCenter, self.tr("Drawing the plane…"))
                return
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(_area(), self._image(self._chosen))
            self._paint_axes(painter, boundary)
            self._paint_points(painter, boundary)
            self._paint_neurons(painter, boundary)

    def _paint_axes(self, painter: QPainter, boundary: Boundary) -> None:
        colors, area = self._theme.colors, _area()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colors.line), 1))
        painter.drawRect(area)
        painter.setPen(QColor(colors.muted))
        painter.setFont(mono_font(7.5))
        right, below = Qt.AlignmentFlag.AlignRight, area.bottom() + 3
        painter.drawText(
            QRectF(area.left(), below, 60, 14), Qt.AlignmentFlag.AlignLeft, f"{boundary.x[0]:.3g}"
        )
        painter.drawText(QRectF(area.right() - 60, below, 60, 14), right, f"{boundary.x[1]:.3g}")
        painter.drawText(QRectF(0, area.bottom() - 14, _LEFT - 5, 14), right, f"{boundary.y[0]:.3g}")
        painter.drawText(QRectF(0, area.top(), _LEFT - 5, 14), right, f"{boundary.y[1]:.3g}")
        painter.setFont(self.font())
        middle = QRectF(area.left() + 60, below, area.width() - 120, 16)
        painter.drawText(middle, Qt.AlignmentFlag.AlignHCenter, boundary.names[0])
        shown = boundary.hidden[self._chosen].name if self._chosen >= 0 else ""
        title = f"{boundary.names[1]}    {shown}".rstrip()
        painter.drawText(QRectF(area.left(), 2, area.width(), 18), Qt.AlignmentFlag.AlignLeft, title)

    def _paint_points(self, painter: QPainter, boundary: Boundary) -> None:
        colors = self._theme.colors
        ink = QColor("#101317")
        for points, is_full in ((boundary.others, False), (boundary.training, True)):
            radius = 5.0 if len(points) < 60 else 3.0
            for x, y, target in points:
                color = QColor(color_of(colors, round(target) if boundary.classes else 1))
                painter.setPen(QPen(ink if is_full else color, 1.2 if is_full else 2))
                painter.setBrush(color if is_full else ink)
                painter.drawEllipse(self.point_of(x, y), radius, radius)

    def _paint_neurons(self, painter: QPainter, boundary: Boundary) -> None:
        if not boundary.hidden:
            return
        colors = self._theme.colors
        first = self.neuron_place(0)
        painter.setPen(QColor(colors.muted))
        place = QRectF(first.left(), 2, self.width() - first.left(), 18)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft, self.tr("each hidden neuron's own"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for number in range(len(boundary.hidden)):
            at = self.neuron_place(number)
            if at.bottom() > self.height():
                return
            painter.drawImage(at, self._image(number))
            is_chosen = number == self._chosen
            painter.setPen(QPen(QColor(colors.accent if is_chosen else colors.line), 2 if is_chosen else 1))
            painter.drawRect(at)

    def _neuron_at(self, at: QPointF) -> int | None:
        count = 0 if self._boundary is None else len(self._boundary.hidden)
        return next((number for number in range(count) if self.neuron_place(number).contains(at)), None)

    def _image(self, number: int) -> QImage:
        """Return the plane of a neuron, or of the answer at -1; made once for each boundary and theme."""
        if number not in self._images:
            assert self._boundary is not None
            grounds = self._boundary.grounds if number < 0 else (self._boundary.hidden[number],)
            self._images[number] = _plane(grounds, self._theme.colors, are_classes=number < 0)
        return self._images[number]

    def _on_theme_changed(self) -> None:
        self._images = {}
        self.update()


def color_of(colors: Colors, number: int) -> str:
    """Return the colour of a class, as the Data page draws it."""
    every = (colors.training, colors.validation, colors.good, *(colors.family(name) for name in _FAMILIES))
    return every[number % len(every)]


def values_of(ground: Ground) -> NDArray[np.float64]:
    """Return the answers (side, side), the top row first."""
    shades = np.frombuffer(ground.shades, dtype=np.uint8).astype(np.float64) / 255
    side = int(len(shades) ** 0.5)
    return ground.low + shades[: side * side].reshape(side, side) * (ground.high - ground.low)


def _plane(grounds: tuple[Ground, ...], colors: Colors, *, are_classes: bool) -> QImage:
    values = np.stack([values_of(ground) for ground in grounds], axis=-1)
    base = np.array(_channels(colors.canvas))
    if len(grounds) == 1:
        low, high = grounds[0].low, grounds[0].high
        is_share = are_classes and low >= 0 and high <= 1
        low, high = (0.0, 1.0) if is_share else (low, high)
        share = (values[..., 0] - low) / ((high - low) or 1.0)
        ends = np.array([_channels(color_of(colors, 0)), _channels(color_of(colors, 1))])
        away = np.abs(share - 0.5)[..., None] * 2
        pixels = base + (ends[(share >= 0.5).astype(int)] - base) * (0.12 + 0.68 * away)
    else:
        best = values.argmax(axis=-1)
        every = np.array([_channels(color_of(colors, number)) for number in range(len(grounds))])
        total = np.abs(values).sum(axis=-1)
        sure = np.divide(values.max(axis=-1), total, out=np.ones_like(total), where=total > 0)
        pixels = base + (every[best] - base) * np.clip(0.7 * sure, 0.1, 0.8)[..., None]
    whole = np.ascontiguousarray(pixels.round().clip(0, 255).astype(np.uint8))
    height, width = whole.shape[:2]
    return QImage(whole.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _channels(color: str) -> tuple[int, int, int]:
    made = QColor(color)
    return made.red(), made.green(), made.blue()


def _area() -> QRectF:
    return QRectF(_LEFT, _TOP, _SIDE, _SIDE)
