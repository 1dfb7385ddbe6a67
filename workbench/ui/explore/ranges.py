"""Answers as arrays, and how much of them a plot shows."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def as_array(values: Iterable[float | None]) -> Floats:
    """Return figures (n,) with NaN for those that are none."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def seen(values: Floats, *, share: float = 0.94, also: Iterable[float | None] = ()) -> tuple[float, float]:
    """Return a range with zero and the middle ``share`` of the values, and ``also`` certain ones, with room.

    The outermost are left out where they would press all others flat.
    """
    there = values[np.isfinite(values)]
    if not len(there):
        return 0.0, 1.0
    outside = (1 - share) / 2
    ends = [*np.quantile(there, (outside, 1 - outside)), 0.0, *(one for one in also if one is not None)]
    low, high = float(min(ends)), float(max(ends))
    room = 0.06 * ((high - low) or 1.0)
    return low - room, high + room
