"""What a data set turned out to be, small enough for one frame to the window."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.dataset import Dataset, Features, ImageFiles, Tell, keep_quiet
from workbench.engine.data.pictures.listing import shown
from workbench.engine.data.preparation.arrays import MadeRows
from workbench.engine.data.slices import slices
from workbench.engine.data.split import Parts
from workbench.project.data import Task
from workbench.protocol.facts import PARTS, DataFacts, ImageFacts, ImageFile

_PREVIEW_EXAMPLES = 64
_PREVIEW_POINTS = 1000
_PREVIEW_LARGEST = 4096
_PREVIEW_NUMBERS = 32_768
_COLUMNS = _CLASSES = 1000
_SHOWN = 240
_SHOWN_OF_CLASS = 12
_KINDS = 50
_SET_ASIDE = 100


def facts(dataset: Dataset, parts: Parts, task: Task | None = None, tell: Tell = keep_quiet) -> DataFacts:
    """Return the data set in figures, with examples from all over it; ``tell`` hears of ``counting``.

    The preview has at most 64 examples (1,000 points of two numbers) and 32,768 numbers (rounded to six
    digits), and none when one example has more than 4,096 numbers. Of columns and classes the first 1,000 are
    told.
    """
    counts = _counts(dataset, dataset.y)
    by_part = (parts.train, parts.validation, parts.test)
    rows = _preview_rows(dataset)
    some = np.asarray(dataset.x[rows]) if len(rows) else np.empty((0,))
    low, high = _range(dataset.x, tell)
    return DataFacts(
        input_shape=tuple(dataset.x.shape[1:]),
        task="classification" if dataset.is_classification else "regression",
        classes=dataset.classes[:_CLASSES],
        more_classes=max(0, len(dataset.classes) - _CLASSES),
        counts=counts,
        targets=1 if dataset.is_classification else dataset.y.shape[1],
        examples=len(dataset),
        training=len(parts.train),
        validation=len(parts.validation),
        test=len(parts.test),
        minimum=low,
        maximum=high,
        columns=dataset.columns[:_COLUMNS],
        preview=tuple(tuple(float(f"{value:.6g}") for value in row.ravel()) for row in some),
        preview_labels=tuple(label(dataset, row) for row in rows),
        problems=dataset.notes + parts.warnings,
        proposed=task or _proposed(dataset),
        target_names=dataset.labels or dataset.target_names,
        part_counts=tuple(_counts(dataset, dataset.y[part]) for part in by_part)
        if dataset.is_classification
        else (),
        rows=dataset.rows,
        given=_given(dataset),
        groups=0 if dataset.groups is None else int(np.count_nonzero(np.bincount(dataset.groups))),
        images=None if dataset.images is None else _images(dataset, dataset.images, by_part, tell),
        is_streamed=not isinstance(dataset.x, np.ndarray),
    )


def label(dataset: Dataset, row: int) -> str:
    """Return the target of one example as text."""
    if dataset.is_classification:
        return dataset.classes[int(dataset.y[row])]
    if dataset.labels:
        return ", ".join(name for name, is_set in zip(dataset.labels, dataset.y[row], strict=True) if is_set)
    return ", ".join(f"{value:g}" for value in dataset.y[row])


def _proposed(dataset: Dataset) -> Task:
    if dataset.labels:
        return "multilabel"
    if not dataset.classes:
        return "regression"
    return "binary" if len(dataset.classes) == 2 else "multiclass"


def _counts(dataset: Dataset, y: NDArray[Any]) -> tuple[int, ...]:
    if not dataset.is_classification:
        return ()
    counts = np.bincount(y, minlength=len(dataset.classes))
    return tuple(counts[:_CLASSES].tolist())


def _range(x: Features, tell: Tell) -> tuple[float, float]:
    """Return the smallest and largest number; of images that are not in memory, what they can be."""
    if isinstance(x, MadeRows) and x.extent is not None:
        return x.extent
    if not isinstance(x, np.ndarray) and x.dtype == np.uint8:
        return 0.0, 255.0
    if not math.prod(x.shape):
        return 0.0, 0.0
    low, high = math.inf, -math.inf
    for some in slices(len(x), x.nbytes):
        tell("counting", some.start, len(x))
        values = x[some]
        low, high = min(low, float(values.min())), max(high, float(values.max()))
    return low, high


def _given(dataset: Dataset) -> tuple[int, int, int]:
    if dataset.given is None:
        return (0, 0, 0)
    train, validation, test = np.bincount(dataset.given, minlength=3).tolist()
    return train, validation, test


def _images(
    dataset: Dataset, files: ImageFiles, by_part: tuple[NDArray[np.int64], ...], tell: Tell
) -> ImageFacts:
    part = np.zeros(len(dataset), dtype=np.int8)
    for number, rows in enumerate(by_part):
        part[rows] = number
    return ImageFacts(
        files=len(files.paths),
        shown=tuple(
            ImageFile(
                path=shown(files.paths[row]),
                label=label(dataset, row),
                row=row,
                part=PARTS[part[row]],
                width=files.sizes[row][0],
                height=files.sizes[row][1],
                mode=files.modes[row],
            )
            for row in _shown_rows(dataset, tell)
        ),
        sizes=tuple((*size, count) for size, count in Counter(files.sizes).most_common(_KINDS)),
        modes=tuple(Counter(files.modes).most_common(_KINDS)),
        set_aside=files.set_aside[:_SET_ASIDE],
        set_aside_count=len(files.set_aside),
    )


def _shown_rows(dataset: Dataset, tell: Tell) -> list[int]:
    """Return rows from all over each class, or from all over the set."""
    if not dataset.is_classification:
        count = min(len(dataset), _SHOWN)
        return [int(row) for row in np.linspace(0, len(dataset) - 1, count)]
    most = max(1, min(_SHOWN_OF_CLASS, _SHOWN // len(dataset.classes)))
    rows: list[int] = []
    shown = min(len(dataset.classes), _SHOWN)
    for number in range(shown):
        tell("counting", number, shown)
        of_class = np.flatnonzero(dataset.y == number)
        places = np.linspace(0, len(of_class) - 1, min(len(of_class), most)).astype(int)
        rows += of_class[places].tolist()
    return rows


def _preview_rows(dataset: Dataset) -> list[int]:
    size = math.prod(dataset.x.shape[1:])
    if size > _PREVIEW_LARGEST or not isinstance(dataset.x, np.ndarray):
        return []
    most = _PREVIEW_POINTS if size <= 2 else _PREVIEW_EXAMPLES
    count = min(len(dataset), most, _PREVIEW_NUMBERS // max(1, size))
    return [int(row) for row in np.linspace(0, len(dataset) - 1, count)]
