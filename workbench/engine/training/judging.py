"""The pass over examples that changes nothing: validation figures and the confusion matrix in one go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.catalog.loss_forms import threshold_of
from workbench.engine.evaluation.confusion import class_numbers, confusion_matrix
from workbench.engine.training import order
from workbench.engine.training.compiled import Source, longest
from workbench.engine.training.compiling import head_of
from workbench.engine.training.examples import Examples
from workbench.engine.training.pace import Pace
from workbench.engine.training.stepping import Judge
from workbench.engine.training.values import plain
from workbench.foundation import clock
from workbench.project.project import Project

MOST_CLASSES = 1000  # a matrix of 8 MB


@dataclass(frozen=True)
class Verdict:
    """Loss and metrics over the examples, and the matrix where the task has classes."""

    values: dict[str, float]
    confusion: NDArray[np.int64] | None


class Judging:
    """Judges a model on the same examples again and again."""

    def __init__(
        self, model: Any, examples: Examples, source: Source, *, batch: int, project: Project, classes: int
    ) -> None:
        self._examples = examples
        self._classes = classes
        self._threshold = 0.5
        output = _output_of_classes(model, classes) if examples.labels is not None else None
        if output is not None:
            self._threshold = threshold_of(head_of(project.training, project.graph.outputs()[output]).loss)
        self._judge = Judge(model, source, collect=output)
        self._order = order.in_turn(examples.count, batch)
        self._pace = Pace()
        self.has_confusion = output is not None

    def run(self, go_on: Callable[[], bool]) -> Verdict | None:
        """Judge all examples; after each call ``go_on`` may end it, and None is returned."""
        self._judge.reset()
        collected: list[NDArray[Any]] = []
        results: dict[str, Any] = {}
        step = 0
        while step < self._order.steps:
            steps = longest(self._order, step, self._pace.steps)
            traces, began = self._judge.call.traces, clock.monotonic()
            results, outputs = self._judge.call(self._order, step, steps)
            if outputs is not None:
                collected.append(class_numbers(outputs.numpy(), threshold=self._threshold))
            values = plain(results)
            if self._judge.call.traces == traces:
                self._pace.learn(steps, clock.monotonic() - began)
            step += steps
            if not go_on():
                return None
        return Verdict(values, self._matrix(collected))

    def _matrix(self, collected: list[NDArray[Any]]) -> NDArray[np.int64] | None:
        if not collected or self._examples.labels is None:
            return None
        return confusion_matrix(self._examples.labels, np.concatenate(collected), self._classes)


def _output_of_classes(model: Any, classes: int) -> int | None:
    """Return the number of the first output that names a class, if any."""
    if not 2 <= classes <= MOST_CLASSES:
        return None
    for number, tensor in enumerate(model.outputs):
        units = tensor.shape[-1]
        if len(tensor.shape) == 2 and (units == classes or (units == 1 and classes == 2)):
            return number
    return None
