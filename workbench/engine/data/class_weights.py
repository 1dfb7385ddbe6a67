"""How much each class counts in the loss of the training part."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.project.data import ClassWeight


def class_weights(
    asked: ClassWeight, classes: Sequence[str], sizes: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return a weight for each class; ``sizes`` are their training examples, both in the classes' order.

    Balanced, a class weighs the mean size of a class over its own size, as scikit-learn has it; classes that
    are given weights by name have these, and all others 1, as in Keras.
    """
    if asked == "balanced":
        return sizes.sum() / ((sizes > 0).sum() * np.maximum(sizes, 1))
    return np.array([asked.get(name, 1.0) for name in classes], np.float64)
