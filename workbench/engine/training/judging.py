"""The pass over examples that changes nothing: validation figures and the confusion matrix in one go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.catalog.loss_forms import threshold_of
from workbench.engine.training import order
from workbench.engine.training.compiled import Source, longest
from workbench.engine.training.compiling import head_of
from workbench.engine.training.counting import Counter
from workbench.engine.training.examples import Examples
from workbench.engine.training.pace import Pace
from workbench.engine.training.stepping import Judge
from workbench.foundation import clock
from workbench.project.project import Project

MOST_CLASSES = 1000  # a matrix of 8 MB


@dataclass(frozen=True)
class Verdict:
    """Loss and metrics over the examples, if wanted, and the matrix where the task has classes."""

    values: dict[str, float]
    confusion: NDArray[np.int64] | None


class Judging:
    """Judges a model on the same examples again and again; without ``has_figures`` for the matrix alone."""

    def __init__(
        self,
        model: Any,
        examples: Examples,
        source: Source,
        *,
        project: Project,
        classes: int,
        has_figures: bool,
        xla: bool = False,
    ) -> None:
        self._counter = _counter(model, project, classes) if examples.labels is not None else None
        self._judge = Judge(model, source, self._counter, has_figures=has_figures, xla=xla)
        self._order = order.in_turn(examples.count, project.training.batch_size)
        self._pace = Pace(fixed=project.training.execution.steps_per_call)

    @property
    def has_confusion(self) -> bool:
        return self._counter is not None

    def compile(self) -> None:
        """Compile before the first pass: an OpError when XLA can't."""
        if len(self._order.full):
            self._judge.call.compile(self._order)

    def run(self, go_on: Callable[[], bool]) -> Verdict | None:
        """Judge all examples; after each call ``go_on`` may end it, and None is returned."""
        values: dict[str, float] = {}
        step = 0
        while step < self._order.steps:
            wanted = min(self._pace.steps, self._judge.call.most_steps(self._order))
            steps = longest(self._order, step, wanted)
            traces, began = self._judge.call.traces, clock.monotonic()
            values = self._judge.call(self._order, step, steps)
            if self._judge.call.traces == traces:
                self._pace.learn(steps, clock.monotonic() - began)
            step += steps
            if not go_on():
                return None
        return Verdict(values, None if self._counter is None else self._counter.matrix())


def _counter(model: Any, project: Project, classes: int) -> Counter | None:
    """Return what counts the classes that the network names, if it names any."""
    output = _output_of_classes(model, classes)
    if output is None:
        return None
    head = head_of(project.training, project.graph.outputs()[output])
    return Counter(classes, output=output, threshold=threshold_of(head.loss))


def _output_of_classes(model: Any, classes: int) -> int | None:
    """Return the number of the first output that names a class, if any."""
    if not 2 <= classes <= MOST_CLASSES:
        return None
    for number, tensor in enumerate(model.outputs):
        units = tensor.shape[-1]
        if len(tensor.shape) == 2 and (units == classes or (units == 1 and classes == 2)):
            return number
    return None
