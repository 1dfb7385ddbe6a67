"""What a network takes for what, counted inside a compiled pass: classes, labels, quantities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from workbench.protocol.outputs import BINS, OutputForm

_PER_DEVICE = tf.VariableSynchronization.ON_READ


class Counter:
    """Adds up the matrices of one output batch by batch: what is true in rows, what is predicted in columns.

    ``output`` is the output's number.
    """

    def __init__(self, *shape: int, output: int) -> None:
        self._output = output
        # On several devices each has counts of its own, and what is read is their sum.
        self._has_several = tf.distribute.has_strategy()
        self._counts = tf.Variable(
            np.zeros(shape, np.int64),
            trainable=False,
            name="confusion",
            synchronization=_PER_DEVICE if self._has_several else tf.VariableSynchronization.AUTO,
            aggregation=tf.VariableAggregation.SUM if self._has_several else tf.VariableAggregation.NONE,
        )

    def reset(self) -> None:
        self._counts.assign(tf.zeros_like(self._counts))

    def count(self, targets: Sequence[Any], labels: Any, outputs: Sequence[Any]) -> None:
        """Take in a batch: the targets and answers (n, units) of every output, and class numbers (n,)."""
        raise NotImplementedError

    def matrix(self) -> NDArray[np.int64]:
        """Return the counts so far."""
        counts: NDArray[np.int64] = self._counts.numpy()
        return counts

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(self._counts.shape)

    def tensor(self) -> Any:
        """Return the counts so far as a compiled function sees them."""
        return tf.convert_to_tensor(self._counts)

    def _add_cells(self, cells: Any) -> None:
        """Count one in each of the cells (n, axes)."""
        ones = tf.ones_like(cells[:, 0], dtype=tf.int64)
        if self._has_several:
            self._counts.assign_add(tf.scatter_nd(cells, ones, self._counts.shape))
        else:
            self._counts.scatter_nd_add(cells, ones)


class ClassCounter(Counter):
    """A matrix (classes, classes): the class is the largest unit, of one alone 1 from ``threshold`` on."""

    def __init__(self, classes: int, *, output: int, threshold: float) -> None:
        super().__init__(classes, classes, output=output)
        self._threshold = threshold

    def count(self, targets: Sequence[Any], labels: Any, outputs: Sequence[Any]) -> None:
        said = outputs[self._output]
        if said.shape[-1] == 1:
            predicted = tf.cast(tf.cast(said[:, 0], tf.float32) >= self._threshold, tf.int32)
        else:
            predicted = tf.argmax(said, axis=-1, output_type=tf.int32)
        self._add_cells(tf.stack([labels, predicted], axis=1))


class LabelCounter(Counter):
    """A matrix (labels, 2, 2) of those that don't have the label and those that do, from ``threshold`` on."""

    def __init__(self, labels: int, *, output: int, threshold: float) -> None:
        super().__init__(labels, 2, 2, output=output)
        self._threshold = threshold

    def count(self, targets: Sequence[Any], labels: Any, outputs: Sequence[Any]) -> None:
        has = tf.cast(targets[self._output] > 0.5, tf.int64)
        said = tf.cast(tf.cast(outputs[self._output], tf.float32) >= self._threshold, tf.int64)
        cells = [(1 - has) * (1 - said), (1 - has) * said, has * (1 - said), has * said]
        sums = tf.stack([tf.reduce_sum(cell, axis=0) for cell in cells], axis=-1)
        self._counts.assign_add(tf.reshape(sums, self._counts.shape))


class QuantityCounter(Counter):
    """A picture (targets, bins, bins) of true against predicted numbers, each in its target's range."""

    def __init__(self, ranges: Sequence[tuple[float, float]], *, output: int) -> None:
        super().__init__(len(ranges), BINS, BINS, output=output)
        self._low = np.array([low for low, _ in ranges], dtype=np.float32)
        self._width = np.array([(high - low) or 1.0 for low, high in ranges], dtype=np.float32)

    def count(self, targets: Sequence[Any], labels: Any, outputs: Sequence[Any]) -> None:
        true, said = self._bins(targets[self._output]), self._bins(outputs[self._output])
        number = tf.zeros_like(true) + tf.range(len(self._low))
        self._add_cells(tf.reshape(tf.stack([number, true, said], axis=-1), (-1, 3)))

    def _bins(self, values: Any) -> Any:
        share = (tf.cast(values, tf.float32) - self._low) / self._width
        finite = tf.where(tf.math.is_finite(share), share, tf.zeros_like(share))
        return tf.cast(tf.clip_by_value(finite * BINS, 0, BINS - 1), tf.int32)


def counter_for(form: OutputForm, *, output: int, classes: int) -> Counter:
    """Return what counts an output of that form; ``classes`` is their number."""
    if form.form == "quantities":
        return QuantityCounter(form.ranges, output=output)
    threshold = 0.5 if form.threshold is None else form.threshold
    if form.form == "labels":
        return LabelCounter(len(form.names), output=output, threshold=threshold)
    return ClassCounter(classes, output=output, threshold=threshold)
