"""The pass over examples that changes nothing: validation figures and the confusion matrix in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.training import order
from workbench.engine.training.choice import Choice
from workbench.engine.training.compiled import Pass, Source
from workbench.engine.training.counting import QuantityCounter, counter_for
from workbench.engine.training.examples import Examples
from workbench.engine.training.pace import Pace
from workbench.engine.training.stepping import Judge
from workbench.foundation import clock
from workbench.project.project import Project
from workbench.protocol.outputs import OutputForm


@dataclass(frozen=True)
class Verdict:
    """Loss and metrics over the examples, if wanted, and the matrices of each output that has any."""

    values: dict[str, float]
    counts: tuple[NDArray[np.int64], ...]


class Judging:
    """Judges a model on the same examples again and again; without ``has_figures`` for matrices alone."""

    def __init__(
        self,
        model: Any,
        examples: Examples,
        source: Source,
        *,
        project: Project,
        classes: int,
        outputs: Sequence[OutputForm | None],
        has_figures: bool,
        choice: Choice,
    ) -> None:
        self.counters = tuple(
            counter_for(form, output=number, classes=classes)
            for number, form in enumerate(outputs)
            if form is not None
        )
        self._judge = Judge(model, source, self.counters, has_figures=has_figures, choice=choice)
        self.order = order.in_turn(examples.count, project.training.batch_size)
        self._pace = Pace(fixed=project.training.execution.steps_per_call)

    @property
    def work(self) -> Pass:
        """What is done with each batch."""
        return self._judge.call.work

    @property
    def has_confusion(self) -> bool:
        """Whether there is a matrix that is worth a pass of its own."""
        return any(not isinstance(counter, QuantityCounter) for counter in self.counters)

    def compile(self) -> None:
        """Compile before the first pass: an OpError when XLA can't."""
        if len(self.order.full):
            self._judge.call.compile(self.order)

    @property
    def is_one_call(self) -> bool:
        """Tell whether the next pass is done in a single call, so that nothing can come between."""
        return self._judge.call.longest(self.order, 0, self._pace.steps) == self.order.steps

    def run(self, go_on: Callable[[], bool]) -> Verdict | None:
        """Judge all examples; between two calls ``go_on`` may end it, and None is returned."""
        values: dict[str, float] = {}
        step = 0
        while True:
            steps = self._judge.call.longest(self.order, step, self._pace.steps)
            traces, began = self._judge.call.traces, clock.monotonic()
            values = self._judge.call(self.order, step, steps)
            if self._judge.call.traces == traces:
                self._pace.learn(steps, clock.monotonic() - began)
            step += steps
            if step >= self.order.steps:
                return Verdict(values, tuple(counter.matrix() for counter in self.counters))
            if not go_on():
                return None
