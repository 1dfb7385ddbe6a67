"""Scrolling on while something is dragged to the border of the canvas."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QGraphicsView

from workbench.ui.canvas.gestures.gesture import Pointer
from workbench.ui.canvas.hand import Hand

_BORDER = 28
"""How near to the border, in pixels of the screen, the pointer has to come."""
_FASTEST = 22.0
"""Pixels a tick at the very border and beyond it."""
_TICK_MS = 16


class EdgeScroll(QObject):
    """Moves the view under a pointer that rests at the border, and the gesture of ``hand`` with it.

    What comes into the view over its border must have been well inside first, or it could never be let go
    at rest.
    """

    def __init__(self, view: QGraphicsView, hand: Hand) -> None:
        super().__init__(view)
        self._view, self._hand = view, hand
        self._at, self._modifiers = QPoint(), Qt.KeyboardModifier.NoModifier
        self._has_come_in = True
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    def enter(self) -> None:
        """Say that a gesture begins with the pointer coming over the border."""
        self._has_come_in = False

    def follow(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        """Take note of where the pointer of the gesture is, in the viewport."""
        self._at, self._modifiers = at, modifiers
        is_inside = self._speed().isNull()
        self._has_come_in = self._has_come_in or is_inside or not self._hand.is_busy
        if is_inside or not (self._hand.is_dragging and self._has_come_in):
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def _on_timer_timeout(self) -> None:
        by = self._speed()
        if not self._hand.is_dragging or by.isNull():
            self._timer.stop()
            return
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() + by.x())
        down.setValue(down.value() + by.y())
        self._hand.move(Pointer(self._view.mapToScene(self._at), self._at, self._modifiers))

    def _speed(self) -> QPoint:
        room = self._view.viewport().rect()
        return QPoint(_pull(self._at.x(), room.width()), _pull(self._at.y(), room.height()))


def _pull(at: int, length: int) -> int:
    """Return how far to scroll on one axis: 0 well inside, more the nearer to a border and past it."""
    before, behind = _BORDER - at, at - (length - 1 - _BORDER)
    depth = max(before, behind)
    if depth <= 0:
        return 0
    amount = max(1, round(_FASTEST * min(depth / _BORDER, 1.0)))
    return -amount if before > behind else amount
