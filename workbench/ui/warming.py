"""Makes and dresses what nobody has seen yet, piece by piece, so that the first look at it is no stall."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from workbench.foundation.clock import monotonic

_SLICE = 0.006
_PAUSE = 15


class Warming(QObject):
    """Polishes widgets by the style sheet: most of what showing a page for the first time costs."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: list[Callable[[], object]] = []
        self._left: list[QWidget] = []
        self._timer = QTimer(self, interval=_PAUSE)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def is_over(self) -> bool:
        return not self._timer.isActive()

    def begin(self, steps: Iterable[Callable[[], object]], window: QWidget) -> None:
        """Take steps, one at a time, and then dress all that is in a window."""
        self._steps = [*steps, lambda: self._take(window)]
        self._timer.start()

    def stop(self) -> None:
        self._steps.clear()
        self._left.clear()
        self._timer.stop()

    def _take(self, window: QWidget) -> None:
        """Take up what lies deepest last, since it is dressed first: a widget dresses its children too."""
        self._left = window.findChildren(QWidget)

    def _on_timer_timeout(self) -> None:
        if self._steps:
            self._steps.pop(0)()
            return
        began = monotonic()
        while self._left and monotonic() - began < _SLICE:
            widget = self._left.pop()
            if isValid(widget):
                widget.ensurePolished()
        if not self._left:
            self._timer.stop()
