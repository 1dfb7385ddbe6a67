"""How far the reading of a run's data is, told in its journal, and its end where the run shall stop."""

from __future__ import annotations

import threading

from workbench.engine.training.telling import Teller
from workbench.foundation import clock
from workbench.foundation.errors import Problem, WorkbenchError, warning
from workbench.runs.events import STOPPED_BEFORE, PhaseAdvanced

_BETWEEN = 0.25


class Advancing:
    """A ``Tell`` for the phase that has just begun: four events a second at most.

    A wish to stop ends a reading that is long enough to be told of; a shorter one is over before anybody
    waits, and what comes behind it saves the untrained model.
    """

    def __init__(self, tell: Teller) -> None:
        self._tell = tell
        self._thread = threading.get_ident()
        self._told_at = clock.monotonic()
        self._is_long = False

    def __call__(self, what: str, done: int, total: int) -> None:
        """Take in how far it is; WorkbenchError where ``run`` when the run shall stop."""
        now = clock.monotonic()
        if now - self._told_at >= _BETWEEN:
            self._told_at, self._is_long = now, True
            self._tell(PhaseAdvanced, what=what, done=done, total=total)
        if self._is_long and self._tell.is_stopping() and threading.get_ident() == self._thread:
            raise WorkbenchError(_stopped())


def _stopped() -> Problem:
    return warning(
        STOPPED_BEFORE,
        "run",
        "The run was stopped while its data were read: nothing was trained.",
        "Train again when you want to.",
    )
