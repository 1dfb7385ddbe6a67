"""scikit-learn's folds of whole groups with the classes in proportion, group for group, told while it works.

``StratifiedGroupKFold`` takes each row in Python, and none of its loops can be ended.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.dataset import Tell, keep_quiet

Numbers = NDArray[np.int64]


def stratified_group_folds(
    labels: Numbers, groups: Numbers, folds: int, *, seed: int, tell: Tell = keep_quiet
) -> Numbers:
    """Return the fold (n,) of each row, as shuffled ``StratifiedGroupKFold`` deals them out.

    ``labels`` (n,) and ``groups`` (n,) are numbers from 0 on; there are at least as many groups as folds.
    """
    classes, number_of_class = _numbered(labels)
    names, number_of_group = _numbered(groups)
    tell("splitting", 0, len(names))  # what comes before the first group takes its time too
    pairs = number_of_group * len(classes) + number_of_class
    counts = np.bincount(pairs, minlength=len(names) * len(classes)).reshape(len(names), -1).astype(float)
    tell("splitting", 0, len(names))
    order = np.arange(len(names))
    np.random.RandomState(seed).shuffle(order)
    of_group = np.empty(len(names), dtype=np.int64)
    sizes = counts.sum(axis=0)
    filled = np.zeros((folds, len(classes)))
    uneven_first = np.argsort(-np.std(counts[order], axis=1), kind="stable")
    for place, group in enumerate(order[uneven_first].tolist()):
        tell("splitting", place, len(names))
        fold = _best_fold(filled, sizes, counts[group])
        filled[fold] += counts[group]
        of_group[group] = fold
    return of_group[number_of_group]


def _numbered(values: Numbers) -> tuple[Numbers, Numbers]:
    """Return the different ones of numbers from 0 on, sorted, and the place of each among them."""
    different = np.flatnonzero(np.bincount(values))
    places = np.zeros(different[-1] + 1, dtype=np.int64)
    places[different] = np.arange(len(different))
    return different, places[values]


def _best_fold(filled: NDArray[np.float64], sizes: NDArray[np.float64], group: NDArray[np.float64]) -> int:
    """Return the fold that a group makes the folds most alike in; of equally good ones the least filled."""
    best, least_uneven, fewest = 0, np.inf, np.inf
    for fold in range(len(filled)):
        filled[fold] += group
        uneven = float(np.mean(np.std(filled / sizes, axis=0)))
        filled[fold] -= group
        rows = float(np.sum(filled[fold]))
        if uneven < least_uneven or (np.isclose(uneven, least_uneven) and rows < fewest):
            best, least_uneven, fewest = fold, uneven, rows
    return best
