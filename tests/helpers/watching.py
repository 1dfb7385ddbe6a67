"""Following a run's journal until something is there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from workbench.foundation.clock import monotonic
from workbench.runs import journal, lock
from workbench.runs.events import Event
from workbench.runs.folder import RunFolder

_PATIENCE = 90.0


class Watched:
    """Follows a run's journal; events before the one that was waited for are gone."""

    def __init__(self, folder: RunFolder) -> None:
        self.folder = folder
        self.events: list[Event] = []
        self._follower = journal.Follower(folder.journal)

    def until(self, kind: type | tuple[type, ...], also: Callable[[Any], bool] = lambda event: True) -> Any:
        """Return the next event of a kind."""
        end = monotonic() + _PATIENCE
        pulse = threading.Event()
        while monotonic() < end:
            self.events += self._follower.poll()
            for number, event in enumerate(self.events):
                if isinstance(event, kind) and also(event):
                    del self.events[: number + 1]
                    return event
            pulse.wait(0.02)
        pytest.fail(f"No {kind} within {_PATIENCE} s; log: {self.folder.log.read_text()[-2000:]}")

    def spin(self, is_there: Callable[[], bool]) -> None:
        """Look again and again until something short-lived is there, or the run has ended."""
        while not is_there() and lock.is_held(self.folder):
            pass
