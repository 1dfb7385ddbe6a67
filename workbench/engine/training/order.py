"""Which example comes when: a pure function of seed and epoch, so that a run can go on anywhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Order:
    """An epoch's batches: ``full`` has a row of indices a batch, ``rest`` the odd last batch, or nothing."""

    full: NDArray[np.int32]
    rest: NDArray[np.int32]

    @property
    def steps(self) -> int:
        return len(self.full) + (1 if len(self.rest) else 0)


def shuffled(examples: int, batch: int, *, seed: int, epoch: int) -> Order:
    """Return the batches of an epoch of training."""
    rows = np.random.default_rng([seed, epoch]).permutation(examples)
    return _cut(rows.astype(np.int32), batch)


def in_turn(examples: int, batch: int) -> Order:
    """Return the batches of a pass that changes nothing: the examples as they lie."""
    return _cut(np.arange(examples, dtype=np.int32), batch)


def steps(examples: int, batch: int) -> int:
    """Return the number of batches in an epoch."""
    return -(-examples // batch)


def _cut(rows: NDArray[np.int32], batch: int) -> Order:
    whole = len(rows) // batch * batch
    return Order(full=rows[:whole].reshape(-1, batch), rest=rows[whole:])
