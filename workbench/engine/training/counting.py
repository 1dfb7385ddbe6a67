"""Which classes a network takes for which, counted inside a compiled pass."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

_PER_DEVICE = tf.VariableSynchronization.ON_READ


class Counter:
    """Adds up a confusion matrix batch by batch: the true class in rows, the predicted in columns.

    The network's output number ``output`` names the class: the largest unit, or, where there is only one,
    class 1 from ``threshold`` on.
    """

    def __init__(self, classes: int, *, output: int, threshold: float) -> None:
        self._output = output
        self._threshold = threshold
        nothing = np.zeros((classes, classes), np.int64)
        # On several devices each has counts of its own, and what is read is their sum.
        self._has_several = tf.distribute.has_strategy()
        self._counts = tf.Variable(
            nothing,
            trainable=False,
            name="confusion",
            synchronization=_PER_DEVICE if self._has_several else tf.VariableSynchronization.AUTO,
            aggregation=tf.VariableAggregation.SUM if self._has_several else tf.VariableAggregation.NONE,
        )

    def reset(self) -> None:
        self._counts.assign(tf.zeros_like(self._counts))

    def count(self, labels: Any, all_outputs: Sequence[Any]) -> None:
        """Take in a batch: class numbers (n,) and every output (n, units) for them."""
        outputs = all_outputs[self._output]
        if outputs.shape[-1] == 1:
            predicted = tf.cast(tf.cast(outputs[:, 0], tf.float32) >= self._threshold, tf.int32)
        else:
            predicted = tf.argmax(outputs, axis=-1, output_type=tf.int32)
        cells = tf.stack([labels, predicted], axis=1)
        ones = tf.ones_like(labels, dtype=tf.int64)
        if self._has_several:
            self._counts.assign_add(tf.scatter_nd(cells, ones, self._counts.shape))
        else:
            self._counts.scatter_nd_add(cells, ones)

    def matrix(self) -> NDArray[np.int64]:
        """Return the counts (classes, classes) so far."""
        counts: NDArray[np.int64] = self._counts.numpy()
        return counts
