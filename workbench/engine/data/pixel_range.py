"""From which number to which the pixels of images go: what is black, and what is white."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.dataset import Features

Range = tuple[float, float]
BYTES: Range = (0.0, 255.0)
_USUAL: tuple[Range, ...] = ((0.0, 1.0), (-1.0, 1.0), BYTES)
_DARKEST_PHOTOGRAPH = 16
_LOOK = 256


def pixel_range(features: Features, rows: NDArray[np.int64]) -> Range:
    """Return the range that the pixels of these rows can have, by a look at some of them.

    It is one of 0..1, -1..1 and 0..255 where the numbers fit into that, else their own.
    """
    if features.dtype == np.uint8 or not len(rows):
        return BYTES
    chosen = rows[np.linspace(0, len(rows) - 1, min(len(rows), _LOOK)).astype(int)]
    values = np.asarray(features[chosen])
    low, high = float(values.min()), float(values.max())
    for least, most in _USUAL:
        if least <= low and high <= most and (most < 2 or high > _DARKEST_PHOTOGRAPH):
            return least, most
    return low, high
