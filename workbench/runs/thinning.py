"""Which epochs of a very long run stay in memory: what a picture needs, and every best figure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, compress

import numpy as np

from workbench.runs.events import EpochEnded
from workbench.runs.growing import Grown

MOST = 8_000
"""So many epochs are held: some megabytes, and more than any screen has columns."""


def taken_in(
    epochs: Grown[EpochEnded], more: Sequence[EpochEnded], most: int | None = None
) -> Grown[EpochEnded]:
    """Return the epochs with ``more`` behind them, thinned: the same ones whether they come singly or not."""
    most = MOST if most is None else most
    done = 0
    while done < len(more):
        room = max(1, most + 1 - len(epochs))
        epochs = thinned(epochs.extend(more[done : done + room]), most)
        done += room
    return epochs


def thinned(epochs: Grown[EpochEnded], most: int | None = None) -> Grown[EpochEnded]:
    """Return the epochs, or where there are more than ``most`` about half as many of them.

    What stays is the last, every so many-th by its number, those whose layers were measured unless they are
    too many, and of every figure the lowest and the highest. The journal has them all.
    """
    most = MOST if most is None else most
    if len(epochs) <= most:
        return epochs
    numbers = np.fromiter((epoch.epoch for epoch in epochs), np.int64, len(epochs))
    stride = 2
    while np.count_nonzero(numbers % stride == 0) > most // 2:
        stride *= 2
    stay = numbers % stride == 0
    stay[[-1, *_extremes(epochs)]] = True
    measured = [place for place, epoch in enumerate(epochs) if epoch.layers]
    if len(measured) <= most // 4:
        stay[measured] = True
    return Grown(compress(epochs, stay.tolist()))


def _extremes(epochs: Sequence[EpochEnded]) -> set[int]:
    """Return the places of the first lowest and the first highest value of every figure."""
    found: set[int] = set()
    for name in dict.fromkeys(chain.from_iterable(epoch.values for epoch in epochs)):
        values = np.array([epoch.values.get(name, np.nan) for epoch in epochs])
        known = np.flatnonzero(~np.isnan(values))
        if len(known):
            found |= {int(known[of(values[known])]) for of in (np.argmin, np.argmax)}
    return found
