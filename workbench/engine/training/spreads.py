"""How the numbers of a tensor spread, in NumPy; of long ones every so many-th number is looked at."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from workbench.runs.layer_figures import BINS, Spread

MOST_NUMBERS = 1 << 16
Floats = NDArray[np.float64]


def sample(tensor: Any) -> Floats:
    """Return the numbers of a tensor in a row, or every so many-th of more than 65,536.

    The way from one to the next has no factor in common with the tensor's size, so that no unit is left out.
    """
    size = int(np.prod(tensor.shape, dtype=np.int64))
    if size > MOST_NUMBERS:
        row = tensor.ravel() if isinstance(tensor, np.ndarray) else tf.reshape(tensor, [-1])
        tensor = row[:: stride_of(size)]
    return np.asarray(tensor).astype(np.float64).ravel()


def stride_of(size: int) -> int:
    """Return by how much to go on from one number to the next that is looked at."""
    stride = -(-size // MOST_NUMBERS)
    while stride > 1 and math.gcd(stride, size) > 1:
        stride += 1
    return stride


def spread(numbers: Floats, size: int) -> Spread:
    """Return the figures of a sample of ``size`` numbers."""
    finite = numbers if np.isfinite(numbers).all() else numbers[np.isfinite(numbers)]
    broken = len(numbers) - len(finite)
    if not len(finite):
        return Spread(size=size, sampled=len(numbers), broken=broken)
    low, high = float(finite.min()), float(finite.max())
    return Spread(
        size=size,
        sampled=len(numbers),
        mean=float(finite.mean()),
        std=float(finite.std()),
        low=low,
        high=high,
        norm=norm_of(finite, size),
        zeros=float(np.count_nonzero(finite == 0) / len(finite)),
        broken=broken,
        counts=_counts(finite, low, high),
    )


def norm_of(numbers: Floats, size: int) -> float:
    """Return Euclid's norm of ``size`` numbers by a sample of them."""
    # Not BLAS' product: its threads would wait for one another, and for the training's.
    return math.sqrt(float(np.square(numbers).sum()) * size / len(numbers)) if len(numbers) else 0.0


def _counts(numbers: Floats, low: float, high: float) -> tuple[int, ...]:
    """Count as ``numpy.histogram`` does, but for what lies within a rounding error of an edge."""
    width = high - low
    if not 0 < width < math.inf:
        return tuple(len(numbers) if place == BINS // 2 else 0 for place in range(BINS))
    places = np.minimum((numbers - low) / width * BINS, BINS - 1).astype(np.int64)
    return tuple(np.bincount(places, minlength=BINS).tolist())
