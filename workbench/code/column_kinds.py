"""What the columns of a text file hold, by the rule that the program has for it."""

from __future__ import annotations

import csv
from contextlib import suppress
from itertools import islice
from pathlib import Path

from workbench.foundation.csv_look import look
from workbench.project.data import Table
from workbench.project.preparation import ColumnKind, Preparation
from workbench.project.roles import feature_columns

_BYTES = 64 << 20
_ROWS = 10_000
_FEW = 100
_LOOKED_AT = 1000
_MISSING = frozenset(("", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NAN", "null", "NULL", "None"))


def column_kinds(source: Table, path: Path, preparation: Preparation) -> tuple[tuple[str, ColumnKind], ...]:
    """Return each feature column with its kind; nothing for a file that is no text, where none is chosen."""
    cells, decimal = _cells(path, source.encoding)
    names = feature_columns(source, tuple(cells))
    return tuple(
        (name, preparation.column(name).kind or _kind_of(cells.get(name, []), decimal)) for name in names
    )


def _cells(path: Path, encoding: str) -> tuple[dict[str, list[str]], str]:
    if path.suffix.lower() in (".parquet", ".pq", ".xlsx", ".xlsm"):
        return {}, "."
    try:
        found = look(path, at_most=_BYTES, encoding=encoding)
    except (OSError, ValueError):
        return {}, "."
    if found is None or not found.rows:
        return {}, "."
    header = [cell.strip() for cell in found.rows[0]]
    cells: dict[str, list[str]] = {name: [] for name in header}
    with suppress(csv.Error):  # what comes after a cell without an end can't be told
        for row in islice(found.read(), 1, _ROWS):
            for name, cell in zip(header, row, strict=False):
                cells[name].append(cell.strip())
    return cells, found.decimal


def _kind_of(cells: list[str], decimal: str) -> ColumnKind:
    there = [cell for cell in cells if cell not in _MISSING]
    if 2 * sum(_is_number(cell, decimal) for cell in there) >= len(there):
        return "number"
    some = there[:_LOOKED_AT]
    is_wordy = sum(len(cell.split()) - 1 for cell in some) / len(some) >= 2
    return "text" if is_wordy and len(set(some)) > min(_FEW, len(some) // 2) else "category"


def _is_number(cell: str, decimal: str) -> bool:
    if cell.lower() in ("true", "false"):
        return True
    try:
        float(cell.replace(decimal, "."))
    except ValueError:
        return False
    return "_" not in cell
