"""Statistics that one wild epoch can't sway. All take and give finite values of shape (epochs,)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MOST_PAIRS = 60
_SIGMA = 1.4826  # times the median deviation: the standard deviation of what is normally distributed


def smooth(line: Floats) -> Floats:
    """Return the running median over three epochs; the ends stay as they are."""
    if len(line) < 3:
        return line
    inner = np.median(np.stack([line[:-2], line[1:-1], line[2:]]), axis=0)
    return np.concatenate([line[:1], inner, line[-1:]])


def level(line: Floats, last: int = 3) -> float:
    """Return where a line stands: the median of its last epochs."""
    return float(np.median(line[-last:]))


def noise(line: Floats) -> float:
    """Return by how much a value strays from one epoch to the next, apart from the trend."""
    steps = np.diff(line)
    if len(steps) < 2:
        return 0.0
    return float(_SIGMA * np.median(np.abs(steps - np.median(steps))) / np.sqrt(2))


def jitter(line: Floats) -> float:
    """Return the median distance from one epoch to the next."""
    return float(np.median(np.abs(np.diff(line)))) if len(line) > 1 else 0.0


def rising_share(line: Floats) -> float:
    """Return the share of the steps that go up."""
    return float(np.mean(np.diff(line) > 0)) if len(line) > 1 else 0.0


def slope(line: Floats) -> float:
    """Return the change an epoch: the median over all pairs of epochs (Theil and Sen)."""
    if len(line) < 2:
        return 0.0
    at = np.unique(np.linspace(0, len(line) - 1, min(len(line), _MOST_PAIRS)).round().astype(int))
    first, second = _pairs(len(at))
    return float(np.median((line[at[second]] - line[at[first]]) / (at[second] - at[first])))


@lru_cache
def _pairs(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return every pair of so many places, the earlier ones and the later ones: slow to make anew."""
    return np.triu_indices(count, k=1)
