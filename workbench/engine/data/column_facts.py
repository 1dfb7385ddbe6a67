"""What the columns of a table hold, for reading."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from msgspec.structs import replace
from numpy.typing import NDArray

from workbench.engine.data.csv_columns import to_numbers
from workbench.engine.data.preparation.kinds import kind_of
from workbench.project.roles import Role
from workbench.protocol.facts import ColumnFacts

_BINS = 20
_MOST_COUNTED = 1_000_000
_TOP = 10
_LONGEST = 60


def column_facts(column: Any, decimal: str, role: Role = "feature") -> ColumnFacts:
    """Return what a column holds; figures of numbers only where all that is not missing is finite numbers.

    Of more than a million rows, values are counted in as many from all over the column.
    """
    every = -(-len(column) // _MOST_COUNTED) or 1
    some = column if every == 1 else column.iloc[::every]
    numbers = to_numbers(column, decimal)
    missing = np.asarray(column.isna())
    there = numbers[~missing] if missing.any() else numbers
    is_number = bool(len(there)) and bool(np.isfinite(there).all())
    is_numeric = pd.api.types.is_numeric_dtype(column.dtype)
    told = ColumnFacts(
        name=str(column.name),
        dtype=str(column.dtype) if is_numeric else "number" if is_number else "text",
        missing=int(missing.sum()),
        distinct=int(some.nunique()),
        counted=0 if every == 1 else len(some),
        role=role,
        kind=kind_of(column, numbers),
    )
    return _with_figures(told, there, every) if is_number else _with_top(told, some)


def number_facts(name: str, values: NDArray[np.float32]) -> ColumnFacts:
    """Return what a column of an array holds; all of it are finite numbers."""
    told = ColumnFacts(name=name, dtype=str(values.dtype), distinct=len(np.unique(values)))
    return _with_figures(told, values.astype(np.float64))


def _with_figures(told: ColumnFacts, numbers: NDArray[np.float64], every: int = 1) -> ColumnFacts:
    low, high = float(numbers.min()), float(numbers.max())
    with np.errstate(over="ignore", invalid="ignore"):
        mean, deviation = float(numbers.mean()), float(numbers.std())
    # A range beyond what a float can tell apart has no bins.
    has_bins = 0 < high - low < np.inf and _is_wide(low, high)
    counts = np.histogram(numbers[::every], bins=_BINS, range=(low, high))[0] if has_bins else ()
    return replace(
        told,
        minimum=low,
        maximum=high,
        mean=mean if np.isfinite(mean) else None,
        deviation=deviation if np.isfinite(deviation) else None,
        histogram=tuple(int(count) for count in counts),
    )


def _is_wide(low: float, high: float) -> bool:
    return (high - low) / _BINS > np.spacing(max(abs(low), abs(high)))


def _with_top(told: ColumnFacts, column: Any) -> ColumnFacts:
    counts = column.dropna().astype(str).str.slice(0, _LONGEST).value_counts().head(_TOP)
    return replace(told, top=tuple((str(value), int(count)) for value, count in counts.items()))
