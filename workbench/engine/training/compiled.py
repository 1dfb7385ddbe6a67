"""Many steps of a model in one call of a compiled function.

The data lies in the device's memory; an index matrix says which examples make each batch, and a loop
inside TensorFlow picks them. The work of Python is paid once a call, not once a step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import psutil
import tensorflow as tf
from numpy.typing import NDArray

from workbench.engine.training.examples import Examples
from workbench.engine.training.order import Order

Batch = tuple[Any, Any, Any]
_SHARE_OF_MEMORY = 0.25


class Source:
    """Examples at hand for compiled calls: resident on the device, or sent along with each call.

    A batch is inputs, targets and class numbers (zeros for regression).
    """

    def __init__(self, examples: Examples) -> None:
        labels = np.zeros(examples.count, np.int32) if examples.labels is None else examples.labels
        arrays = (examples.x, examples.y, labels)
        self.is_resident = examples.bytes <= _SHARE_OF_MEMORY * psutil.virtual_memory().available
        self._arrays = tf.nest.map_structure(tf.constant, arrays) if self.is_resident else arrays

    def some(self, rows: NDArray[np.int32], first: int, steps: int) -> tuple[Any, Any, Any]:
        """Return arrays, index matrix and first row for batches ``first`` to ``first + steps``."""
        if self.is_resident:
            return self._arrays, rows, first
        chosen = rows[first : first + steps]
        flat = chosen.ravel()
        arrays = tf.nest.map_structure(lambda array: tf.constant(array[flat]), self._arrays)
        return arrays, np.arange(len(flat), dtype=np.int32).reshape(chosen.shape), 0

    def signature(self) -> Any:
        """Return the arrays' types with the number of rows left open."""
        return tf.nest.map_structure(
            lambda array: tf.TensorSpec([None, *array.shape[1:]], tf.as_dtype(array.dtype)), self._arrays
        )

    def batch(self, rows: NDArray[np.int32]) -> Batch:
        """Return one batch as tensors."""
        return tf.nest.map_structure(lambda array: tf.gather(array, rows), self._arrays)


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
        loop = _loop(step, results)
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


def _loop(step: Callable[[Batch], None], results: Callable[[], dict[str, Any]]) -> Any:
    def call(arrays: Any, rows: Any, first: Any, steps: Any) -> Any:
        def batch(number: Any) -> Batch:
            chosen = rows[first + number]
            return tf.nest.map_structure(lambda array: tf.gather(array, chosen), arrays)

        def one(number: Any) -> Any:
            step(batch(number))
            return (number + 1,)

        tf.while_loop(lambda number: number < steps, one, (0,), parallel_iterations=1)
        return results()

    return call
