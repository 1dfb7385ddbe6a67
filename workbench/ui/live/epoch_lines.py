"""The figures of the epochs as lines, grown as epochs end: nothing is read twice, however many there are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain

import numpy as np

from workbench.runs.events import EpochEnded
from workbench.runs.series import Series
from workbench.ui.live.readings import EMPTY, Floats, Points

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
        at = np.array([epoch.epoch + 1 for epoch in fresh], dtype=np.float64)
        # Keras' callbacks put the rate among the figures; it is every epoch's own all the same.
        for name in dict.fromkeys(chain.from_iterable(epoch.values for epoch in fresh)):
            if name != RATE:
                self._grow(name, at, [epoch.values.get(name, math.nan) for epoch in fresh])
        self._grow(RATE, at, [epoch.learning_rate for epoch in fresh])
        self._seen, self._last = len(epochs), epochs[-1]

    def points(self, name: str) -> Points:
        """Return the line of a figure."""
        series = self._lines.get(name)
        return EMPTY if series is None else Points(series.x, series.y)

    def _grow(self, name: str, at: Floats, values: Sequence[float]) -> None:
        y = np.array(values, dtype=np.float64)
        known = np.isfinite(y)
        self._lines[name] = self._lines.get(name, Series()).extend(at[known], y[known])
