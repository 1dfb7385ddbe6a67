"""What a data set turned out to be, small enough for one frame to the window."""

from __future__ import annotations

import math

import numpy as np

from workbench.engine.data.dataset import Dataset
from workbench.engine.data.split import Parts
from workbench.protocol.facts import DataFacts

_PREVIEW_EXAMPLES = 64
_PREVIEW_LARGEST = 4096
_PREVIEW_NUMBERS = 32_768
_COLUMNS = 1000


def facts(dataset: Dataset, parts: Parts) -> DataFacts:
    """Return the data set in figures, with examples from all over it.

    The preview has at most 64 examples and 32,768 numbers (rounded to six digits), and none when one example
    has more than 4,096 numbers. Only the first 1,000 columns are told.
    """
    is_classification = dataset.is_classification
    counts = np.bincount(dataset.y, minlength=len(dataset.classes)).tolist() if is_classification else ()
    shown = _preview_rows(dataset)
    return DataFacts(
        input_shape=tuple(dataset.x.shape[1:]),
        task="classification" if is_classification else "regression",
        classes=dataset.classes,
        counts=tuple(counts),
        targets=1 if is_classification else dataset.y.shape[1],
        examples=len(dataset),
        training=len(parts.train),
        validation=len(parts.validation),
        test=len(parts.test),
        minimum=float(dataset.x.min()),
        maximum=float(dataset.x.max()),
        columns=dataset.columns[:_COLUMNS],
        preview=tuple(tuple(float(f"{value:.6g}") for value in dataset.x[row].ravel()) for row in shown),
        preview_labels=tuple(label(dataset, row) for row in shown),
        problems=parts.warnings,
    )


def label(dataset: Dataset, row: int) -> str:
    """Return the target of one example as text."""
    if dataset.is_classification:
        return dataset.classes[int(dataset.y[row])]
    return ", ".join(f"{value:g}" for value in dataset.y[row])


def _preview_rows(dataset: Dataset) -> list[int]:
    size = math.prod(dataset.x.shape[1:])
    if size > _PREVIEW_LARGEST:
        return []
    count = min(len(dataset), _PREVIEW_EXAMPLES, _PREVIEW_NUMBERS // size)
    return [int(row) for row in np.linspace(0, len(dataset) - 1, count)]
