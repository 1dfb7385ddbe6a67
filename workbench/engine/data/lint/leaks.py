"""Columns that alone give the target away: most often they are known only once the target is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import balanced_accuracy_score, r2_score
from sklearn.tree import DecisionTreeClassifier

from workbench.engine.data.csv_columns import to_numbers
from workbench.engine.data.lint.columns import without
from workbench.engine.data.lint.material import Material, found, named
from workbench.protocol.findings import Finding

_LEAST_ROWS = 20
_MOST_ROWS = 5_000
_MOST_COLUMNS = 300
_MOST_CLASSES = 50
_PERFECT = 0.99
_FEW_VALUES = 50


def leaking_columns(material: Material, ids: list[str]) -> Iterator[Finding]:
    """Yield columns from which the target of other rows can be read off nearly without an error.

    Each column is judged on rows that it was not fitted to: numbers by a tree with one threshold more than
    there are classes, other values by the class that goes with each of them; a quantity by a straight line.
    A value that stands in one row only tells nothing of others: names and numbers of rows give nothing away.
    """
    dataset = material.dataset
    if dataset.table is None or dataset.windows is not None or len(dataset) < _LEAST_ROWS:
        return
    if len(dataset.classes) > _MOST_CLASSES or dataset.labels:
        return
    some = np.random.default_rng(0).permutation(len(dataset))[:_MOST_ROWS]
    frame, decimal = dataset.table.frame, dataset.table.decimal
    y = dataset.y[some]
    scores: dict[str, float] = {}
    for place, name in enumerate(frame.columns[:_MOST_COLUMNS]):
        material.tell("checking", place, len(frame.columns))
        if str(name) not in ids:
            scores[str(name)] = _score(frame[name].iloc[some], decimal, y, bool(dataset.classes))
    names = [name for name, score in scores.items() if score >= _PERFECT]
    if not names:
        return
    what = "tells the class" if dataset.is_classification else "gives the target"
    alone = f"{scores[names[0]]:.1%}"
    yield found(
        "warning",
        "leaking-column",
        "data.source.features",
        f"{named(names)} alone {what} of rows that it was not fitted to"
        f"{f' ({alone} right)' if dataset.is_classification else f' (R² {scores[names[0]]:.3f})'}.",
        "If it is known only after the target is, or copies it, leave it out: the network would learn "
        "nothing else. If it is known before, you need no network.",
        without(material, names),
    )


def _score(column: Any, decimal: str, y: NDArray[Any], is_classification: bool) -> float:
    """Return how well a column tells the second half from the first and the other way round, 1 at best."""
    values = _values(column, decimal)
    if values is None:
        return 0.0
    half = len(y) // 2
    first, second = np.arange(half), np.arange(half, len(y))
    judge = _classes_told if is_classification else _line_told
    return min(judge(values, y, first, second), judge(values, y, second, first))


def _values(column: Any, decimal: str) -> tuple[NDArray[Any], bool] | None:
    """Return numbers, or numbers of categories and True; None for a column without variety."""
    numbers = to_numbers(column, decimal)
    there = ~np.asarray(column.isna())
    if np.isfinite(numbers[there]).all() and there.any():
        filled = np.where(there, numbers, numbers[there].min() - 1)
        return (filled, False) if np.ptp(filled) else None
    codes = np.asarray(pd.factorize(column.astype(str))[0])
    return (codes, True) if np.ptp(codes) else None


def _classes_told(values: tuple[NDArray[Any], bool], y: NDArray[Any], learn: Any, judge: Any) -> float:
    numbers, are_categories = values
    if len(np.unique(y[learn])) < 2 or len(np.unique(y[judge])) < 2:
        return 0.0
    if are_categories:
        counts = pd.crosstab(numbers[learn], y[learn])
        told = pd.Series(numbers[judge]).map(counts.idxmax(axis=1)).fillna(-1).to_numpy()
    else:
        few = len(np.unique(numbers)) <= _FEW_VALUES
        leaves = len(np.unique(numbers)) if few else len(np.unique(y))
        tree = DecisionTreeClassifier(max_leaf_nodes=max(2, leaves), random_state=0)
        told = tree.fit(numbers[learn, np.newaxis], y[learn]).predict(numbers[judge, np.newaxis])
    truth = y[judge].astype(np.int64)
    is_known = np.isin(told, np.unique(truth))
    if not is_known.any():
        return 0.0
    return float(balanced_accuracy_score(truth[is_known], told[is_known].astype(np.int64)) * is_known.mean())


def _line_told(values: tuple[NDArray[Any], bool], y: NDArray[Any], learn: Any, judge: Any) -> float:
    numbers, are_categories = values
    target = y[:, 0].astype(np.float64)
    if y.shape[1] != 1 or np.ptp(target[learn]) == 0 or np.ptp(target[judge]) == 0:
        return 0.0
    if are_categories:
        means = pd.Series(target[learn]).groupby(numbers[learn]).mean()
        told = pd.Series(numbers[judge]).map(means).fillna(target[learn].mean()).to_numpy()
    elif np.ptp(numbers[learn]) == 0:
        return 0.0
    else:
        scaled = (numbers - numbers[learn].mean()) / numbers[learn].std()
        told = np.polyval(np.polyfit(scaled[learn], target[learn], 1), scaled[judge])
    # A straight line through a true relation is no leak; one without any noise is the target in other units.
    return float(r2_score(target[judge], told)) ** 10
