"""Which classes a model took for which."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def class_numbers(outputs: NDArray[np.generic], *, threshold: float = 0.5) -> NDArray[np.int64]:
    """Return the class that each row of ``outputs`` (n, units) stands for.

    The unit with the largest value, or for a single unit 1 from ``threshold`` on and 0 below.
    """
    rows = np.asarray(outputs).reshape(len(outputs), -1)
    if rows.shape[1] == 1:
        return (rows[:, 0] >= threshold).astype(np.int64)
    return rows.argmax(axis=1).astype(np.int64)


def confusion_matrix(
    true: NDArray[np.int64], predicted: NDArray[np.int64], classes: int
) -> NDArray[np.int64]:
    """Return counts (classes, classes): the true class in rows, the predicted in columns."""
    counts = np.bincount(true * classes + predicted, minlength=classes * classes)
    return counts.reshape(classes, classes).astype(np.int64)
