"""Noticing that a training hangs: its steps have stopped, while its process lives on."""

from __future__ import annotations

from collections import deque
from statistics import median

from workbench.engine.training.telling import Teller
from workbench.foundation.errors import warning
from workbench.runs.events import StepsEnded

_LEAST = 30.0
_TIMES = 20
_REMEMBERED = 50


class Silence:
    """Warns once when nothing comes behind some steps for 30 s, or twenty times as long as they take."""

    def __init__(self, tell: Teller) -> None:
        self._tell = tell
        self._gaps: deque[float] = deque(maxlen=_REMEMBERED)
        self._heard_at = 0.0
        self._has_warned = False

    def look(self, now: float) -> None:
        """Compare how long it has been silent with how long it usually is."""
        event, at = self._tell.last_words
        if event is not StepsEnded:
            self._heard_at, self._has_warned = 0.0, False
            return
        if at != self._heard_at:
            if self._heard_at:
                self._gaps.append(at - self._heard_at)
            self._heard_at, self._has_warned = at, False
        usual = median(self._gaps) if self._gaps else 0.0
        if now - at > max(_LEAST, _TIMES * usual) and not self._has_warned:
            self._has_warned = True
            message = f"The training has not moved for {now - at:.0f} s. Its steps took {usual:.2g} s so far."
            hint = "Wait, or stop it: if it does not obey, the process can be ended. The checkpoint is kept."
            self._tell.advise(warning("run.stalled", "run", message, hint))
