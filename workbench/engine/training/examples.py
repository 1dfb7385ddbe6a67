"""The examples as a network takes them: inputs, a target for each output, weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.class_weights import class_weights
from workbench.engine.data.dataset import Dataset, Features
from workbench.engine.evaluation.feeding import targets_of
from workbench.engine.training.aligned import is_shared, part_of
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
        return isinstance(self.x, np.ndarray) or self.is_shared

    @property
    def is_shared(self) -> bool:
        """Whether it lies in the very memory of the data set, so that holding it takes none."""
        return is_shared(self.x)


def arrange(
    dataset: Dataset, rows: NDArray[np.int64], model: Any, project: Project, *, is_training: bool = False
) -> Examples:
    """Return these rows as ``model``, which was built from ``project``, takes them.

    Their own weights count wherever they go, those of their classes only where it ``is_training``, as in
    Keras' ``fit``.

    Raises:
        WorkbenchError: inputs or targets don't fit the network.
    """
    _check_shapes(dataset.x.shape[1:], model, project)
    x = part_of(dataset.x, rows)
    y = targets_of(model, project, dataset, rows)
    targets = y if isinstance(y, list) else [y]
    return Examples(
        x=x,
        y=y,
        labels=dataset.y[rows].astype(np.int32) if dataset.is_classification else None,
        count=len(rows),
        bytes=x.nbytes + sum(target.nbytes for target in targets),
        inputs=len(model.inputs),
        weights=_weights(dataset, rows, project if is_training else None),
    )


def _weights(
    dataset: Dataset, rows: NDArray[np.int64], project: Project | None
) -> NDArray[np.float32] | None:
    """Return how much each example counts: its own weight, times its class' in a training of ``project``."""
    own = None if dataset.weights is None else dataset.weights[rows]
    asked = None if project is None else project.data.class_weight
    if asked is None or not dataset.is_classification:
        return own
    y = dataset.y[rows].astype(np.int64)
    of_class = class_weights(asked, dataset.classes, np.bincount(y, minlength=len(dataset.classes)))
    of_example = of_class[y].astype(np.float32)
    return of_example if own is None else own * of_example


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
