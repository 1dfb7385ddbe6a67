"""The training's voice: events in the journal, even when the disk is full."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from workbench.engine.training.meter import Costs
from workbench.foundation import clock
from workbench.foundation.errors import Problem
from workbench.runs.events import Advice, Event, UsageMeasured
from workbench.runs.journal import JournalWriter

_OF_THE_MACHINE = (Advice, UsageMeasured)
_LOG = logging.getLogger(__name__)


class Teller:
    """Writes events; one that can't be written is no reason to lose the training.

    ``costs`` are what the training spends on being watched and kept, and ``device`` is where it computes.
    ``is_stopping`` tells whether the run shall end before its time.
    """

    def __init__(self, journal: JournalWriter, is_stopping: Callable[[], bool] = lambda: False) -> None:
        self._journal = journal
        self.is_stopping = is_stopping
        self.costs = Costs()
        self.device = "cpu"
        self.last_words: tuple[type[Event] | None, object, float] = (None, None, 0.0)
        """What the training said last, the phase that it began with that, if it did, and when."""

    def __call__(self, event: type[Event], **fields: Any) -> None:
        if event not in _OF_THE_MACHINE:
            self.last_words = (event, fields.get("phase"), clock.monotonic())
        try:
            self._journal.write(event, **fields)
        except OSError:
            _LOG.exception("%s could not be written to the journal", event.__name__)

    def advise(self, *problems: Problem) -> None:
        for problem in problems:
            self(Advice, problem=problem)
