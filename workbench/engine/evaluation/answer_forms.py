"""What each output of a run's model answers, told by the run itself, so that its data need not be there."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.catalog.loss_forms import threshold_of
from workbench.engine.evaluation.confusion import class_numbers
from workbench.engine.training.compiling import head_of
from workbench.project.project import Project
from workbench.protocol.judgement import Said
from workbench.protocol.outputs import OutputForm
from workbench.runs.events import RunStarted
from workbench.runs.folder import RunFolder
from workbench.runs.journal import Follower


def started_of(folder: RunFolder) -> RunStarted | None:
    """Return how a run began; its journal says so in its first lines."""
    there = Follower(folder.journal, steps=False).there()
    return next((event for event in there if isinstance(event, RunStarted)), None)


def answer_forms(
    model: Any, project: Project, classes: tuple[str, ...], folder: RunFolder
) -> tuple[OutputForm, ...]:
    """Return the form of each output with a name for each of its units, or classes for a single one.

    With more units than classes the surplus ones are classes without a name of their own.
    """
    started = started_of(folder)
    told = {} if started is None else {form.name: form for form in started.outputs}
    return tuple(
        _form(
            node.name,
            int(np.prod(tensor.shape[1:])),
            classes,
            threshold_of(head_of(project.training, node).loss),
            told.get(node.name),
        )
        for node, tensor in zip(project.graph.outputs(), model.outputs, strict=True)
    )


def said(form: OutputForm, outputs: NDArray[np.float32]) -> list[Said]:
    """Return what an output (n, units) says of each example, and how sure it is by its probabilities."""
    rows = [tuple(row) for row in outputs.tolist()]
    if form.form == "quantities":
        return [Said(output=row) for row in rows]
    middle = 0.5 if form.threshold is None else form.threshold
    if form.form == "labels":
        return [Said(output=row, label=", ".join(_above(form.names, row, middle))) for row in rows]
    numbers = class_numbers(outputs, threshold=middle)
    sure = _confidence(outputs, numbers, middle)
    return [
        Said(output=row, label=form.names[number], confidence=sure[index] if sure else None)
        for index, (row, number) in enumerate(zip(rows, numbers.tolist(), strict=True))
    ]


def _form(
    name: str, units: int, classes: tuple[str, ...], threshold: float, told: OutputForm | None
) -> OutputForm:
    if told is not None and told.form == "labels" and len(told.names) == units:
        return OutputForm(name=name, form="labels", names=told.names, threshold=threshold)
    if classes and (units > 1 or len(classes) <= 2):
        surplus = tuple(f"unit {number}" for number in range(len(classes), units))
        middle = threshold if units == 1 else None
        return OutputForm(name=name, form="classes", names=(*classes, *surplus), threshold=middle)
    if told is not None and len(told.names) == units:
        return OutputForm(name=name, form="quantities", names=told.names)
    names = tuple(f"y{number}" for number in range(1, units + 1)) if units > 1 else ("y",)
    return OutputForm(name=name, form="quantities", names=names)


def _above(names: tuple[str, ...], row: tuple[float, ...], middle: float) -> list[str]:
    return [name for name, value in zip(names, row, strict=True) if value >= middle]


def _confidence(
    outputs: NDArray[np.float32], numbers: NDArray[np.int64], threshold: float
) -> list[float] | None:
    """Return the probability of each chosen class, or None when the outputs are no probabilities."""
    if outputs.min() < 0 or outputs.max() > 1 + 1e-6:
        return None
    if outputs.shape[1] == 1:
        chosen = np.where(numbers == 1, outputs[:, 0], 1 - outputs[:, 0])
        return chosen.tolist() if threshold == 0.5 else None
    if not np.allclose(outputs.sum(axis=1), 1, atol=1e-3):
        return None
    return outputs.max(axis=1).tolist()
