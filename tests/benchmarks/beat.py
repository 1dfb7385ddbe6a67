"""A timer of the window that says how late it fires, and how much of that the window's own work was."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, QTimer
from report import Case

PERIOD_MS = 5


@dataclass
class Beats:
    """Milliseconds by turn: how late it was, and how long the thread of the window worked since the last.

    What is late without work waited for the processor. ``worst`` are the latest of each place.
    """

    late: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    worst: dict[str, tuple[float, float]] = field(default_factory=dict)

    def add(self, place: str, late: float, busy: float) -> None:
        self.late.append(late)
        self.busy.append(busy)
        self.worst[place] = max((late, busy), self.worst.get(place, (0.0, 0.0)))

    def cases(self, words: str) -> list[Case]:
        """Return the lateness beside its goals, and the work, to which the load of others adds little."""
        late, busy = sorted(self.late), sorted(self.busy)
        at = int(0.99 * len(late))
        return [
            Case(f"{words}: lateness p99", late[at], None, "ms").within(16.0),
            Case(f"{words}: largest lateness", late[-1], None, "ms").within(50.0),
            Case(f"{words}: work of a turn p99", busy[at], None, "ms"),
            Case(f"{words}: most work of a turn", busy[-1], None, "ms"),
        ]

    def told(self) -> str:
        """Return the worst places in words, a line each."""
        worst = sorted(self.worst.items(), key=lambda item: item[1], reverse=True)[:8]
        return "\n".join(f"{place}: {late:.0f} ms late, {busy:.0f} of work" for place, (late, busy) in worst)


class Beat(QObject):
    """Calls ``turn`` every few milliseconds; ``counts`` whether the one now is noted, with its ``place``."""

    def __init__(self, turn: Callable[[], None]) -> None:
        super().__init__()
        self.beats = Beats()
        self.place = "start"
        self.counts = False
        self._turn = turn
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self, interval=PERIOD_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _on_timer_timeout(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        late, busy = max(0.0, (now - self._last) * 1000 - PERIOD_MS), (worked - self._worked) * 1000
        self._last, self._worked = now, worked
        if self.counts:
            self.beats.add(self.place, late, busy)
        self._turn()
