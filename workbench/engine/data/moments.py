"""Dates and times as text, read as moments."""

from __future__ import annotations

from typing import Any

import pandas as pd

DAY_FIRST = r"\s*(1[3-9]|2\d|3[01])[./-]\d{1,2}[./-]\d{4}"
"""A date such as 31.12.2026: where a column has one of them, the day comes first in all."""


def moments_of(column: Any) -> Any:
    """Return a pandas column of text or dates as UTC times, with NaT for all that is none."""
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return pd.to_datetime(column, utc=True)
    is_day_first = bool(column.astype(str).str.match(DAY_FIRST).any())
    return pd.to_datetime(column, errors="coerce", format="mixed", dayfirst=is_day_first, utc=True)
