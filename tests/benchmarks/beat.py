"""A timer of the window that says how late it fires, and how much of that the window's own work was."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from report import Case

PERIOD_MS = 5
_STAT = Path("/proc/stat")
_STEAL = 8  # the column of a processor's line, by proc(5), of the time that a virtual machine's host took


@dataclass
class Beats:
    """Milliseconds by turn: how late it was, and how long the thread of the window worked since the last.

    What is late without work waited for the processor, or the host of a virtual machine had ``taken`` it.
    ``worst`` are the latest of each place.
    """

    late: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    worst: dict[str, tuple[float, float, float]] = field(default_factory=dict)

    def add(self, place: str, late: float, busy: float, taken: float) -> None:
        self.late.append(late)
        self.busy.append(busy)
        self.taken.append(taken)
        self.worst[place] = max((late, busy, taken), self.worst.get(place, (0.0, 0.0, 0.0)))

    def cases(self, words: str, *, has_goals: bool = True) -> list[Case]:
        """Return the lateness beside its goals, and the work, to which the load of others adds little."""
        late, busy, own = sorted(self.late), sorted(self.busy), sorted(self._own())
        at, own_at = int(0.99 * len(late)), int(0.99 * len(own))
        quiet = f"of the {len(own) / len(late):.1%} of turns of which the host took nothing"
        judged = [
            Case(f"{words}: lateness p99", late[at], None, "ms"),
            Case(f"{words}: largest lateness", late[-1], None, "ms"),
            Case(f"{words}: lateness p99 {quiet}", own[own_at], None, "ms"),
            Case(f"{words}: largest lateness {quiet}", own[-1], None, "ms"),
        ]
        if has_goals:
            judged = [case.within(goal) for case, goal in zip(judged, (16.0, 50.0) * 2, strict=True)]
        return [
            *judged,
            Case(f"{words}: work of a turn p99", busy[at], None, "ms"),
            Case(f"{words}: most work of a turn", busy[-1], None, "ms"),
        ]

    def _own(self) -> list[float]:
        """Return how late the turns were of which the host took nothing: it is booked a moment later."""
        around = zip([0.0, *self.taken], self.taken, [*self.taken[1:], 0.0], strict=False)
        return [late for late, near in zip(self.late, around, strict=True) if not any(near)]

    def told(self) -> str:
        """Return the worst places in words, a line each."""
        worst = sorted(self.worst.items(), key=lambda item: item[1], reverse=True)[:8]
        return "\n".join(
            f"{place}: {late:.0f} ms late, {busy:.0f} of work, {taken:.0f} taken by the host"
            for place, (late, busy, taken) in worst
        )


class Beat(QObject):
    """Calls ``turn`` every few milliseconds; ``counts`` whether the one now is noted, with its ``place``."""

    def __init__(self, turn: Callable[[], None]) -> None:
        super().__init__()
        self.beats = Beats()
        self.place = "start"
        self.counts = False
        self._turn = turn
        self._last, self._worked, self._taken = time.perf_counter(), time.thread_time(), _taken()
        self._timer = QTimer(self, interval=PERIOD_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _on_timer_timeout(self) -> None:
        now, worked, taken = time.perf_counter(), time.thread_time(), _taken()
        late, busy = max(0.0, (now - self._last) * 1000 - PERIOD_MS), (worked - self._worked) * 1000
        gone = max((after - before for before, after in zip(self._taken, taken, strict=True)), default=0.0)
        self._last, self._worked, self._taken = now, worked, taken
        if self.counts:
            self.beats.add(self.place, late, busy, gone)
        self._turn()


def _taken() -> list[float]:
    """Return the milliseconds that the host has taken of each processor; nothing where that is unknown."""
    if not _STAT.is_file():
        return []
    lines = _STAT.read_text(encoding="ascii").splitlines()[1 : 1 + (os.cpu_count() or 1)]
    return [int(line.split()[_STEAL]) * 1000 / os.sysconf("SC_CLK_TCK") for line in lines]
