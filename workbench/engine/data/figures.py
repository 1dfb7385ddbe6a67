"""Figures of a long column of numbers, found in one pass over it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_BLOCK = 1 << 16


class Figures(NamedTuple):
    """How many numbers there are, which is the least and the greatest, their mean and how they deviate.

    ``squares`` is the sum of the squared distances from the mean. What is NaN is not there.
    """

    size: int = 0
    low: float = 0.0
    high: float = 0.0
    mean: float = 0.0
    squares: float = 0.0

    @property
    def deviation(self) -> float:
        return float(np.sqrt(self.squares / self.size)) if self.size else 0.0


def figures(numbers: NDArray[Any]) -> Figures:
    """Return the figures of numbers (n,); those of very large ones may be infinite or NaN."""
    found = Figures()
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(numbers), _BLOCK):
            block = np.asarray(numbers[start : start + _BLOCK], dtype=np.float64)
            found = _joined(found, _of_block(block))
    return found


def _of_block(block: NDArray[np.float64]) -> Figures:
    low = block.min()
    if np.isnan(low):
        block = block[~np.isnan(block)]
        if not len(block):
            return Figures()
        low = block.min()
    mean = block.mean()
    return Figures(
        len(block), float(low), float(block.max()), float(mean), float(np.square(block - mean).sum())
    )


def _joined(one: Figures, other: Figures) -> Figures:
    """Return the figures of both together, by Chan, Golub and LeVeque's formula."""
    if not one.size or not other.size:
        return one if one.size else other
    size = one.size + other.size
    apart, share = other.mean - one.mean, other.size / size
    return Figures(
        size,
        min(one.low, other.low),
        max(one.high, other.high),
        one.mean + apart * share,
        one.squares + other.squares + apart * apart * one.size * share,
    )
