"""Which epochs of a very long run stay in memory: what a picture needs, and every best figure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.runs.events import EpochEnded
from workbench.runs.growing import Grown

MOST = 8_000
"""So many epochs are held: some megabytes, and more than any screen has columns."""


def thinned(epochs: Grown[EpochEnded], most: int | None = None) -> Grown[EpochEnded]:
    """Return the epochs, or where there are more than ``most`` about half as many of them.

    What stays is the last, every so many-th by its number, those whose layers were measured unless they are
    too many, and of every figure the lowest and the highest. The journal has them all.
    """
    most = MOST if most is None else most
    if len(epochs) <= most:
        return epochs
    stride = 2
    while sum(epoch.epoch % stride == 0 for epoch in epochs) > most // 2:
        stride *= 2
    stay = _extremes(epochs) | {len(epochs) - 1}
    measured = {place for place, epoch in enumerate(epochs) if epoch.layers}
    if len(measured) <= most // 4:
        stay |= measured
    return Grown(epoch for place, epoch in enumerate(epochs) if epoch.epoch % stride == 0 or place in stay)


def _extremes(epochs: Sequence[EpochEnded]) -> set[int]:
    """Return the places of the first lowest and the first highest value of every figure."""
    found: set[int] = set()
    for name in dict.fromkeys(name for epoch in epochs for name in epoch.values):
        values = np.array([epoch.values.get(name, np.nan) for epoch in epochs])
        found |= {int(np.nanargmin(values)), int(np.nanargmax(values))}
    return found
