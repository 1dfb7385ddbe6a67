"""What watching and keeping a training costs, and what its process takes of the machine."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import psutil

from workbench.engine import devices
from workbench.foundation import clock

_MOST_OFTEN, _SELDOM, _SHARE_OF_AGE = 1.0, 10.0, 1 / 60


class Watch:
    """Adds up the seconds of ``with`` blocks; they belong to one thread and don't stand in one another."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._began = 0.0

    def __enter__(self) -> Self:
        self._began = clock.monotonic()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.seconds += clock.monotonic() - self._began


class Costs:
    """Filled by the thread that trains: ``watching`` is telling and counting, ``saving`` is checkpoints."""

    def __init__(self) -> None:
        self.watching = Watch()
        self.saving = Watch()


class Usage:
    """Looks at the process from another thread, now and then while it trains.

    A pause costs nothing and counts as nothing: only time in which something was told is training time.
    """

    def __init__(self, costs: Costs, device: str = "cpu") -> None:
        self._costs = costs
        self._process = psutil.Process()
        self._born = self._looked_at = clock.monotonic()
        self._active = self._seen = 0.0
        self.device = device

    def look(self) -> dict[str, object] | None:
        """Return the fields of a ``UsageMeasured``; None while it is too early or nothing goes on."""
        now = clock.monotonic()
        age, since = now - self._born, now - self._looked_at
        if since < min(_SELDOM, max(_MOST_OFTEN, _SHARE_OF_AGE * age)):
            return None
        self._looked_at = now
        watching, saving = self._costs.watching.seconds, self._costs.saving.seconds
        if watching + saving == self._seen:
            return None
        self._seen = watching + saving
        self._active += since
        on_device = devices.memory_used(self.device)
        return {
            "memory": int(self._process.memory_info().rss),
            "device_memory": None if on_device is None else on_device[0],
            "device_total": None if on_device is None else on_device[1],
            "watching": round(min(1.0, watching / self._active), 5),
            "saving": round(min(1.0, saving / self._active), 5),
        }
