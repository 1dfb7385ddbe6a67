"""Which epochs of a very long run stay in memory: what a picture needs, and every best figure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import chain, compress
from operator import itemgetter

import numpy as np

from workbench.runs.events import EpochEnded
from workbench.runs.growing import Grown

Best = dict[str, tuple[tuple[float, int], tuple[float, int]]]
"""By name of a figure the lowest and the highest value, each with the number of its epoch."""
_value = itemgetter(0)
MOST = 8_000
"""So many epochs are held: some megabytes, and more than any screen has columns."""


def taken_in(
    epochs: Grown[EpochEnded], more: Sequence[EpochEnded], best: Best, most: int | None = None
) -> tuple[Grown[EpochEnded], Best]:
    """Return the epochs with ``more`` behind them, thinned, and their best ones, given those of before.

    The same ones stay whether they come singly or not.
    """
    most = MOST if most is None else most
    done = 0
    while done < len(more):
        fresh = more[done : done + max(1, most + 1 - len(epochs))]
        best = best_of(fresh, best)
        epochs = thinned(epochs.extend(fresh), most, best)
        done += len(fresh)
    return epochs, best


def best_of(epochs: Iterable[EpochEnded], before: Best | None = None) -> Best:
    """Return the first lowest and the first highest value of every figure, also of epochs ``before``."""
    epochs, found = tuple(epochs), dict(before or {})
    for name in dict.fromkeys(chain.from_iterable(epoch.values for epoch in epochs)):
        named = [(epoch.values[name], epoch.epoch) for epoch in epochs if name in epoch.values]
        known = [one for one in named if not math.isnan(one[0])]
        if known:
            lowest, highest = found.get(name, (known[0], known[0]))
            low, high = min(known, key=_value), max(known, key=_value)
            found[name] = low if low[0] < lowest[0] else lowest, high if high[0] > highest[0] else highest
    return found


def thinned(
    epochs: Grown[EpochEnded], most: int | None = None, best: Best | None = None
) -> Grown[EpochEnded]:
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
    best = best_of(epochs) if best is None else best
    stay |= np.isin(numbers, [number for ends in best.values() for _, number in ends])
    stay[-1] = True
    measured = [place for place, epoch in enumerate(epochs) if epoch.layers]
    if len(measured) <= most // 4:
        stay[measured] = True
    return Grown(compress(epochs, stay.tolist()))
