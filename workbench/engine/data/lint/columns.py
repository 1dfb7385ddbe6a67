"""Columns of a table that teach nothing: the same in every row, or a name for each row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from workbench.engine.data.alike.keys import Keys, Rows
from workbench.engine.data.csv_columns import to_numbers
from workbench.engine.data.lint.material import Material, counted, found, named
from workbench.project.data import Table
from workbench.project.edits.remedies import IgnoreColumns, Remedy
from workbench.protocol.findings import Finding

_WHERE = "data.source.features"
_LEAST_ROWS = 20
_FIRST = 10_000
_ID = re.compile(r"(^|[^a-z])(id|ids|uuid|guid|index|idx|key|nr|no|number|row|unnamed: ?\d+)$", re.IGNORECASE)
_CAMEL_ID = re.compile(r"[a-z](Id|ID|Index|Key|Nr)$")


def constant_columns(material: Material) -> Iterator[Finding]:
    """Yield columns that are the same in all training rows."""
    table, rows = material.dataset.table, material.parts.train
    if table is None or len(rows) < 2 or material.dataset.windows is not None:
        return
    names = []
    for place, name in enumerate(table.frame.columns):
        material.tell("checking", place, len(table.frame.columns))
        if _is_constant(table.frame[name], rows):
            names.append(str(name))
    if names:
        value = str(table.frame[names[0]].iloc[rows[0]])[:40]
        yield found(
            "warning",
            "constant-column",
            _WHERE,
            f"{named(names)} {'is' if len(names) == 1 else 'are'} the same in all "
            f"{len(rows):,} training rows (“{names[0][:60]}” is always “{value}”): nothing "
            "can be learned from it.",
            "Leave it out of the features.",
            without(material, names),
        )


def id_columns(material: Material, names: list[str]) -> Iterator[Finding]:
    """Yield columns that only number or name the rows: the ``names`` of ``ids_of``."""
    table = material.dataset.table
    if table is not None and names:
        yield found(
            "warning",
            "id-column",
            _WHERE,
            f"{named(names)} {'has' if len(names) == 1 else 'have'} another value in each of "
            f"{counted(len(table.frame), 'row')}, as a number or name of the row: with it a network learns "
            f"rows by heart{material.sample}.",
            "Leave it out of the features.",
            without(material, names),
        )


def ids_of(material: Material, keys: Keys) -> list[str]:
    """Return the columns that number or name the rows: all different, and counted through or called so.

    Rows that are equal in all columns, by the ``keys`` of ``material.rows``, count once.
    """
    table = material.dataset.table
    if table is None or len(table.frame) < _LEAST_ROWS or material.dataset.windows is not None:
        return []
    frame, columns = table.frame, table.frame.columns
    rows = material.rows[np.unique(keys, return_index=True)[1]]
    if len(rows) < _LEAST_ROWS:
        return []
    few = rows[:_FIRST]
    names = []
    for place, name in enumerate(columns):
        material.tell("checking", place, len(columns))
        column = frame[name]
        may_be = _may_be_id(str(name), column.iloc[few], table.decimal)
        if may_be and _is_id(str(name), column, rows, is_sample=bool(material.sample), decimal=table.decimal):
            names.append(str(name))
    return names


def without(material: Material, names: list[str]) -> Remedy | None:
    """Return the way to do without columns, where others are left."""
    table = material.dataset.table
    if table is None or not isinstance(material.data.source, Table) or len(names) >= table.frame.shape[1]:
        return None
    return IgnoreColumns(tuple(names))


def _is_constant(column: Any, rows: Rows) -> bool:
    """Tell whether a column is the same in all of the rows, a missing value being like any other."""
    return all(
        column.iloc[np.append(rows[0], rows[start : start + _FIRST])].nunique(dropna=False) < 2
        for start in range(0, len(rows), _FIRST)
    )


def _is_id(name: str, column: Any, rows: Rows, *, is_sample: bool, decimal: str) -> bool:
    some = column.iloc[rows]
    if not _may_be_id(name, some, decimal):
        return False
    numbers = to_numbers(column if is_sample else some, decimal)
    if _is_called_so(name) or np.isnan(numbers).any():
        return True
    return bool(numbers.max() - numbers.min() == len(numbers) - 1)


def _may_be_id(name: str, column: Any, decimal: str) -> bool:
    """Tell whether all values are different, and whole numbers or no phrases."""
    if not column.is_unique or column.isna().any():
        return False
    numbers = to_numbers(column, decimal)
    if np.isnan(numbers).any():
        return _is_called_so(name) or not column.astype(str).str.contains(r"\s\S+\s", regex=True).any()
    return bool(np.isfinite(numbers).all() and (numbers == np.round(numbers)).all())


def _is_called_so(name: str) -> bool:
    return bool(_ID.search(name) or _CAMEL_ID.search(name))
