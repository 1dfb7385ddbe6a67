"""The targets as a loss wants them. The user chooses a loss; the encoding follows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.catalog.current import current
from workbench.catalog.loss_forms import BINARY, ONE_HOT, QUANTITIES, SPARSE, form_of_classes, loss_kind
from workbench.engine.data.dataset import Dataset
from workbench.engine.data.memory import budget
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.spec import Spec

Encoded = NDArray[np.int64] | NDArray[np.float32]


def encode_dataset(dataset: Dataset, *, loss: Spec, units: int) -> Encoded:
    """Encode all targets of a data set for an output of so many units; WorkbenchError as ``encode``."""
    return encode(
        dataset.y,
        classes=len(dataset.classes),
        loss=loss,
        units=units,
        values=dataset.values,
        labels=len(dataset.labels),
    )


def encode(
    y: NDArray[np.int64] | NDArray[np.float32],
    *,
    classes: int,
    loss: Spec,
    units: int,
    values: NDArray[np.float32] | None = None,
    labels: int = 0,
) -> Encoded:
    """Return the targets for ``loss`` on an output of ``units`` units.

    Class numbers become int64 (n,) for sparse losses, float32 one-hot (n, classes) where there is one unit
    per class, float32 (n, 1) for one unit. ``values``, the number each class stands for, is what a loss on
    quantities learns with one unit. ``classes`` is 0 for regression: float32 (n, k) stays as it is,
    and so do several labels, each 0 or 1, where ``labels`` is their number.

    Raises:
        WorkbenchError: where ``training.loss``, when loss, data and units can't go together.
    """
    loss = Spec(loss_kind(loss, current()), loss.params)
    if labels:
        return _encode_labels(y, loss, units)
    if classes == 0:
        return _encode_quantities(y, loss, units)
    form = form_of_classes(loss.kind, units, are_quantities=values is not None)
    if form == "numbers":
        if units < classes:
            raise _refuse(loss, f"one unit for each of the {classes} classes", f"{units}", _FIX_UNITS)
        return y.astype(np.int64)
    _check_known(loss)
    if form == "one-hot":
        if units != classes:
            raise _refuse(loss, f"one unit for each of the {classes} classes", f"{units}", _FIX_UNITS)
        return _one_hot(y, classes, loss)
    if loss.kind in BINARY and classes != 2:
        raise _refuse(
            loss,
            f"{classes} units for the {classes} classes, or two classes for one unit",
            "one unit",
            f"Give the last layer {classes} units, with SparseCategoricalCrossentropy and softmax.",
        )
    numbers = values if values is not None and form == "quantity" else np.arange(classes)
    return numbers[y].astype(np.float32)[:, np.newaxis]


def _one_hot(y: NDArray[np.int64] | NDArray[np.float32], classes: int, loss: Spec) -> Encoded:
    """Return float32 (n, classes); refused where it would fill the memory: sparse losses need none of it."""
    size = 4 * len(y) * classes
    if size > budget():
        raise _refuse(
            loss,
            f"at most {budget() / 1e9:.1f} GB for the targets",
            f"{len(y):,} examples times {classes:,} classes, {size / 1e9:.1f} GB",
            "Choose SparseCategoricalCrossentropy: it takes the number of the class.",
        )
    encoded = np.zeros((len(y), classes), dtype=np.float32)
    encoded[np.arange(len(y)), y.astype(np.int64)] = 1
    return encoded


_FIX_UNITS = "Change the units of the last layer, or choose a loss that fits it."


def _encode_labels(y: NDArray[np.int64] | NDArray[np.float32], loss: Spec, units: int) -> Encoded:
    _check_known(loss)
    if loss.kind in SPARSE:
        hint = "Choose BinaryCrossentropy, with a sigmoid at the end."
        raise _refuse(loss, "one class for each example", "several labels", hint)
    if units != y.shape[1]:
        raise _refuse(loss, f"one unit for each of the {y.shape[1]} labels", f"{units}", _FIX_UNITS)
    return y.astype(np.float32)


def _encode_quantities(y: NDArray[np.int64] | NDArray[np.float32], loss: Spec, units: int) -> Encoded:
    _check_known(loss)
    columns = y.shape[1]
    if loss.kind not in QUANTITIES and not (loss.kind == "CosineSimilarity" and columns > 1):
        raise _refuse(
            loss,
            "classes as the target",
            "quantities",
            "Choose a loss for regression, such as MeanSquaredError, or a target column that holds classes.",
        )
    if units != columns:
        some = (
            "one unit for the one target" if columns == 1 else f"one unit for each of the {columns} targets"
        )
        raise _refuse(loss, some, f"{units}", _FIX_UNITS)
    return y.astype(np.float32)


def _check_known(loss: Spec) -> None:
    if loss.kind not in SPARSE | ONE_HOT | BINARY | QUANTITIES:
        raise _refuse(
            loss,
            "a target of another kind than this data has",
            "classes or quantities",
            "Choose another loss.",
        )


def _refuse(loss: Spec, expected: str, received: str, hint: str) -> WorkbenchError:
    text = f"{loss.kind} does not fit: expected {expected}, received {received}."
    return WorkbenchError(error("loss.unfit", "training.loss", text, hint))
