"""Many short epochs in one call of a compiled function: trained, judged, and each one's outcome kept apart.

What a small network does in an epoch takes microseconds; what Python does around a compiled call takes a
hundred times as long. The steps are those of the single calls, in the same loops, and so are their bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from workbench.engine.model.seeds import seed_places
from workbench.engine.training.choice import Choice
from workbench.engine.training.compiled import Pass, packed
from workbench.engine.training.judging import Judging, Verdict
from workbench.engine.training.order import Order

MOST = 64
"""How many epochs one call may have."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """An epoch's figures, its ``verdict`` where it was judged, the next step's rate, and its weights.

    ``weights`` are as ``model.get_weights()`` had them at the epoch's end.
    """

    running: dict[str, float]
    verdict: Verdict | None
    rate: float
    weights: list[NDArray[Any]]


class Several:
    """A compiled function that trains epochs of ``steps`` alike, after each of which ``judging`` judges.

    All examples are resident. With XLA as the ``choice`` the odd last batch is compiled with the others.
    """

    def __init__(self, model: Any, train: Pass, judging: Judging | None, *, choice: Choice) -> None:
        self._model = model
        self._train = train
        self._judging = judging
        self._has_xla = choice.xla
        self._names = tuple(train.results())
        self._judged = () if judging is None else tuple(judging.work.results())
        self._seeds = [model.variables[place] for place in seed_places(model)]
        unknown = tf.TensorSpec([None, None], tf.int32)
        signature = [
            tf.TensorSpec([None, None, None], tf.int32),
            unknown,
            unknown,
            tf.TensorSpec([None], tf.int32),
            tf.TensorSpec([5], tf.int32),
        ]
        self._call = (
            tf.function(self._many, autograph=False, jit_compile=True)
            if choice.xla
            else tf.function(self._many, autograph=False, jit_compile=False, input_signature=signature)
        )
        self._function: Any = None

    def compile(self, orders: Sequence[Order]) -> None:
        """Compile for orders like these, training nothing."""
        self._function = self._call.get_concrete_function(*self._arguments(orders, count=0))
        if self._has_xla:  # which compiles only when it is called
            self._function(*self._arguments(orders, count=0))

    def __call__(self, orders: Sequence[Order]) -> list[Outcome]:
        """Train an epoch for each of the orders, at most ``MOST``, and return what each came to."""
        arguments = self._arguments(orders, count=len(orders))
        return self._outcomes(len(orders), [tensor.numpy() for tensor in self._function(*arguments)])

    def _arguments(self, orders: Sequence[Order], *, count: int) -> tuple[Any, ...]:
        one = orders[0]
        # XLA compiles anew for another number of orders.
        given = [*orders, *([one] * (MOST - len(orders)))]
        judged = one if self._judging is None else self._judging.order
        # Numbers that are known only then keep the loops as they are in the single calls.
        numbers = [count, len(one.full), bool(len(one.rest)), len(judged.full), bool(len(judged.rest))]
        return (
            tf.constant(np.stack([order.full for order in given])),
            tf.constant(np.stack([order.rest for order in given])),
            tf.constant(judged.full),
            tf.constant(judged.rest),
            tf.constant(numbers, tf.int32),
        )

    def _outcomes(self, count: int, found: list[NDArray[Any]]) -> list[Outcome]:
        figures, judged, *rest = found
        counters = 0 if self._judging is None else len(self._judging.counters)
        counts, weights = rest[:counters], rest[counters:]
        outcomes = []
        for n in range(count):
            *running, rate = figures[n].tolist()
            values = dict(zip(self._judged, judged[n].tolist(), strict=True))
            verdict = Verdict(values, tuple(each[n] for each in counts)) if self._judging else None
            own = [each[n] for each in weights]
            outcomes.append(Outcome(dict(zip(self._names, running, strict=True)), verdict, rate, own))
        return outcomes

    def _many(self, rows: Any, rest: Any, judged: Any, judged_rest: Any, numbers: Any) -> Any:
        def one(number: Any, *stores: Any) -> Any:
            self._train.reset()
            _pass(self._train, (tf.gather(rows, number), numbers[1]), (tf.gather(rest, number), numbers[2]))
            rate = tf.cast(self._model.optimizer.learning_rate, tf.float64)
            figures = tf.concat([packed(self._train.results()), [rate]], axis=0)
            kept = [tf.convert_to_tensor(variable.value) for variable in self._model.weights]
            verdict = self._judge((judged, numbers[3]), (judged_rest, numbers[4]))
            values = [figures, *verdict, *kept]
            return (number + 1, *(s.write(number, v) for s, v in zip(stores, values, strict=True)))

        _, *stores = tf.while_loop(
            lambda number, *_: number < numbers[0], one, (0, *self._stores()), parallel_iterations=1
        )
        return [store.stack() for store in stores]

    def _judge(self, full: Any, rest: Any) -> list[Any]:
        if self._judging is None:
            return [tf.zeros([0], tf.float64)]
        work = self._judging.work
        # A pass for the matrix alone leaves no trace in the training.
        seeds = [] if self._judged else self._seeds
        before = [tf.convert_to_tensor(seed.value) for seed in seeds]
        work.reset()
        _pass(work, full, rest)
        for seed, value in zip(seeds, before, strict=True):
            seed.assign(value)
        return [packed(work.results()), *(counter.tensor() for counter in self._judging.counters)]

    def _stores(self) -> list[Any]:
        counters = () if self._judging is None else self._judging.counters
        shapes = [
            (tf.float64, (len(self._names) + 1,)),
            (tf.float64, (len(self._judged),)),
            *((tf.int64, counter.shape) for counter in counters),
            *((tf.as_dtype(variable.dtype), variable.shape) for variable in self._model.weights),
        ]
        return [tf.TensorArray(dtype, size=MOST, element_shape=shape) for dtype, shape in shapes]


def _pass(work: Pass, full: Any, last: Any) -> None:
    """Do batches of ``full``, rows and how many, and the odd ``last``, if there is one."""

    def one(number: Any) -> Any:
        work.step(work.source.taken((), tf.gather(full[0], number)))
        return (number + 1,)

    def odd(number: Any) -> Any:
        work.step(work.source.taken((), last[0]))
        return (number + 1,)

    tf.while_loop(lambda number: number < full[1], one, (0,), parallel_iterations=1)
    if last[0].shape[0] != 0:
        tf.while_loop(lambda number: number < last[1], odd, (0,), parallel_iterations=1)
