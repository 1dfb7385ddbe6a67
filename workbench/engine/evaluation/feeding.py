"""Examples and targets as a model with one or several inputs and outputs takes them."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.dataset import Dataset, Features
from workbench.engine.data.targets import encode
from workbench.engine.training.compiling import head_of
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.project import Project


class RowBatches(keras.utils.PyDataset):
    """Rows of examples in their order, read batch by batch; without ``y``, the inputs alone.

    ``weights``, if any, count each row in the loss.
    """

    def __init__(
        self,
        features: Features,
        rows: NDArray[np.int64],
        *,
        batch: int,
        inputs: int,
        y: Any = None,
        weights: NDArray[np.float32] | None = None,
    ) -> None:
        super().__init__()
        self._features = features
        self._rows = rows
        self._batch = batch
        self._inputs = inputs
        self._y = y
        self._weights = weights

    def __len__(self) -> int:
        return -(-len(self._rows) // self._batch)

    def __getitem__(self, index: int) -> Any:
        part = slice(index * self._batch, (index + 1) * self._batch)
        x = np.asarray(self._features[self._rows[part]], dtype=np.float32)
        given = x if self._inputs == 1 else tuple([x] * self._inputs)
        if self._y is None:
            return (given,)
        y = tuple(one[part] for one in self._y) if isinstance(self._y, list) else self._y[part]
        return (given, y) if self._weights is None else (given, y, self._weights[part])


def inputs_of(model: Any, x: NDArray[np.float32]) -> Any:
    """Return ``x``, once for each input when there are several."""
    return x if len(model.inputs) == 1 else [x] * len(model.inputs)


def targets_of(model: Any, project: Project, dataset: Dataset, rows: NDArray[np.int64]) -> Any:
    """Return the targets of these rows, encoded for every output's own loss and number of units.

    Raises:
        WorkbenchError: loss, data and units of an output can't go together.
    """
    encoded = []
    for node, output in zip(project.graph.outputs(), model.outputs, strict=True):
        if len(output.shape) != 2:
            raise WorkbenchError(
                error(
                    "model.output_shape",
                    f"node:{node.id}",
                    f"{node.name} gives {tuple(output.shape[1:])} for an example: expected a row of units.",
                    "Put a Flatten or pooling layer and a Dense layer at the end.",
                )
            )
        encoded.append(
            encode(
                dataset.y[rows],
                classes=len(dataset.classes),
                loss=head_of(project.training, node).loss,
                units=int(output.shape[-1]),
                values=dataset.values,
                labels=len(dataset.labels),
            )
        )
    return encoded[0] if len(encoded) == 1 else encoded


def first_output(outputs: Any) -> NDArray[np.float32]:
    """Return what the first output says, (n, units)."""
    first = outputs[0] if isinstance(outputs, list | tuple) else outputs
    return np.asarray(first, dtype=np.float32).reshape(len(first), -1)


def all_outputs(outputs: Any) -> list[NDArray[np.float32]]:
    """Return what each output says, (n, units)."""
    every = outputs if isinstance(outputs, list | tuple) else [outputs]
    return [np.asarray(one, dtype=np.float32).reshape(len(one), -1) for one in every]
