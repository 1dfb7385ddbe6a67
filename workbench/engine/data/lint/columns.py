"""Columns of a table that teach nothing: the same in every row, or a name for each row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from workbench.engine.data.csv_columns import to_numbers
from workbench.engine.data.lint.material import Material, counted, found, named
from workbench.project.data import Table
from workbench.project.edits.remedies import IgnoreColumns, Remedy
from workbench.protocol.findings import Finding

_WHERE = "data.source.features"
_LEAST_ROWS = 20
_ID = re.compile(r"(^|[^a-z])(id|ids|uuid|guid|index|idx|key|nr|no|number|row|unnamed: ?\d+)$", re.IGNORECASE)
_CAMEL_ID = re.compile(r"[a-z](Id|ID|Index|Key|Nr)$")


def constant_columns(material: Material) -> Iterator[Finding]:
    """Yield columns that are the same in all training rows."""
    table = material.dataset.table
    if table is None or len(material.parts.train) < 2 or material.dataset.windows is not None:
        return
    training = table.frame.iloc[material.parts.train]
    names = [str(name) for name in training.columns if training[name].nunique(dropna=False) < 2]
    if names:
        value = str(training[names[0]].iloc[0])[:40]
        yield found(
            "warning",
            "constant-column",
            _WHERE,
            f"{named(names)} {'is' if len(names) == 1 else 'are'} the same in all "
            f"{len(training):,} training rows (“{names[0][:60]}” is always “{value}”): nothing "
            "can be learned from it.",
            "Leave it out of the features.",
            without(material, names),
        )


def id_columns(material: Material) -> Iterator[Finding]:
    """Yield columns that only number or name the rows."""
    table = material.dataset.table
    if table is None or len(table.frame) < _LEAST_ROWS or material.dataset.windows is not None:
        return
    names = ids_of(table.frame, table.decimal)
    if names:
        yield found(
            "warning",
            "id-column",
            _WHERE,
            f"{named(names)} {'has' if len(names) == 1 else 'have'} another value in each of "
            f"{counted(len(table.frame), 'row')}, as a number or name of the row: with it a network learns "
            "rows by heart.",
            "Leave it out of the features.",
            without(material, names),
        )


def ids_of(frame: Any, decimal: str) -> list[str]:
    """Return the columns that number or name the rows: all different, and counted through or called so.

    Rows that are equal in all columns count once.
    """
    frame = frame.drop_duplicates()
    return [str(name) for name in frame.columns if _is_id(str(name), frame[name], decimal)]


def without(material: Material, names: list[str]) -> Remedy | None:
    """Return the way to do without columns, where others are left."""
    table = material.dataset.table
    if table is None or not isinstance(material.data.source, Table) or len(names) >= table.frame.shape[1]:
        return None
    return IgnoreColumns(tuple(names))


def _is_id(name: str, column: Any, decimal: str) -> bool:
    if not column.is_unique or column.isna().any():
        return False
    is_called = bool(_ID.search(name) or _CAMEL_ID.search(name))
    numbers = to_numbers(column, decimal)
    if np.isnan(numbers).any():
        return is_called or not column.astype(str).str.contains(r"\s\S+\s", regex=True).any()
    if not np.isfinite(numbers).all() or (numbers != np.round(numbers)).any():
        return False
    is_counted = numbers.max() - numbers.min() == len(numbers) - 1
    return is_called or bool(is_counted)
