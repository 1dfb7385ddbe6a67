"""The columns of a table that are neither features nor targets: weights, groups, time, ready parts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.engine.data.csv_columns import missing_values, to_numbers
from workbench.engine.data.csv_text import short
from workbench.engine.data.dataset import refuse
from workbench.engine.data.moments import moments_of
from workbench.engine.data.table_files import TableFile
from workbench.foundation.errors import WorkbenchError

_PARTS = {"train": 0, "training": 0, "validation": 1, "val": 1, "valid": 1, "test": 2, "testing": 2}


def read_weights(table: TableFile, name: str) -> NDArray[np.float32] | None:
    """Return how much each row counts, (n,); None without such a column."""
    if (column := _column(table, name, "weight")) is None:
        return None
    numbers = to_numbers(column, table.decimal)
    wrong = np.flatnonzero(~((numbers >= 0) & np.isfinite(numbers)))
    if len(wrong):
        raise _wrong(table, column, int(wrong[0]), "weight", "a number of 0 or more")
    if not numbers.any():
        raise refuse(
            "data.weights",
            f"Column “{short(name)}” is 0 in every row: expected some weight.",
            "Choose another column for the weights, or none.",
            where="data.source.weight",
        )
    return numbers.astype(np.float32)


def read_groups(table: TableFile, name: str) -> NDArray[np.int64] | None:
    """Return the number of each row's group, (n,); None without such a column."""
    if (column := _column(table, name, "group")) is None:
        return None
    places, names = pd.factorize(column)  # of millions of rows few are different
    _, numbers = np.unique([str(name) for name in names], return_inverse=True)
    return np.asarray(numbers[places], dtype=np.int64)


def read_time(table: TableFile, name: str) -> NDArray[np.int64] | None:
    """Return the place of each row in time, (n,); rows of the same time stay in the table's order."""
    if (column := _column(table, name, "time")) is None:
        return None
    moments = to_numbers(column, table.decimal)
    if np.isnan(moments).any():
        dates = moments_of(column)
        wrong = np.flatnonzero(dates.isna())
        if len(wrong):
            raise _wrong(table, column, int(wrong[0]), "time", "a date, a time or a number")
        moments = dates.astype("int64").to_numpy()
    ranks = np.empty(len(moments), dtype=np.int64)
    ranks[np.argsort(moments, kind="stable")] = np.arange(len(moments))
    return ranks


def read_parts(table: TableFile, name: str) -> NDArray[np.int8] | None:
    """Return the ready part of each row: 0 train, 1 validation, 2 test; None without such a column."""
    if (column := _column(table, name, "part")) is None:
        return None
    numbers = column.astype(str).str.strip().str.lower().map(_PARTS)
    wrong = np.flatnonzero(numbers.isna())
    if len(wrong):
        raise _wrong(table, column, int(wrong[0]), "part", "train, validation or test")
    return np.asarray(numbers, dtype=np.int8)


def _column(table: TableFile, name: str, role: str) -> Any:
    if not name:
        return None
    where = f"data.source.{role}"
    if name not in table.frame.columns:
        raise refuse(
            "data.no_such_column",
            f"The file has no column “{short(name)}” for the {role}: expected one of its columns.",
            "Choose another column, or none.",
            where=where,
        )
    column = table.frame[name]
    if (problem := missing_values(name, column, table.locate, where)) is not None:
        raise WorkbenchError(problem)
    return column


def _wrong(table: TableFile, column: Any, at: int, role: str, expected: str) -> WorkbenchError:
    place = table.locate(int(column.index[at]))
    return refuse(
        "data.wrong_value",
        f"Column “{short(str(column.name))}”, {place}: expected {expected}, "
        f"received “{short(str(column.iloc[at]))}”.",
        "Correct the value, or give the column another role.",
        where=f"data.source.{role}",
    )
