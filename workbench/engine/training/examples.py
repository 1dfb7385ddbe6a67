"""The examples as a network takes them: an array for each input, a target for each output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.dataset import Dataset
from workbench.engine.evaluation.feeding import inputs_of, targets_of
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.project import Project


@dataclass(frozen=True, eq=False)
class Examples:
    """Rows of a data set, ready for a model; ``labels`` are class numbers, None for regression.

    ``x`` and ``y`` are arrays, or lists of arrays where there are several inputs or outputs.
    """

    x: Any
    y: Any
    labels: NDArray[np.int32] | None
    count: int
    bytes: int


def arrange(dataset: Dataset, rows: NDArray[np.int64], model: Any, project: Project) -> Examples:
    """Return these rows as ``model``, which was built from ``project``, takes them.

    Raises:
        WorkbenchError: inputs or targets don't fit the network.
    """
    _check_shapes(dataset.x.shape[1:], model, project)
    x = dataset.x[rows]
    y = targets_of(model, project, dataset, rows)
    targets = y if isinstance(y, list) else [y]
    return Examples(
        x=inputs_of(model, x),
        y=y,
        labels=dataset.y[rows].astype(np.int32) if dataset.is_classification else None,
        count=len(rows),
        bytes=x.nbytes + sum(target.nbytes for target in targets),
    )


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
