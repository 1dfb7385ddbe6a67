"""Which outputs of a network are judged by matrices every epoch, and how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.catalog.loss_forms import threshold_of
from workbench.engine.data.dataset import Dataset
from workbench.engine.training.compiling import head_of
from workbench.engine.training.examples import Examples
from workbench.project.project import Project
from workbench.protocol.outputs import OutputForm

MOST_CLASSES = 1000  # a matrix of 8 MB
MOST_LABELS = 1000
MOST_TARGETS = 16
_MARGIN = 0.05


def forms_of(
    model: Any, project: Project, dataset: Dataset, judged: Examples, *, has_validation: bool
) -> tuple[OutputForm | None, ...]:
    """Return what each output answers of the examples that are ``judged``; None for one without a matrix.

    Those are outputs that name no class of the data, too many classes, labels or targets for one, and
    quantities without a validation part: they are not worth a pass of their own.
    """
    targets = judged.y if isinstance(judged.y, list) else [judged.y]
    outputs = zip(project.graph.outputs(), model.outputs, targets, strict=True)
    forms = tuple(
        _form(node.name, tensor, y, dataset, threshold_of(head_of(project.training, node).loss))
        for node, tensor, y in outputs
    )
    are_worth_it = has_validation or any(form is not None and form.form != "quantities" for form in forms)
    return forms if are_worth_it else (None,) * len(forms)


def _form(name: str, tensor: Any, y: NDArray[Any], dataset: Dataset, threshold: float) -> OutputForm | None:
    if len(tensor.shape) != 2:
        return None
    units, classes, labels = int(tensor.shape[-1]), len(dataset.classes), len(dataset.labels)
    if labels:
        is_told = units == labels <= MOST_LABELS
        return _labels(name, dataset.labels, threshold) if is_told else None
    if 2 <= classes <= MOST_CLASSES and units in {classes, 1 if classes == 2 else classes}:
        return OutputForm(name=name, form="classes", threshold=threshold if units == 1 else None)
    is_quantity = y.ndim == 2 and y.dtype.kind == "f" and (not classes or units == 1)
    if not is_quantity or units != y.shape[1] or units > MOST_TARGETS:
        return None
    names = dataset.target_names if len(dataset.target_names) == units else tuple(_numbered(units))
    return OutputForm(name=name, form="quantities", names=names, ranges=tuple(_ranges(y)))


def _labels(name: str, labels: tuple[str, ...], threshold: float) -> OutputForm:
    return OutputForm(name=name, form="labels", names=labels, threshold=threshold)


def _numbered(units: int) -> Iterator[str]:
    yield from (f"y{number}" for number in range(1, units + 1)) if units > 1 else ("y",)


def _ranges(y: NDArray[np.float32]) -> Iterator[tuple[float, float]]:
    for column in y.T:
        finite = column[np.isfinite(column)]
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
        room = (high - low or 1.0) * _MARGIN
        yield low - room, high + room
