"""A small plot in which a place can be pointed at."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui.results.small_plot import SmallPlot
from workbench.ui.theme import Theme

_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class TouchPlot(SmallPlot):
    """``touched`` carries the x that the mouse is pressed at or pulled to; ``stepped`` an arrow's direction.

    It takes all the room that there is.
    """

    touched = Signal(float)
    stepped = Signal(int)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def clear(self) -> None:
        """Show an empty frame."""
        self.draw("", (), across="", up="")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._touch(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._touch(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        direction = _KEYS.get(Qt.Key(event.key()))
        if direction is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(direction)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            with QPainter(self) as painter:
                painter.setPen(QPen(QColor(self._theme.colors.accent), 1))
                painter.drawRect(self._area())

    def _touch(self, event: QMouseEvent) -> None:
        origin, unit = self.point_at(0.0, 0.0).x(), self.point_at(1.0, 0.0).x()
        low, high = self._x
        at = (event.position().x() - origin) / (unit - origin)
        self.touched.emit(min(max(at, low), high))
