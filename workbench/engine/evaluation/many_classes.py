"""Networks of so many classes that a square matrix of them fills the memory: only what occurs is counted."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.evaluation.confusion import class_numbers
from workbench.protocol.judgement import ClassReport

MOST_SQUARE = 1000
"""With more classes the matrix is kept sparse: a square one of 100,000 classes would have 80 GB."""
_TOLD = 1000
Pairs = NDArray[np.int64]


def predicted_classes(model: Any, batches: Any) -> NDArray[np.int64]:
    """Return the class (n,) that the first output names for each example; no more than a batch is held."""
    told = []
    for number in range(len(batches)):
        outputs = model.predict_on_batch(*batches[number])
        told.append(class_numbers(outputs[0] if isinstance(outputs, list | tuple) else outputs))
    return np.concatenate(told)


def pairs_of(true: NDArray[np.int64], predicted: NDArray[np.int64]) -> Pairs:
    """Return (pairs, 3): true class, predicted class and how often, for each pair that occurs, in order."""
    width = int(max(true.max(initial=0), predicted.max(initial=0))) + 1
    pairs, counts = np.unique(true * width + predicted, return_counts=True)
    return np.column_stack([pairs // width, pairs % width, counts])


def report_of(pairs: Pairs, classes: tuple[str, ...]) -> tuple[ClassReport, ...]:
    """Return the report of the classes with most examples, and the means over all, as scikit-learn has them.

    What is divided by nothing is 0: precision of a class that was never predicted, recall of one without
    examples.
    """
    count = max(len(classes), int(pairs[:, :2].max(initial=-1)) + 1)
    is_right = pairs[:, 0] == pairs[:, 1]
    support = np.bincount(pairs[:, 0], pairs[:, 2], count)
    said = np.bincount(pairs[:, 1], pairs[:, 2], count)
    right = np.bincount(pairs[is_right, 0], pairs[is_right, 2], count)
    precision, recall = _shares(right, said), _shares(right, support)
    figures = np.column_stack([precision, recall, _shares(2 * right, said + support)])
    largest = np.argsort(-support, kind="stable")[:_TOLD]
    rows = [_row(classes[at], figures[at], support[at]) for at in largest if at < len(classes)]
    total = float(support.sum())
    means = figures[: len(classes)].mean(axis=0)
    weighted = support @ figures / total if total else means
    return (*rows, _row("macro avg", means, total), _row("weighted avg", weighted, total))


def _shares(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(len(whole)), where=whole > 0)


def _row(label: str, figures: NDArray[np.float64], support: float) -> ClassReport:
    precision, recall, f1 = (float(figure) for figure in figures)
    return ClassReport(label=label, precision=precision, recall=recall, f1=f1, support=int(support))
