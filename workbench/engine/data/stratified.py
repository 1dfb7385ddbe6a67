"""scikit-learn's stratified draw, row for row, without a Python number for each row.

``train_test_split`` gathers its rows in lists: of a long table these take more memory than the table.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.dataset import Tell, keep_quiet

Numbers = NDArray[np.int64]


def stratified_draw(
    labels: Numbers, count: int, *, seed: int, tell: Tell = keep_quiet
) -> tuple[Numbers, Numbers]:
    """Return the places (n - count,) that stay and those (count,) that are drawn, each class in proportion.

    ``labels`` (n,) are class numbers from 0 on; both sides must have room for every class that occurs.
    """
    random = np.random.RandomState(seed)
    sizes = np.bincount(labels)
    sizes = sizes[sizes > 0]
    ordered = np.argsort(labels.astype(np.min_scalar_type(int(labels.max()))), kind="stable")
    staying = _likeliest(sizes, len(labels) - count, random)
    drawn = _likeliest(sizes - staying, count, random)
    stay, draw = np.empty(staying.sum(), dtype=np.int64), np.empty(drawn.sum(), dtype=np.int64)
    at = start = taken = 0
    for size, first, second in zip(sizes.tolist(), staying.tolist(), drawn.tolist(), strict=True):
        tell("splitting", at, len(labels))
        mixed = ordered[at : at + size][random.permutation(size)]
        stay[start : start + first] = mixed[:first]
        draw[taken : taken + second] = mixed[first : first + second]
        at, start, taken = at + size, start + first, taken + second
    tell("splitting", at, len(labels))
    return random.permutation(stay), random.permutation(draw)


def stratified_folds(labels: Numbers, folds: int, *, seed: int, tell: Tell = keep_quiet) -> Numbers:
    """Return the fold (n,) of each row, as shuffled ``StratifiedKFold`` deals them out.

    ``labels`` (n,) are class numbers from 0 on; each class that occurs has ``folds`` rows or more.
    """
    random = np.random.RandomState(seed)
    sizes = np.bincount(labels)
    ordered = np.argsort(labels.astype(np.min_scalar_type(int(labels.max()))), kind="stable")
    ends = np.cumsum(sizes)
    there = np.flatnonzero(sizes)
    first_seen = ordered[(ends - sizes)[there]]
    out = np.empty(len(labels), dtype=np.int64)
    start = 0  # where a class begins when the rows are sorted by class, the one that is met first in front
    for number, of_class in enumerate(there[np.argsort(first_seen)].tolist()):
        tell("splitting", number, len(there))
        turns = (np.arange(start, start + sizes[of_class])) % folds
        dealt = np.arange(folds).repeat(np.bincount(turns, minlength=folds))
        random.shuffle(dealt)
        out[ordered[ends[of_class] - sizes[of_class] : ends[of_class]]] = dealt
        start += int(sizes[of_class])
    return out


def _likeliest(sizes: Numbers, count: int, random: np.random.RandomState) -> Numbers:
    """Return how many of each class are most likely among so many drawn ones; ties are broken at random."""
    exact = sizes / sizes.sum() * count
    whole = np.floor(exact)
    missing = int(count - whole.sum())
    rest = exact - whole
    for value in np.unique(rest)[::-1]:
        if missing <= 0:
            break
        (tied,) = np.where(rest == value)
        chosen = random.choice(tied, size=min(len(tied), missing), replace=False)
        whole[chosen] += 1
        missing -= len(chosen)
    return whole.astype(np.int64)
