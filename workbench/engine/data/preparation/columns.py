"""One column of a table: fitted on its training rows, and made numbers of, for any rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler

from workbench.engine.data.csv_columns import missing_values, number_problem, to_numbers
from workbench.engine.data.csv_text import short
from workbench.engine.data.dataset import Locate, Tell, keep_quiet, refuse
from workbench.engine.data.preparation.fitted import CategoryColumn, Column, NumberColumn, TextColumn
from workbench.engine.data.preparation.words import vectorised, vocabulary
from workbench.foundation.csv_classes import LEADING_ZERO
from workbench.foundation.errors import WorkbenchError
from workbench.project.preparation import ColumnPreparation, Missing, Preparation, Scaling

MOST_VALUES = 1000
_SLICE = 1 << 20
_ABSENT = "missing"
_WHERE = "data.source.features"
Numbers = NDArray[np.float64]


def fit_number(name: str, numbers: Numbers, rule: ColumnPreparation, whole: Preparation) -> NumberColumn:
    """Fit on the training rows' numbers (n,), where NaN is a missing one; infinite ones are left out."""
    numbers = _only(numbers, ~np.isinf(numbers))
    missing = rule.missing or whole.missing
    own = rule.fill if isinstance(rule.fill, int | float) else whole.fill
    fill = _fill_of_numbers(numbers, missing, float(own))
    is_there = ~np.isnan(numbers)
    filled = _only(numbers, is_there) if fill is None else np.where(is_there, numbers, fill)
    scaling = rule.scaling or whole.scaling
    if scaling == "none" or not len(filled):
        return NumberColumn(name=name, fill=fill)
    slices = (filled[start : start + _SLICE, np.newaxis] for start in range(0, len(filled), _SLICE))
    centre, scale = fit_scaling(slices, scaling)
    return NumberColumn(name=name, fill=fill, centre=float(centre[0]), scale=float(scale[0]))


def _only(numbers: Numbers, chosen: NDArray[np.bool_]) -> Numbers:
    """Return the chosen numbers, without a copy where that is all of them."""
    return numbers if chosen.all() else numbers[chosen]


def fit_scaling(chunks: Iterable[NDArray[Any]], scaling: Scaling) -> tuple[Numbers, Numbers]:
    """Return what is taken off each column of (n, columns) and what it is then divided by.

    ``chunks`` are rows one behind the other, none of them empty.
    """
    if scaling == "minmax":
        extent = MinMaxScaler()
        for chunk in chunks:
            extent.partial_fit(chunk)
        return extent.data_min_, 1 / extent.scale_
    standard = StandardScaler()
    for chunk in chunks:
        standard.partial_fit(chunk)
    return standard.mean_, standard.scale_


def _fill_of_numbers(numbers: Numbers, missing: Missing, fill: float) -> float | None:
    if missing in ("refuse", "drop"):
        return None
    if missing == "constant" or not len(numbers) or np.isnan(numbers).all():
        return fill
    imputer = SimpleImputer(strategy=missing).fit(numbers[:, np.newaxis])
    return float(imputer.statistics_[0])


def fit_category(column: Any, rule: ColumnPreparation, whole: Preparation) -> CategoryColumn:
    """Fit on the training rows of a column; WorkbenchError for more values than a network can tell apart."""
    name = str(column.name)
    there = _counted(column)
    missing = there.pop("", 0)
    are_numbers = _are_numbers(there)
    if are_numbers:
        there = _counted_short(there)
    fill = _fill_of_texts(there, rule, whole)
    known = np.array([*there, *([fill] if missing and fill is not None else [])], dtype=object)
    found = OneHotEncoder().fit(known[:, np.newaxis]).categories_[0] if len(known) else ()
    values = [str(value) for value in found]
    if are_numbers:
        values.sort(key=_as_number)
    _check_variety(name, values, there.total())
    is_one_hot = (rule.categories or whole.categories) == "one_hot"
    return CategoryColumn(
        name=name, values=tuple(values), is_one_hot=is_one_hot, fill=fill, are_numbers=are_numbers
    )


def _as_number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("inf")


def _counted(column: Any) -> Counter[str]:
    """Return how often each text of a pandas column stands there, stripped; a missing one is empty."""
    numbers, cells = pd.factorize(column, use_na_sentinel=False)
    counts: Counter[str] = Counter()
    for cell, count in zip(cells, np.bincount(numbers, minlength=len(cells)).tolist(), strict=True):
        counts["" if pd.isna(cell) else str(cell).strip()] += count
    return counts


def _counted_short(counts: Counter[str]) -> Counter[str]:
    """Return the counts of numbers as they are written short: 3 and 3.0 are one."""
    short: Counter[str] = Counter()
    for text, count in counts.items():
        short[_short_number(text)] += count
    return short


