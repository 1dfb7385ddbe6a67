"""Walks through the epochs of a run by itself, slowly enough to be watched."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.ui.live.moment import Moment

_LASTS_MS = 12_000
_SLOWEST_MS, _QUICKEST_MS = 500, 80


class Player(QObject):
    """Moves a moment on until the newest epoch; whoever moves it elsewhere meanwhile ends that."""

    changed = Signal()

    def __init__(self, moment: Moment, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._moment = moment
        self._first = self._last = self._at = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timer_timeout)
        moment.changed.connect(self._on_moment_changed)

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    def set_reach(self, first: int, last: int) -> None:
        """Take which epochs there are; more may come while it plays."""
        self._first, self._last = first, last

    def begin(self) -> None:
        """Play from where the moment stands, or from the first epoch where that is the newest."""
        if self._last <= self._first:
            return
        self._timer.setInterval(pace(self._last - self._first + 1)[0])
        self._timer.start()
        if self._moment.epoch is None or self._moment.epoch >= self._last:
            self._go_to(self._first)
        else:
            self._at = self._moment.epoch
        self.changed.emit()

    def stop(self) -> None:
        if self.is_playing:
            self._timer.stop()
            self.changed.emit()

    def _go_to(self, epoch: int) -> None:
        self._at = epoch
        self._moment.stand_at(epoch)

    @Slot()
    def _on_timer_timeout(self) -> None:
        epoch = self._at + pace(self._last - self._first + 1)[1]
        if epoch < self._last:
            self._go_to(epoch)
        else:
            self.stop()
            self._moment.stand_at(None)

    @Slot()
    def _on_moment_changed(self) -> None:
        if self._moment.epoch != self._at:
            self.stop()


def pace(epochs: int) -> tuple[int, int]:
    """Return for so many epochs after how many milliseconds to go on, and by how many epochs."""
    step = max(1, math.ceil(epochs * _QUICKEST_MS / _LASTS_MS))
    return min(_SLOWEST_MS, max(_QUICKEST_MS, _LASTS_MS * step // max(1, epochs))), step
