"""Permutation importance as scikit-learn has it, of whatever can be scored."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.protocol.judgement import Importance

Score = Callable[[NDArray[np.float32]], float]
"""How good the answers to examples (n, *shape) are; more is better."""


def permuted(
    score: Score,
    x: NDArray[np.float32],
    columns: Sequence[tuple[str, slice]],
    *,
    repeats: int,
    tell: Callable[[int, int], None] = lambda done, total: None,
    seed: int = 0,
) -> tuple[float, tuple[Importance, ...]]:
    """Return the score of ``x`` and, largest first, by how much it falls without each of the columns.

    Every column sees the same permutations, each applied to the one before, as in scikit-learn.
    """
    baseline = score(x)
    drawn = np.random.RandomState(seed).randint(np.iinfo(np.int32).max + 1)
    found: list[Importance] = []
    for done, (name, place) in enumerate(columns, start=1):
        random, order, changed = np.random.RandomState(drawn), np.arange(len(x)), x.copy()
        falls = np.empty(repeats)
        for repeat in range(repeats):
            random.shuffle(order)
            changed[..., place] = changed[order][..., place]
            falls[repeat] = baseline - score(changed)
        found.append(Importance(name=name, mean=float(falls.mean()), deviation=float(falls.std())))
        tell(done, len(columns))
    return baseline, tuple(sorted(found, key=lambda one: -one.mean))