def _fill_of_texts(there: Counter[str], rule: ColumnPreparation, whole: Preparation) -> str | None:
    missing = rule.missing or whole.missing
    if missing in ("refuse", "drop"):
        return None
    if missing == "constant" or not len(there):
        return _ABSENT if rule.fill is None else _as_text(rule.fill)
    return min(
        there, key=lambda text: (-there[text], text)
    )  # of equally frequent ones SimpleImputer's choice


def _as_text(fill: float | str) -> str:
    return fill if isinstance(fill, str) else f"{fill:g}"


def _check_variety(name: str, values: Sequence[str], rows: int) -> None:
    is_never_twice = 20 < len(values) == rows
    if not values or (len(values) <= MOST_VALUES and not is_never_twice):
        return
    raise refuse(
        "data.too_many_values",
        f"Column “{short(name)}” holds {len(values)} different values in the {rows} training rows: expected "
        f"at most {MOST_VALUES}, and some of them more than once.",
        "Names, ids and dates tell a network nothing: ignore the column, or take it for text.",
        where=_WHERE,
    )


def fit_text(column: Any, rule: ColumnPreparation, whole: Preparation, tell: Tell = keep_quiet) -> TextColumn:
    """Fit on the training rows of a column of texts."""
    mode = rule.mode or whole.mode
    tokens, length = rule.tokens or whole.tokens, rule.length or whole.length
    words, weights = vocabulary(as_texts(column), max(2, tokens), mode, tell)
    is_filled = (rule.missing or whole.missing) not in ("refuse", "drop")
    fill = (rule.fill if isinstance(rule.fill, str) else "") if is_filled else None
    return TextColumn(
        name=str(column.name), words=words, mode=mode, length=max(1, length), weights=weights, fill=fill
    )


def as_texts(column: Any) -> NDArray[Any]:
    """Return the cells of a pandas column as stripped texts, missing ones empty."""
    numbers, cells = pd.factorize(column)
    texts = np.array([*(str(cell).strip() for cell in cells), ""], dtype=object)
    return np.asarray(texts[numbers])  # a missing one has the number -1


def _are_numbers(there: Iterable[str]) -> bool:
    """Whether all that is there are numbers; codes such as 007 are none."""
    different = set(there)
    return bool(different) and all(_is_number(text) and not LEADING_ZERO.match(text) for text in different)


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


def _written_short(texts: NDArray[Any]) -> NDArray[Any]:
    short = {text: _short_number(text) for text in set(texts)}
    return np.array([short[text] for text in texts], dtype=object)


def _short_number(text: str) -> str:
    return f"{float(text):.15g}" if _is_number(text) else text


def apply_number(fitted: NumberColumn, numbers: Numbers) -> Numbers:
    """Return (n, 1) of numbers (n,), where NaN is a missing one."""
    filled = numbers if fitted.fill is None else np.where(np.isnan(numbers), fitted.fill, numbers)
    return ((filled - fitted.centre) / fitted.scale)[:, np.newaxis]


def values_of(fitted: CategoryColumn | TextColumn, column: Any) -> NDArray[Any]:
    """Return the cells of a pandas column as the texts that the fitted one speaks of, missing ones empty."""
    texts = as_texts(column)
    return _written_short(texts) if isinstance(fitted, CategoryColumn) and fitted.are_numbers else texts


def apply_category(fitted: CategoryColumn, column: Any) -> NDArray[np.float32]:
    """Return (n, width) of a pandas column; what was never seen, or is missing without a fill, is zero."""
    texts = values_of(fitted, column)
    if fitted.fill is not None:
        texts = np.where(texts == "", fitted.fill, texts)
    places = {value: place for place, value in enumerate(fitted.values)}
    found = np.array([places.get(text, -1) for text in texts], dtype=np.int64)
    if not fitted.is_one_hot:
        return (found + 1).astype(np.float32)[:, np.newaxis]
    out = np.zeros((len(found), len(fitted.values)), dtype=np.float32)
    known = np.flatnonzero(found >= 0)
    out[known, found[known]] = 1
    return out


def apply_text(fitted: TextColumn, column: Any) -> NDArray[np.float32]:
    """Return (n, width) of a pandas column of texts."""
    texts = as_texts(column)
    if fitted.fill:
        texts = np.where(texts == "", fitted.fill, texts)
    return vectorised(list(texts), fitted.words, fitted.mode, length=fitted.length, weights=fitted.weights)


def apply(fitted: Column, column: Any, decimal: str, locate: Locate) -> NDArray[Any]:
    """Return (n, width) of a pandas column of raw cells.

    Raises:
        WorkbenchError: where ``data.source.features``, for what is missing or can be no number.
    """
    if fitted.fill is None and (problem := missing_values(fitted.name, column, locate, _WHERE)) is not None:
        raise WorkbenchError(problem)
    match fitted:
        case NumberColumn():
            numbers = to_numbers(column, decimal)
            if (problem := number_problem(column, numbers, locate)) is not None:
                raise WorkbenchError(problem)
            return apply_number(fitted, numbers)
        case CategoryColumn():
            return apply_category(fitted, column)
        case TextColumn():
            return apply_text(fitted, column)
