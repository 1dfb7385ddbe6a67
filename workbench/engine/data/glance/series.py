"""A time series in a table: a column of numbers, whose next one its own past may tell, and maybe moments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from workbench.engine.data.moments import moments_of
from workbench.project.data import Table, Window
from workbench.protocol.facts import ColumnFacts

_USUAL, _LEAST, _OF_ALL = 24, 2, 8
_LOOKED_AT = 1000
_DIGIT = re.compile(r"\d")
_YEARS = frozenset({"year", "date", "datetime", "timestamp"})


@dataclass(frozen=True)
class Series:
    """The names of a series' columns; without ``time`` its rows stand in their order."""

    time: str
    value: str

    def source(self, path: Path, sheet: str) -> Table:
        """Return the table with the value as its target and, by its own past, its only feature."""
        features = (self.value,)
        return Table(path=str(path), target=self.value, features=features, time=self.time, sheet=sheet)

    def window(self, rows: int) -> Window:
        """Return a window of at most an eighth of so many rows, 0 being unknown, before the next value."""
        return Window(length=max(_LEAST, min(_USUAL, rows // _OF_ALL)) if rows else _USUAL)


def series_in(frame: Any, columns: Sequence[ColumnFacts]) -> Series | None:
    """Return the series that a table is: dates in their order, and numbers; None where it is anything else.

    Numbers are moments only where they are whole and their name says so. Of many rows some are looked at.
    """
    if len(columns) == 1:
        return Series("", columns[0].name) if _is_quantity(columns[0]) else None
    if len(columns) != 2:
        return None
    frame = frame.iloc[:: -(-len(frame) // _LOOKED_AT) or 1]
    for time, value in (columns, tuple(reversed(columns))):
        if _is_quantity(value) and not time.missing and _are_moments(frame[time.name], time):
            return Series(time.name, value.name)
    return None


def _is_quantity(facts: ColumnFacts) -> bool:
    return facts.minimum is not None and not facts.missing and facts.distinct > 1


def _are_moments(column: Any, facts: ColumnFacts) -> bool:
    if pd.api.types.is_numeric_dtype(column.dtype):
        numbers = np.asarray(column, dtype=np.float64)
        if facts.name.lower() not in _YEARS or (numbers % 1).any():
            return False
        moments = pd.Series(numbers)
    elif column.astype(str).str.contains(_DIGIT).all():
        moments = moments_of(column)
    else:
        return False  # pandas takes May and A for dates
    is_in_order = moments.is_monotonic_increasing or moments.is_monotonic_decreasing
    return bool(moments.notna().all() and moments.is_unique and is_in_order)
