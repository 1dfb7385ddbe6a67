"""The figures of the epochs as lines, grown as epochs end: nothing is read twice, however many there are."""

from __future__ import annotations

import math
from collections.abc import Sequence

from workbench.runs.events import EpochEnded
from workbench.runs.series import Series
from workbench.ui.live.readings import EMPTY, Points

RATE = "learning_rate"


class EpochLines:
    """Lines by the name of their figure; x is the number of the epoch, from 1 on."""

    def __init__(self) -> None:
        self._lines: dict[str, Series] = {}
        self._seen = 0
        self._last: EpochEnded | None = None

    def follow(self, epochs: Sequence[EpochEnded]) -> None:
        """Take in the epochs of a run as it is now; those of another run, or of one gone back, begin anew."""
        is_continued = len(epochs) >= self._seen and (not self._seen or epochs[self._seen - 1] is self._last)
        if not is_continued:
            self._lines, self._seen = {}, 0
        if len(epochs) == self._seen:
            return
        fresh = epochs[self._seen :]
        # Keras' callbacks put the rate among the figures; it is every epoch's own all the same.
        names = dict.fromkeys(name for epoch in fresh for name in epoch.values if name != RATE)
        for name in names:
            self._grow(
                name, [(epoch.epoch + 1, epoch.values[name]) for epoch in fresh if name in epoch.values]
            )
        self._grow(RATE, [(epoch.epoch + 1, epoch.learning_rate) for epoch in fresh])
        self._seen, self._last = len(epochs), epochs[-1]

    def points(self, name: str) -> Points:
        """Return the line of a figure."""
        series = self._lines.get(name)
        return EMPTY if series is None else Points(series.x, series.y)

    def _grow(self, name: str, points: Sequence[tuple[int, float]]) -> None:
        known = [(x, y) for x, y in points if math.isfinite(y)]
        series = self._lines.get(name, Series())
        self._lines[name] = series.extend([x for x, _ in known], [y for _, y in known])
