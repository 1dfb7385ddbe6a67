"""Feature columns: numbers or a reason, never a silent guess."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.engine.data.csv_text import short
from workbench.engine.data.dataset import Locate
from workbench.foundation.errors import Problem, error

_SHOWN = 5
_AT_ONCE = 1 << 18
_LARGEST = float(np.finfo(np.float32).max)
_WHERE = "data.source.features"


def to_numbers(column: Any, decimal: str) -> NDArray[np.float64]:
    """Return a column as numbers, with NaN for all that is none; True and False are 1 and 0."""
    if pd.api.types.is_numeric_dtype(column.dtype):
        return np.asarray(column, dtype=np.float64)
    places, cells = pd.factorize(column.astype(str))  # of millions of cells few are different
    text = pd.Series(cells, dtype="str").str.strip()
    if decimal != ".":
        text = text.str.replace(decimal, ".", regex=False)
    numbers = np.full(len(text) + 1, np.nan)  # a missing one has the place -1
    for start in range(0, len(text), _AT_ONCE):  # pandas lets no other thread work meanwhile
        some = slice(start, min(start + _AT_ONCE, len(text)))
        numbers[some] = np.asarray(pd.to_numeric(text.iloc[some], errors="coerce"), dtype=np.float64)
    return numbers[places]


def missing_values(name: str, column: Any, locate: Locate, where: str) -> Problem | None:
    """Return the problem of a column with empty cells, or None."""
    missing = np.flatnonzero(column.isna())
    if not len(missing):
        return None
    count, first = len(missing), locate(int(column.index[missing[0]]))
    values = "1 missing value" if count == 1 else f"{count} missing values, the first"
    return error(
        "data.missing_values",
        where,
        f"Column “{short(name)}” has {values} in {first}: expected one in each of the {len(column)} rows.",
        "Choose in Data how missing values are filled, fill them in, or leave the column out."
        if where == _WHERE
        else "Fill them in, delete these rows, or leave the column out.",
    )


def number_problem(column: Any, numbers: NDArray[np.float64], locate: Locate) -> Problem | None:
    """Return the problem of a feature column that holds something else than finite numbers, or None.

    ``numbers`` is what ``to_numbers`` made of it; what is missing is none of this one's business.
    """
    name = str(column.name)
    wrong = np.flatnonzero(~(np.abs(numbers) <= _LARGEST) & np.asarray(column.notna()))
    if not len(wrong):
        return None
    value, place = column.iloc[wrong[0]], locate(int(column.index[wrong[0]]))
    more = f", and {len(wrong) - 1} more like it" if len(wrong) > 1 else ""
    if np.isnan(numbers[wrong[0]]):
        return error(
            "data.text_in_numbers",
            _WHERE,
            f"Column “{short(name)}”, {place}: expected a number, received “{short(str(value))}”{more}.",
            "Correct the value, take the column for a category in Data, or leave it out.",
        )
    return error(
        "data.not_finite",
        _WHERE,
        f"Column “{short(name)}”, {place}: expected a number up to 3.4e38, received {value}{more}.",
        "Correct the value or delete the row: a network can't learn from infinite numbers.",
    )


def at_most_some(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the first problems of columns, and how many more there are."""
    return (*problems[:_SHOWN], *_rest(len(problems) - _SHOWN))


def _rest(count: int) -> tuple[Problem, ...]:
    if count <= 0:
        return ()
    text = "1 more column has" if count == 1 else f"{count} more columns have"
    return (error("data.more", _WHERE, f"{text} such values.", "Choose the columns that hold numbers only."),)
