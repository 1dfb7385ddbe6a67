"""Dates and times as text, read as moments."""

from __future__ import annotations

from typing import Any

import pandas as pd

DAY_FIRST = r"\s*(1[3-9]|2\d|3[01])[./-]\d{1,2}[./-]\d{4}"
"""A date such as 31.12.2026: where a column has one of them, the day comes first in all."""

_AT_ONCE = 1 << 13
"""So many different ones are read at a time: pandas lets no other thread work meanwhile."""


def moments_of(column: Any) -> Any:
    """Return a pandas column of text or dates as UTC times, with NaT for all that is none."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return pd.to_datetime(column, utc=True)
    is_day_first = bool(column.astype(str).str.match(DAY_FIRST).any())
    places, cells = pd.factorize(column)  # a missing one has the place -1
    pieces = (pd.Series(cells[start : start + _AT_ONCE]) for start in range(0, max(1, len(cells)), _AT_ONCE))
    dates = pd.concat(
        pd.to_datetime(some, errors="coerce", format="mixed", dayfirst=is_day_first, utc=True)
        for some in pieces
    )
    return pd.Series(dates.array.take(places, allow_fill=True), index=column.index)
