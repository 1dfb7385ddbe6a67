"""What the columns of a table hold, for reading."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd
from msgspec.structs import replace
from numpy.typing import NDArray

from workbench.engine.data.csv_columns import to_numbers
from workbench.engine.data.csv_threads import WORKERS
from workbench.engine.data.dataset import Tell, keep_quiet
from workbench.engine.data.figures import Figures, figures
from workbench.engine.data.preparation.kinds import kind_of
from workbench.project.roles import Role
from workbench.protocol.facts import ColumnFacts

_BINS = 20
_MOST_COUNTED = 200_000
_TOP = 10
_LONGEST = 60


def column_facts(column: Any, decimal: str, role: Role = "feature") -> ColumnFacts:
    """Return what a column holds; figures of numbers only where all that is not missing is finite numbers.

    Of more than 200,000 rows, values are counted in about as many from all over the column.
    """
    every = -(-len(column) // _MOST_COUNTED) or 1
    some = column if every == 1 else column.iloc[::every]
    is_numeric = pd.api.types.is_numeric_dtype(column.dtype)
    numbers = to_numbers(column, decimal)
    found = figures(numbers)
    missing = len(column) - found.size if is_numeric else int(column.isna().sum())
    is_number = 0 < found.size == len(column) - missing and bool(np.isfinite((found.low, found.high)).all())
    told = ColumnFacts(
        name=str(column.name),
        dtype=str(column.dtype) if is_numeric else "number" if is_number else "text",
        missing=missing,
        distinct=int(some.nunique()),
        counted=0 if every == 1 else len(some),
        role=role,
        kind=kind_of(column, numbers),
    )
    if not is_number:
        return _with_top(told, some)
    counted = numbers[::every]
    return _with_figures(told, found, counted[~np.isnan(counted)])


def facts_side_by_side(
    columns: Sequence[Any], decimal: str, roles: Sequence[Role], tell: Tell = keep_quiet
) -> tuple[ColumnFacts, ...]:
    """Return what columns hold, found on several threads; ``tell`` hears of ``counting``."""
    told = []
    with ThreadPoolExecutor(WORKERS) as pool:
        coming = [
            pool.submit(column_facts, column, decimal, role)
            for column, role in zip(columns, roles, strict=True)
        ]
        try:
            for number, facts in enumerate(coming):
                tell("counting", number, len(coming))
                told.append(facts.result())
        finally:
            pool.shutdown(cancel_futures=True)
    return tuple(told)


def number_facts(name: str, values: NDArray[np.float32]) -> ColumnFacts:
    """Return what a column of an array holds; all of it are finite numbers."""
    told = ColumnFacts(name=name, dtype=str(values.dtype), distinct=len(np.unique(values)))
    return _with_figures(told, figures(values), values.astype(np.float64))


def _with_figures(told: ColumnFacts, found: Figures, some: NDArray[np.float64]) -> ColumnFacts:
    """Return facts with the figures of a column; ``some`` of its numbers (none NaN) make the histogram."""
    low, high = found.low, found.high
    # A range beyond what a float can tell apart has no bins.
    has_bins = 0 < high - low < np.inf and _is_wide(low, high)
    counts = np.histogram(some, bins=_BINS, range=(low, high))[0] if has_bins else ()
    return replace(
        told,
        minimum=low,
        maximum=high,
        mean=found.mean if np.isfinite(found.mean) else None,
        deviation=found.deviation if np.isfinite(found.deviation) else None,
        histogram=tuple(int(count) for count in counts),
    )


def _is_wide(low: float, high: float) -> bool:
    return (high - low) / _BINS > np.spacing(max(abs(low), abs(high)))


def _with_top(told: ColumnFacts, column: Any) -> ColumnFacts:
    counts = column.dropna().astype(str).str.slice(0, _LONGEST).value_counts().head(_TOP)
    return replace(told, top=tuple((str(value), int(count)) for value, count in counts.items()))
