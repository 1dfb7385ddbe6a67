"""Many steps of a model in one call of a compiled function.

The data lies in the device's memory; an index matrix says which examples make each batch, and a loop
inside TensorFlow picks them. The work of Python is paid once a call, not once a step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from workbench.engine.data.memory import budget
from workbench.engine.training.aligned import gathered, tensor_of
from workbench.engine.training.choice import Choice
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
        has_room = examples.is_shared or examples.bytes <= budget()
        fits = has_room if residence == "auto" else residence == "resident"
        self.is_resident = examples.is_held and fits
        self._arrays = tf.nest.map_structure(tensor_of, arrays) if self.is_resident else arrays
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
        x, y, labels, *weights = tf.nest.map_structure(lambda array: gathered(array, rows), held)
        x = tf.cast(x, tf.float32)
        return (
            x if self._inputs == 1 else [x] * self._inputs,
            y,
            labels,
            weights[0] if weights else None,
        )


@dataclass(frozen=True, eq=False)
class Pass:
    """What is done with batch after batch of ``source``.

    ``reset`` comes before batch 0; ``step`` gets a batch; ``results`` is read after the last step of a call.
    """

    source: Source
    step: Callable[[Batch], None]
    results: Callable[[], dict[str, Any]]
    reset: Callable[[], None]


class Looped:
    """A compiled function that does ``work``, a pass, many steps a call.

    Where XLA is the ``choice`` full batches go through a loop that it compiled: for known shapes, so the odd
    last batch takes the plain one, in a call of its own. Where the choice ``joins_rest`` that one has a loop
    as well, compiled with the other, and one call does both.
    """

    def __init__(self, work: Pass, *, choice: Choice) -> None:
        self.work = work
        self._source = source = work.source
        self._has_xla = choice.xla
        self._joins_rest = choice.xla and choice.joins_rest and source.is_resident
        self._names: tuple[str, ...] = ()
        self._sent: tuple[Order, Any] | None = None
        loop = _loop(work, self._packed)
        # With the number of rows left open, the odd last batch needs no compilation of its own.
        rows, numbers = tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([3], tf.int32)
        signature = [source.signature(), rows, numbers]
        self._plain = Direct(tf.function(loop, autograph=False, jit_compile=False, input_signature=signature))
        self._full = (
            Direct(tf.function(loop, autograph=False, jit_compile=True)) if choice.xla else self._plain
        )

    def longest(self, order: Order, first: int, wanted: int) -> int:
        """Return how many of the ``wanted`` steps one call can do from ``first`` on, at least one."""
        if self._has_both(order):
            return min(wanted, order.steps - first)
        if first >= len(order.full):
            return 1
        # XLA compiles anew for another number of examples, and that is what is sent along.
        sends = self._has_xla and not self._source.is_resident
        most = 1 if sends else self._source.most_steps(order)
        return min(wanted, most, len(order.full) - first)

    def compile(self, order: Order) -> None:
        """Compile for the batches of ``order``, doing none: an OpError when XLA can't."""
        arrays, rows, begin = self._source.some(order.full, 0, 1)
        rest = (tf.constant(order.rest),) if self._has_both(order) else ()
        self._full(arrays, tf.constant(rows), tf.constant([begin, 0, 0, 0][: 3 + len(rest)]), *rest)

    def __call__(self, order: Order, first: int, steps: int) -> dict[str, float]:
        """Do ``steps`` batches from ``first`` on, no more than ``longest`` says, and return the results.

        Of one with many values it is their mean.
        """
        do = self._both if self._has_both(order) else self._alike
        values = do(order, first, steps)
        return dict(zip(self._names, values.numpy().tolist(), strict=True))

    @property
    def traces(self) -> int:
        """How often a function was compiled: a call that did lasts much longer."""
        return self._plain.traces + (self._full.traces if self._has_xla else 0)

    def _has_both(self, order: Order) -> bool:
        return self._joins_rest and bool(len(order.full) and len(order.rest))

    def _both(self, order: Order, first: int, steps: int) -> Any:
        """Do full batches, the odd last one, or both."""
        if self._sent is None or self._sent[0] is not order:
            self._sent = order, (tf.constant(order.full), tf.constant(order.rest))
        rows, rest = self._sent[1]
        full = max(0, min(steps, len(order.full) - first))
        return self._full((), rows, tf.constant([first, full, first == 0, steps - full], tf.int32), rest)

    def _alike(self, order: Order, first: int, steps: int) -> Any:
        """Do full batches, or the odd last one."""
        is_full = first < len(order.full)
        rows, begin = (order.full, first) if is_full else (order.rest[np.newaxis], 0)
        arrays, rows, begin = self._source.some(rows, begin, steps)
        if is_full and self._source.is_resident:
            if self._sent is None or self._sent[0] is not order:
                self._sent = order, tf.constant(rows)  # an epoch's matrix is sent once
            rows = self._sent[1]
        function = self._full if is_full else self._plain
        return function(arrays, tf.constant(rows), tf.constant([begin, steps, first == 0], tf.int32))

    def _packed(self) -> Any:
        results = self.work.results()
        self._names = tuple(results)
        return packed(results)


def packed(results: dict[str, Any]) -> Any:
    """Return all results in one tensor, which costs one way from the device instead of many."""
    if not results:
        return tf.zeros([0], tf.float64)
    return tf.stack([tf.reduce_mean(tf.cast(value, tf.float64)) for value in results.values()])


class Direct:
    """A ``tf.function`` whose compiled form is called itself: finding it is much of a short call's price."""

    def __init__(self, function: Any) -> None:
        self._function = function
        self._known: dict[tuple[tuple[int, ...], ...], Any] = {}

    def __call__(self, *arguments: Any) -> Any:
        """Call with tensors, or nests of them, alike in all but their shapes."""
        shapes = tuple(tuple(tensor.shape) for tensor in tf.nest.flatten(arguments))
        compiled = self._known.get(shapes)
        if compiled is None:
            compiled = self._known[shapes] = self._function.get_concrete_function(*arguments)
        return compiled(*arguments)

    @property
    def traces(self) -> int:
        """How often the function was traced."""
        return int(self._function.experimental_get_tracing_count())


def _rows_of(arrays: Any, rows: NDArray[np.int32]) -> Any:
    return tf.nest.map_structure(lambda array: array[rows], tuple(arrays))


def _loop(work: Pass, results: Callable[[], Any]) -> Any:
    def call(arrays: Any, rows: Any, numbers: Any, *rest: Any) -> Any:
        # Few arguments: looking at each of them is most of what a short call costs Python.
        first, steps, resets = numbers[0], numbers[1], numbers[2]

        def begin(number: Any) -> Any:
            work.reset()
            return (number + 1,)

        def one(number: Any) -> Any:
            work.step(work.source.taken(arrays, tf.gather(rows, first + number)))
            return (number + 1,)

        def last(number: Any) -> Any:
            work.step(work.source.taken(arrays, rest[0]))
            return (number + 1,)

        # Loops and a gathered row, for a condition or a slice would make the numbers constants to XLA, which
        # would compile anew for each call.
        tf.while_loop(lambda number: number < resets, begin, (0,), parallel_iterations=1)
        tf.while_loop(lambda number: number < steps, one, (0,), parallel_iterations=1)
        if rest:
            tf.while_loop(lambda number: number < numbers[3], last, (0,), parallel_iterations=1)
        return results()

    return call
