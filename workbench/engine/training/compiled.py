"""Many steps of a model in one call of a compiled function.

The data lies in the device's memory; an index matrix says which examples make each batch, and a loop
inside TensorFlow picks them. The work of Python is paid once a call, not once a step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from workbench.engine.data.memory import budget
from workbench.engine.training.examples import Examples
from workbench.engine.training.order import Order
from workbench.engine.training.stream import Stream
from workbench.project.training import Residence

Batch = tuple[Any, Any, Any, Any]
_SHARE_OF_CALL = 0.1


class Source:
    """Examples at hand for compiled calls: resident on the device, or sent along with each call.

    A batch is inputs (float32), targets, class numbers (zeros for regression) and weights, or None.
    """

    def __init__(self, examples: Examples, residence: Residence = "auto") -> None:
        if residence == "resident" and not examples.is_held:
            examples = replace(examples, x=examples.x[np.arange(examples.count)])
        labels = np.zeros(examples.count, np.int32) if examples.labels is None else examples.labels
        rest = (examples.y, labels) if examples.weights is None else (examples.y, labels, examples.weights)
        arrays = (examples.x, *rest)
        fits = examples.bytes <= budget() if residence == "auto" else residence == "resident"
        self.is_resident = examples.is_held and fits
        self._arrays = tf.nest.map_structure(tf.constant, arrays) if self.is_resident else arrays
        self._inputs = examples.inputs
        self._stream = None if examples.is_held else Stream(examples.x)
        self._bytes_of_one = max(1, examples.bytes // max(1, examples.count))

    def most_steps(self, order: Order) -> int:
        """Return how many batches one call may have: what is sent along must not fill the memory."""
        size = order.full.shape[1] * self._bytes_of_one
        return max(1, int(_SHARE_OF_CALL * budget() / size)) if not self.is_resident else order.steps

    def some(self, rows: NDArray[np.int32], first: int, steps: int) -> tuple[Any, Any, Any]:
        """Return what is sent along, index matrix and first row for batches ``first`` to ``first + steps``.

        Of resident examples nothing is sent: the compiled function holds them.
        """
        if self.is_resident:
            return (), rows, first
        chosen = rows[first : first + steps]
        flat = chosen.ravel()
        x, *rest = self._arrays
        sent = x[flat] if self._stream is None else self._stream.batches(rows, first, steps)
        arrays = tf.nest.map_structure(tf.constant, (sent, *_rows_of(rest, flat)))
        return arrays, np.arange(len(flat), dtype=np.int32).reshape(chosen.shape), 0

    def signature(self) -> Any:
        """Return the types of what is sent along, with the number of rows left open."""
        if self.is_resident:
            return ()
        return tf.nest.map_structure(
            lambda array: tf.TensorSpec([None, *array.shape[1:]], tf.as_dtype(array.dtype)), self._arrays
        )

    def batch(self, rows: NDArray[np.int32]) -> Batch:
        """Return one batch as tensors."""
        if self.is_resident:
            return self.taken((), rows)
        arrays = tf.nest.map_structure(tf.constant, _rows_of(self._arrays, rows))
        return self.taken(arrays, np.arange(len(rows), dtype=np.int32))

    def taken(self, arrays: Any, rows: Any) -> Batch:
        """Return these rows of what was sent along as a batch; images become numbers with a point here."""
        held = arrays or self._arrays
        x, y, labels, *weights = tf.nest.map_structure(lambda array: tf.gather(array, rows), held)
        x = tf.cast(x, tf.float32)
        return (
            x if self._inputs == 1 else [x] * self._inputs,
            y,
            labels,
            weights[0] if weights else None,
        )


class Looped:
    """A compiled function that does something with batch after batch.

    ``reset`` comes before batch 0; ``step`` gets a batch; ``results`` is read after the last step of a call.
    With ``xla`` full batches go through a loop that XLA compiled: for known shapes, so the odd last batch
    takes the plain one.
    """

    def __init__(
        self,
        source: Source,
        step: Callable[[Batch], None],
        results: Callable[[], dict[str, Any]],
        *,
        reset: Callable[[], None],
        xla: bool = False,
    ) -> None:
        self._source = source
        self._has_xla = xla
        self._names: tuple[str, ...] = ()
        self._sent: tuple[NDArray[np.int32], Any] | None = None
        loop = _loop(source, step, lambda: self._packed(results()), reset)
        # With the number of rows left open, the odd last batch needs no compilation of its own.
        rows, numbers = tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([3], tf.int32)
        signature = [source.signature(), rows, numbers]
        self._plain = tf.function(loop, autograph=False, jit_compile=False, input_signature=signature)
        self._full = tf.function(loop, autograph=False, jit_compile=True) if xla else self._plain

    def most_steps(self, order: Order) -> int:
        """Return how many batches one call may have."""
        # XLA compiles anew for another number of examples, and that is what is sent along.
        return 1 if self._has_xla and not self._source.is_resident else self._source.most_steps(order)

    def compile(self, order: Order) -> None:
        """Compile for the full batches of ``order``, doing none: an OpError when XLA can't."""
        arrays, rows, begin = self._source.some(order.full, 0, 1)
        self._full(arrays, tf.constant(rows), tf.constant([begin, 0, 0]))

    def __call__(self, order: Order, first: int, steps: int) -> dict[str, float]:
        """Do ``steps`` batches from ``first`` on and return the results; of one with many values their mean.

        All of them are full batches, or it is one and the odd last.
        """
        is_full = first < len(order.full)
        rows, begin = (order.full, first) if is_full else (order.rest[np.newaxis], 0)
        arrays, rows, begin = self._source.some(rows, begin, steps)
        function = self._full if is_full else self._plain
        values = function(arrays, self._on_device(rows), tf.constant([begin, steps, first == 0], tf.int32))
        return dict(zip(self._names, values.numpy().tolist(), strict=True))

    @property
    def traces(self) -> int:
        """How often a function was compiled: a call that did lasts much longer."""
        plain = int(self._plain.experimental_get_tracing_count())
        return plain + int(self._full.experimental_get_tracing_count()) if self._has_xla else plain

    def _on_device(self, rows: NDArray[np.int32]) -> Any:
        """Return the index matrix as a tensor; an epoch's is sent once."""
        if self._sent is None or self._sent[0] is not rows:
            self._sent = rows, tf.constant(rows)
        return self._sent[1]

    def _packed(self, results: dict[str, Any]) -> Any:
        """Return all results in one tensor, which costs one way from the device instead of many."""
        self._names = tuple(results)
        if not results:
            return tf.zeros([0], tf.float64)
        return tf.stack([tf.reduce_mean(tf.cast(value, tf.float64)) for value in results.values()])


def longest(order: Order, first: int, wanted: int) -> int:
    """Return how many of the ``wanted`` steps one call can do from ``first`` on."""
    return 1 if first >= len(order.full) else min(wanted, len(order.full) - first)


def _rows_of(arrays: Any, rows: NDArray[np.int32]) -> Any:
    return tf.nest.map_structure(lambda array: array[rows], tuple(arrays))


def _loop(
    source: Source,
    step: Callable[[Batch], None],
    results: Callable[[], Any],
    reset: Callable[[], None],
) -> Any:
    def call(arrays: Any, rows: Any, numbers: Any) -> Any:
        # Few arguments: looking at each of them is most of what a short call costs Python.
        first, steps, resets = numbers[0], numbers[1], numbers[2]

        def begin(number: Any) -> Any:
            reset()
            return (number + 1,)

        def one(number: Any) -> Any:
            step(source.taken(arrays, tf.gather(rows, first + number)))
            return (number + 1,)

        # Loops and a gathered row, for a condition or a slice would make the numbers constants to XLA, which
        # would compile anew for each call.
        tf.while_loop(lambda number: number < resets, begin, (0,), parallel_iterations=1)
        tf.while_loop(lambda number: number < steps, one, (0,), parallel_iterations=1)
        return results()

    return call
