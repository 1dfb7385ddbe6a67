"""Any file with a table as a frame in memory: text, Parquet or Excel, told apart by the suffix."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from workbench.engine.data.csv_bytes import LIMIT, check_file
from workbench.engine.data.csv_places import line_of
from workbench.engine.data.csv_table import read_table
from workbench.engine.data.csv_text import recognise
from workbench.engine.data.dataset import Locate, Tell, keep_quiet, refuse

PARQUET = frozenset({".parquet", ".pq"})
EXCEL = frozenset({".xlsx", ".xlsm"})
_GROUPS = 16
_OLD = frozenset({".xls", ".xlsb", ".ods", ".numbers"})
_BROKEN_EXCEL = (zipfile.BadZipFile, OSError, ValueError, KeyError, SyntaxError, TypeError)


@dataclass(frozen=True, eq=False)
class TableFile:
    """All of a table. The targets are text, other columns what the file holds; ``locate`` names a row.

    ``codes`` is as ``CsvText`` has it.
    """

    frame: Any
    decimal: str
    locate: Locate
    codes: Mapping[str, str] = field(default_factory=dict)


def read_table_file(
    path: Path,
    *,
    targets: Sequence[str],
    sheet: str = "",
    encoding: str = "",
    least_columns: int = 2,
    tell: Tell = keep_quiet,
) -> TableFile:
    """Read a table; its ``targets`` that are there come as text. Of a text file, ``tell`` hears of the bytes.

    ``encoding`` is that of a text file where the user has said it.

    Raises:
        WorkbenchError: where ``data.source``, when the file can't be read as a table or has no rows.
    """
    suffix = path.suffix.lower()
    if suffix in _OLD:
        raise refuse(
            "data.not_text",
            f"{path} is a {suffix} file: expected CSV, TSV, Parquet or .xlsx.",
            "Open it in the program that made it and save it as .xlsx or CSV.",
        )
    if suffix not in PARQUET | EXCEL:
        text = recognise(path, least_columns=least_columns, encoding=encoding)
        there = [name for name in targets if name in text.columns]
        frame = read_table(text, *there, tell=tell)
        return TableFile(frame, text.decimal, partial(line_of, text), text.codes)
    check_file(path)
    frame = _read_parquet(path) if suffix in PARQUET else _read_excel(path, sheet)
    frame.columns = [str(name).strip() for name in frame.columns]
    _check(path, frame, least_columns)
    for name in targets:
        if name in frame.columns:
            frame[name] = _as_text(frame[name])
    first = 1 if suffix in PARQUET else 2
    return TableFile(frame, ".", lambda row: f"row {row + first}")


def sheets_of(path: Path) -> tuple[str, ...]:
    """Return the names of an Excel file's sheets; WorkbenchError where ``data.source``."""
    try:
        with pd.ExcelFile(path, engine="openpyxl") as book:
            return tuple(str(name) for name in book.sheet_names)
    except _BROKEN_EXCEL as failure:
        raise _broken(path, "an Excel file (.xlsx)", failure) from failure


def first_rows_of_excel(path: Path, most: int, sheet: str = "") -> tuple[Any, int]:
    """Return the first rows of a sheet, and their number, 0 if there may be more.

    Raises:
        WorkbenchError: where ``data.source``.
    """
    frame = _named(path, _read_excel(path, sheet, most))
    return frame, len(frame) if len(frame) < most else 0


def rows_of_parquet(path: Path, most: int) -> tuple[Any, int]:
    """Return rows from all over a Parquet file, and how many it has; WorkbenchError where ``data.source``.

    They are the first ones of some of its groups of rows, the first and the last group among them.
    """
    import pyarrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path, thrift_string_size_limit=64 << 20) as file:
            groups = file.metadata.num_row_groups
            chosen = np.unique(np.linspace(0, groups - 1, min(groups, _GROUPS)).astype(int)).tolist()
            each = max(1, most // max(1, len(chosen)))
            batches = (next(file.iter_batches(batch_size=each, row_groups=[group]), None) for group in chosen)
            table = pyarrow.Table.from_batches(
                [some for some in batches if some is not None], file.schema_arrow
            )
            return _named(path, table.to_pandas(ignore_metadata=True)), file.metadata.num_rows
    except (pyarrow.ArrowException, OSError, ValueError) as failure:
        raise _broken(path, "a Parquet file", failure) from failure


def _named(path: Path, frame: Any) -> Any:
    frame.columns = [str(name).strip() for name in frame.columns]
    _check(path, frame, 2)
    return frame


def _read_parquet(path: Path) -> Any:
    import pyarrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path, thrift_string_size_limit=64 << 20) as file:
            size = sum(
                file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups)
            )
            _check_size(path, size)
            return file.read().to_pandas(ignore_metadata=True)
    except (pyarrow.ArrowException, OSError, ValueError) as failure:
        raise _broken(path, "a Parquet file", failure) from failure


def _read_excel(path: Path, sheet: str, most: int | None = None) -> Any:
    try:
        with zipfile.ZipFile(path) as archive:
            _check_size(path, sum(member.file_size for member in archive.infolist()))
        with pd.ExcelFile(path, engine="openpyxl") as book:
            if sheet and sheet not in book.sheet_names:
                there = ", ".join(f"“{name}”" for name in book.sheet_names[:10])
                raise refuse(
                    "data.no_such_sheet",
                    f"{path} has no sheet “{sheet}”: expected one of {there}.",
                    "Choose one of these sheets.",
                )
            frame = pd.read_excel(book, sheet_name=sheet or 0, nrows=most)
            return _without_edge(frame.dropna(how="all"))
    except _BROKEN_EXCEL as failure:
        raise _broken(path, "an Excel file (.xlsx)", failure) from failure


def _without_edge(frame: Any) -> Any:
    """Return a frame without the columns that have neither a name nor a value: pandas calls these Unnamed."""
    nameless = [name for name in frame.columns if str(name).startswith("Unnamed: ")]
    return frame.drop(columns=[name for name in nameless if frame[name].isna().all()])


def _check_size(path: Path, size: int) -> None:
    if size > LIMIT:
        raise refuse(
            "data.too_large",
            f"{path} unpacks to {size / (1 << 30):.1f} GiB: expected at most {LIMIT >> 30} GiB.",
            "Take a sample of the rows, or only the columns that you need.",
        )


def _broken(path: Path, kind: str, failure: Exception) -> Exception:
    reason = " ".join(str(failure).split())[:200]
    return refuse(
        "data.not_a_table", f"{path} is not {kind} that can be read: {reason}.", "Save it again, or as CSV."
    )


def _check(path: Path, frame: Any, least: int) -> None:
    names = list(frame.columns)
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        raise refuse(
            "data.columns",
            f"{path} has two columns named “{twice}”: expected every name once.",
            "Give one of them another name.",
        )
    if len(names) < least:
        raise refuse(
            "data.one_column",
            f"{path} has {len(names)} columns: expected at least {least}, features and a target.",
            "Choose a file with more columns.",
        )
    if frame.empty:
        raise refuse(
            "data.no_rows",
            f"{path} holds no rows: expected at least two, received none.",
            "Choose a file with examples.",
        )


def _as_text(column: Any) -> Any:
    """Return a column as the text that a CSV file would hold, missing values as such."""
    return column.map(cell_text, na_action="ignore").astype(object)


def cell_text(value: Any) -> str:
    """Return a cell as a CSV file would hold it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))  # Excel knows no whole numbers
    return str(value)
