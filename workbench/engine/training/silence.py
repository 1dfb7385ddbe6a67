"""Noticing that a training hangs: nothing comes any more, while its process lives on."""

from __future__ import annotations

from collections import defaultdict, deque
from statistics import median

from workbench.engine.training.telling import Teller
from workbench.foundation.errors import Problem, warning
from workbench.runs.events import CheckpointSaved, EpochEnded, PhaseBegan, RunStarted, StepsEnded

_LEAST = 30.0
_TIMES = 20
_REMEMBERED = 50
_FIRST = 600.0  # what was never seen may take its time: a compilation, a first validation
_QUICK = (StepsEnded, EpochEnded, CheckpointSaved)
_WATCHED = (*_QUICK, RunStarted, PhaseBegan)
_BEFORE = ("starting", "data", "building", "compiling")
"""Phases that last as long as the data and the network are large."""


class Silence:
    """Warns once when nothing comes for 30 s, or twenty times as long as usual at that point."""

    def __init__(self, tell: Teller) -> None:
        self._tell = tell
        self._gaps: dict[object, deque[float]] = defaultdict(lambda: deque(maxlen=_REMEMBERED))
        self._heard = tell.last_words
        self._has_warned = False

    def look(self, now: float) -> None:
        """Compare how long it has been silent with how long it usually is."""
        if self._tell.last_words != self._heard:
            self._hear()
        event, phase, at = self._heard
        if event not in _WATCHED or phase in _BEFORE or self._has_warned:
            return
        gaps = self._gaps[event, phase]
        usual = median(gaps) if gaps else 0.0 if event in _QUICK else _FIRST / _TIMES
        if now - at > max(_LEAST, _TIMES * usual):
            self._has_warned = True
            self._tell.advise(_stalled(now - at, median(gaps) if gaps else None))

    def _hear(self) -> None:
        event, phase, began = self._heard
        self._heard, self._has_warned = self._tell.last_words, False
        self._gaps[event, phase].append(self._heard[2] - began)


def _stalled(seconds: float, usual: float | None) -> Problem:
    message = f"The training has not moved for {seconds:.0f} s."
    if usual is not None:
        message += f" What it does now took {usual:.2g} s so far."
    hint = "Wait, or stop it: if it does not obey, the process can be ended. The checkpoint is kept."
    return warning("run.stalled", "run", message, hint)
