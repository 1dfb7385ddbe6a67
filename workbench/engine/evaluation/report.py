"""scikit-learn's classification report, as rows and as text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import classification_report, precision_recall_fscore_support

from workbench.protocol.judgement import ClassReport


def report_rows(
    true: NDArray[np.int64], predicted: NDArray[np.int64], classes: tuple[str, ...]
) -> tuple[ClassReport, ...]:
    """Return a row for each class, then the plain and the weighted mean over the classes."""
    labels = range(len(classes))
    columns = precision_recall_fscore_support(true, predicted, labels=labels, zero_division=0)
    rows = [_row(name, figures) for name, figures in zip(classes, zip(*columns, strict=True), strict=True)]
    for average in ("macro", "weighted"):
        *figures, _ = precision_recall_fscore_support(
            true, predicted, labels=labels, average=average, zero_division=0
        )
        rows.append(_row(f"{average} avg", (*figures, len(true))))
    return tuple(rows)


def report_text(true: NDArray[np.int64], predicted: NDArray[np.int64], classes: tuple[str, ...]) -> str:
    """Return the report as scikit-learn prints it."""
    return str(
        classification_report(
            true, predicted, labels=range(len(classes)), target_names=classes, digits=3, zero_division=0
        )
    )


def _row(label: str, figures: tuple[float, ...]) -> ClassReport:
    precision, recall, f1, support = figures
    return ClassReport(
        label=label, precision=float(precision), recall=float(recall), f1=float(f1), support=int(support)
    )
