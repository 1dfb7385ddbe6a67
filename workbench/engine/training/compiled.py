"""Many steps of a model in one call of a compiled function.

The data lies in the device's memory; an index matrix says which examples make each batch, and a loop
inside TensorFlow picks them. The work of Python is paid once a call, not once a step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from workbench.engine.data.memory import budget
from workbench.engine.training.examples import Examples
from workbench.engine.training.order import Order
from workbench.engine.training.stream import Stream

Batch = tuple[Any, Any, Any, Any]
_SHARE_OF_CALL = 0.1


class Source:
    """Examples at hand for compiled calls: resident on the device, or sent along with each call.

    A batch is inputs (float32), targets, class numbers (zeros for regression) and weights, or None.
    """

    def __init__(self, examples: Examples) -> None:
        labels = np.zeros(examples.count, np.int32) if examples.labels is None else examples.labels
        rest = (examples.y, labels) if examples.weights is None else (examples.y, labels, examples.weights)
        arrays = (examples.x, *rest)
        self.is_resident = examples.is_held and examples.bytes <= budget()
        self._arrays = tf.nest.map_structure(tf.constant, arrays) if self.is_resident else arrays
        self._inputs = examples.inputs
        self._stream = None if examples.is_held else Stream(examples.x)
        self._bytes_of_one = max(1, examples.bytes // max(1, examples.count))

    def most_steps(self, order: Order) -> int:
        """Return how many batches one call may have: what is sent along must not fill the memory."""
        size = order.full.shape[1] * self._bytes_of_one
        return max(1, int(_SHARE_OF_CALL * budget() / size)) if not self.is_resident else order.steps

    def some(self, rows: NDArray[np.int32], first: int, steps: int) -> tuple[Any, Any, Any]:
        """Return arrays, index matrix and first row for batches ``first`` to ``first + steps``."""
        if self.is_resident:
            return self._arrays, rows, first
        chosen = rows[first : first + steps]
        flat = chosen.ravel()
        x, *rest = self._arrays
        sent = x[flat] if self._stream is None else self._stream.batches(rows, first, steps)
        arrays = tf.nest.map_structure(tf.constant, (sent, *_rows_of(rest, flat)))
        return arrays, np.arange(len(flat), dtype=np.int32).reshape(chosen.shape), 0

    def signature(self) -> Any:
        """Return the arrays' types with the number of rows left open."""
        return tf.nest.map_structure(
            lambda array: tf.TensorSpec([None, *array.shape[1:]], tf.as_dtype(array.dtype)), self._arrays
        )

    def batch(self, rows: NDArray[np.int32]) -> Batch:
        """Return one batch as tensors."""
        if self.is_resident:
            return self.taken(self._arrays, rows)
        arrays = tf.nest.map_structure(tf.constant, _rows_of(self._arrays, rows))
        return self.taken(arrays, np.arange(len(rows), dtype=np.int32))

    def taken(self, arrays: Any, rows: Any) -> Batch:
        """Return these rows of tensors as a batch; images become numbers with a point only here."""
        x, y, labels, *weights = tf.nest.map_structure(lambda array: tf.gather(array, rows), arrays)
        x = tf.cast(x, tf.float32)
        return (
            x if self._inputs == 1 else [x] * self._inputs,
            y,
            labels,
            weights[0] if weights else None,
        )


class Looped:
    """A compiled function that does something with batch after batch.

    ``step`` gets a batch; ``results`` is read after the last step of a call.
    """

    def __init__(
        self,
        source: Source,
        step: Callable[[Batch], None],
        results: Callable[[], dict[str, Any]],
    ) -> None:
        self._source = source
        self.most_steps = source.most_steps
        loop = _loop(source, step, results)
        # With the number of rows left open, the odd last batch needs no compilation of its own.
        number = tf.TensorSpec([], tf.int32)
        signature = [source.signature(), tf.TensorSpec([None, None], tf.int32), number, number]
        self._function = tf.function(loop, autograph=False, jit_compile=False, input_signature=signature)

    def __call__(self, order: Order, first: int, steps: int) -> dict[str, Any]:
        """Do ``steps`` batches from ``first`` on and return the results.

        All of them are full batches, or it is one and the odd last.
        """
        full = first < len(order.full)
        rows, begin = (order.full, first) if full else (order.rest[np.newaxis], 0)
        arrays, rows, begin = self._source.some(rows, begin, steps)
        results: dict[str, Any] = self._function(
            arrays, tf.constant(rows), tf.constant(begin), tf.constant(steps)
        )
        return results

    @property
    def traces(self) -> int:
        """How often the function was compiled: a call that did lasts much longer."""
        return int(self._function.experimental_get_tracing_count())


def longest(order: Order, first: int, wanted: int) -> int:
    """Return how many of the ``wanted`` steps one call can do from ``first`` on."""
    return 1 if first >= len(order.full) else min(wanted, len(order.full) - first)


def _rows_of(arrays: Any, rows: NDArray[np.int32]) -> Any:
    return tf.nest.map_structure(lambda array: array[rows], tuple(arrays))


def _loop(source: Source, step: Callable[[Batch], None], results: Callable[[], dict[str, Any]]) -> Any:
    def call(arrays: Any, rows: Any, first: Any, steps: Any) -> Any:
        def one(number: Any) -> Any:
            step(source.taken(arrays, rows[first + number]))
            return (number + 1,)

        tf.while_loop(lambda number: number < steps, one, (0,), parallel_iterations=1)
        return results()

    return call
