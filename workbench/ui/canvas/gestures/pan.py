"""Moving the view over the canvas."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea

from workbench.ui.canvas.gestures.gesture import Gesture, Outcome, Pointer


class Pan(Gesture):
    """Keeps the place that was grabbed under the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor
    scrolls = False

    def __init__(self, view: QAbstractScrollArea) -> None:
        self._view = view

    def start(self, pointer: Pointer) -> None:
        self._last = pointer.view

    def move(self, pointer: Pointer) -> None:
        gone = pointer.view - self._last
        self._last = pointer.view
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() - gone.x())
        down.setValue(down.value() - gone.y())

    def finish(self, pointer: Pointer) -> Outcome:
        return Outcome()

    def cancel(self) -> None:
        """Leave the view where it is: nothing was changed."""
