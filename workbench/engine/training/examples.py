"""The examples as a network takes them: inputs, a target for each output, weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.chosen import ChosenRows
from workbench.engine.data.dataset import Dataset, Features
from workbench.engine.evaluation.feeding import targets_of
from workbench.engine.training.aligned import rows_of
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.project import Project


@dataclass(frozen=True, eq=False)
class Examples:
    """Rows of a data set, ready for a model; ``labels`` are class numbers, None for regression.

    ``x`` is what each of the ``inputs`` gets, as it lies in the data set: in memory, or to be read when it is
    wanted. ``y`` is an array, or a list of arrays where there are several outputs. ``weights``, if any, count
    each example in the loss, float32 (n,).
    """

    x: Features
    y: Any
    labels: NDArray[np.int32] | None
    count: int
    bytes: int
    inputs: int = 1
    weights: NDArray[np.float32] | None = None

    @property
    def is_held(self) -> bool:
        """Whether all of it is in memory."""
        return isinstance(self.x, np.ndarray)


def arrange(
    dataset: Dataset, rows: NDArray[np.int64], model: Any, project: Project, *, is_training: bool = False
) -> Examples:
    """Return these rows as ``model``, which was built from ``project``, takes them; weighted for training.

    Raises:
        WorkbenchError: inputs or targets don't fit the network.
    """
    _check_shapes(dataset.x.shape[1:], model, project)
    x = rows_of(dataset.x, rows) if isinstance(dataset.x, np.ndarray) else ChosenRows(dataset.x, rows)
    y = targets_of(model, project, dataset, rows)
    targets = y if isinstance(y, list) else [y]
    return Examples(
        x=x,
        y=y,
        labels=dataset.y[rows].astype(np.int32) if dataset.is_classification else None,
        count=len(rows),
        bytes=x.nbytes + sum(target.nbytes for target in targets),
        inputs=len(model.inputs),
        weights=_weights(dataset, rows, project) if is_training else None,
    )


def _weights(dataset: Dataset, rows: NDArray[np.int64], project: Project) -> NDArray[np.float32] | None:
    """Return how much each example counts: its own weight, times its class' where classes are balanced.

    A class weighs the mean size of a class over its own size, as scikit-learn's ``balanced`` has it.
    """
    weights = None if dataset.weights is None else dataset.weights[rows]
    if project.data.class_weight is None or not dataset.is_classification:
        return weights
    y = dataset.y[rows].astype(np.int64)
    sizes = np.bincount(y, minlength=len(dataset.classes))
    of_class = len(y) / ((sizes > 0).sum() * np.maximum(sizes, 1))
    balanced = of_class[y].astype(np.float32)
    return balanced if weights is None else weights * balanced


def _check_shapes(shape: tuple[int, ...], model: Any, project: Project) -> None:
    for node, tensor in zip(project.graph.inputs(), model.inputs, strict=True):
        expected = tuple(tensor.shape[1:])
        if not any(_fits(candidate, expected) for candidate in (shape, (*shape, 1), _without_one(shape))):
            raise WorkbenchError(
                error(
                    "input.unfit",
                    f"node:{node.id}.shape",
                    f"The input “{node.name}” does not fit the data: expected shape {shape}, "
                    f"received {expected}.",
                    "Set the input's shape to the data's.",
                )
            )


def _without_one(shape: tuple[int, ...]) -> tuple[int, ...]:
    return shape[:-1] if len(shape) > 1 and shape[-1] == 1 else shape


def _fits(shape: tuple[int, ...], expected: tuple[int | None, ...]) -> bool:
    return len(shape) == len(expected) and all(
        size is None or size == there for size, there in zip(expected, shape, strict=True)
    )
