"""A plane of two numbers with one place on it, which mouse and keys move."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui.theme import Theme, mono_font

_KEYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_STRIDES = 80
_LEFT, _BOTTOM = 8, 36


class PlaneView(QWidget):
    """``moved`` carries the place that the mouse is pressed at or pulled to, or that keys step to.

    The plane goes from ``-reach`` to ``reach`` both ways; what is on it is painted by who inherits.
    """

    moved = Signal(float, float)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reach, self._at = 1.0, (0.0, 0.0)
        self._image: QImage | None = None
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._on_theme_changed)

    def sizeHint(self) -> QSize:
        return QSize(380, 380)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 240)

    def place_of(self, x: float, y: float) -> QPointF:
        """Return where a place of the plane lies in the widget."""
        area, reach = self.area(), self._reach
        return QPointF(
            area.left() + (x + reach) / (2 * reach) * area.width(),
            area.bottom() - (y + reach) / (2 * reach) * area.height(),
        )

    def area(self) -> QRectF:
        """Return the square that the plane fills."""
        side = max(40.0, min(self.width() - 2.0 * _LEFT, self.height() - _BOTTOM - 2.0))
        return QRectF((self.width() - side) / 2, 1.0, side, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._move(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = _KEYS.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
            return
        stride = 2 * self._reach / _STRIDES
        self._tell(self._at[0] + stride * by[0], self._at[1] + stride * by[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        colors, area = self._theme.colors, self.area()
        if self._image is None:
            self._image = self._picture()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if self._image is not None:
                painter.drawImage(area, self._image)
            painter.setPen(QPen(QColor(colors.accent if self.hasFocus() else colors.line), 1))
            painter.drawRect(area)
            self._paint_words(painter, area)
            painter.setClipRect(area.adjusted(-7, -1, 7, 7))
            self._paint_on(painter)
            painter.setPen(QPen(QColor(colors.text), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(self.place_of(*self._at), 6, 6)

    def _picture(self) -> QImage | None:
        """Return the ground, which is kept until the theme changes."""
        raise NotImplementedError

    def _paint_on(self, painter: QPainter) -> None:
        """Paint what lies on the ground."""

    def _words(self) -> tuple[str, str]:
        """Return what stands below, in two lines."""
        return "", ""

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QColor(self._theme.colors.muted))
        painter.setFont(mono_font(7.5))
        below = QRectF(area.left(), area.bottom() + 4, area.width(), 14)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, f"{-self._reach:g}")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, f"{self._reach:g}")
        first, second = self._words()
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, first)
        painter.drawText(below.translated(0, 14), Qt.AlignmentFlag.AlignHCenter, second)

    def _move(self, event: QMouseEvent) -> None:
        area, at, reach = self.area(), event.position(), self._reach
        x = (at.x() - area.left()) / area.width() * 2 * reach - reach
        y = (area.bottom() - at.y()) / area.height() * 2 * reach - reach
        self._tell(x, y)

    def _tell(self, x: float, y: float) -> None:
        reach = self._reach
        self.moved.emit(round(min(max(x, -reach), reach), 2), round(min(max(y, -reach), reach), 2))

    def _on_theme_changed(self) -> None:
        self._image = None
        self.update()


def channels(color: str) -> NDArray[np.float64]:
    """Return a colour's red, green and blue, 0 to 255."""
    made = QColor(color)
    return np.array((made.red(), made.green(), made.blue()), dtype=np.float64)


def as_image(pixels: NDArray[np.float64]) -> QImage:
    """Return pixels (height, width, 3) of 0 to 255 as a picture."""
    whole = np.ascontiguousarray(pixels.round().clip(0, 255).astype(np.uint8))
    height, width = whole.shape[:2]
    return QImage(whole.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
