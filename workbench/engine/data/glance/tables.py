"""A glance at a table: all rows or some from all over it, its sheets, and what its columns may be for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec.structs import replace
from pandas.api.types import is_numeric_dtype

from workbench.engine.data.column_facts import column_facts
from workbench.engine.data.csv_bytes import check_file
from workbench.engine.data.csv_table import read_table
from workbench.engine.data.csv_text import CsvText, one_column, recognise
from workbench.engine.data.glance.csv_sample import sample_of
from workbench.engine.data.glance.series import series_in
from workbench.engine.data.pictures.decode import SUFFIXES
from workbench.engine.data.table_files import EXCEL, PARQUET, first_rows_of_excel, rows_of_parquet, sheets_of
from workbench.engine.data.table_source import first_rows
from workbench.project.data import ImageTable, Table
from workbench.project.roles import role_of
from workbench.protocol.facts import ColumnFacts
from workbench.protocol.looks import Found

_ROWS = 1000
_FEW = 100
_GLANCE = 1 << 20
_WHOLE = 4 << 20
_TOLD_COLUMNS = 1000
_TARGETS = ("target", "label", "labels", "class", "y", "species", "category", "outcome")
_MANY = 20
_MOST_FOLDERS = 100
_PARTS = ("split", "part", "subset", "partition", "fold")
_PART_WORDS = frozenset({"train", "training", "validation", "valid", "val", "test", "testing"})


def glance_at_table(path: Path, sheet: str = "", encoding: str = "") -> Found:
    """Return what it holds; WorkbenchError where ``data.source`` when it is no table.

    ``sheet`` is that of an Excel file, ``encoding`` that of a text file, where they are said.
    """
    check_file(path)
    suffix = path.suffix.lower()
    sheets = sheets_of(path) if suffix in EXCEL else ()
    decimal, found_encoding = ".", ""
    if suffix in PARQUET:
        frame, count = rows_of_parquet(path, _ROWS)
    elif suffix in EXCEL:
        frame, count = first_rows_of_excel(path, _ROWS, sheet)
    else:
        text = recognise(path, at_most=_GLANCE, encoding=encoding, least_columns=1)
        frame, count = _rows_of_text(path, text)
        decimal, found_encoding = text.decimal, "" if _is_ascii(path) else text.encoding
    names = frame.columns[:_TOLD_COLUMNS]
    columns = tuple(column_facts(frame[name], decimal) for name in names)
    source: Table | ImageTable
    if (series := series_in(frame, columns)) is not None:
        source, window = series.source(path, sheet), series.window(count)
    elif len(columns) < 2:
        raise one_column(path, columns[0].name)
    else:
        source, window = _proposed(path, frame, columns, sheet), None
    is_sample = count != len(frame)
    return Found(
        path=str(path),
        source=source,
        columns=tuple(replace(column, role=role_of(source, column.name)) for column in columns),
        rows=first_rows(frame),
        is_sample=is_sample,
        row_count=count,
        sample_rows=len(frame) if is_sample else 0,
        sheets=sheets,
        encoding=found_encoding,
        has_parts=bool(source.part),
        window=window,
    )


def _is_ascii(path: Path) -> bool:
    """Tell whether a file is a small one of plain letters, which are alike in nearly every encoding."""
    with path.open("rb") as file:
        return file.read(_GLANCE).isascii() and not file.read(1)


def _rows_of_text(path: Path, text: CsvText) -> tuple[Any, int]:
    """Return rows of a text table, and how many there are in the file (0: unknown)."""
    if path.stat().st_size <= _WHOLE:
        frame = read_table(text)
        return frame, len(frame)
    if (sample := sample_of(text)) is not None:
        return sample.frame, sample.row_count
    frame = read_table(text, most=_FEW)
    return frame, len(frame) if len(frame) < _FEW else 0


def _proposed(path: Path, frame: Any, columns: tuple[ColumnFacts, ...], sheet: str) -> Table | ImageTable:
    names = [column.name for column in columns]
    part = next((name for name in names if name.lower() in _PARTS and _holds_parts(frame[name])), "")
    images = ((name, _root_of_images(frame[name], path.parent)) for name in names)
    image, root = next(((name, root) for name, root in images if root is not None), ("", None))
    rest = [name for name in frame.columns if name not in (part, image)]
    unlike = {column.name for column in columns if _never_repeats(column)}
    named = [name for name in rest if name.lower() in _TARGETS]
    likely = named or [name for name in reversed(rest) if name not in unlike] or rest[::-1]
    target = likely[0] if likely else ""
    if root is not None:
        place = "" if root == path.parent else str(root)
        return ImageTable(path=str(path), image=image, target=target, root=place, part=part, sheet=sheet)
    ignored = tuple(name for name in names if name not in (part, target) and name in unlike)
    if len(ignored) >= len(rest) - bool(target):
        ignored = ()
    return Table(path=str(path), target=target, part=part, sheet=sheet, ignored=ignored)


def _never_repeats(column: ColumnFacts) -> bool:
    """Tell whether a column is a name, an id or a date of each row: as a category it would be refused."""
    is_once = all(count == 1 for _, count in column.top)
    return column.kind == "category" and column.distinct > _MANY and is_once


def _holds_parts(column: Any) -> bool:
    words = {str(value).strip().lower() for value in column.dropna().unique()[:10]}
    return bool(words) and words <= _PART_WORDS


def _root_of_images(column: Any, folder: Path) -> Path | None:
    """Return where the image files that a column names lie: this folder, or one in it; None if nowhere."""
    if is_numeric_dtype(column.dtype):
        return None
    some = [str(value).strip() for value in column.dropna().head(20)]
    if not some or not all(Path(value).suffix.lower() in SUFFIXES for value in some):
        return None
    try:
        inner = sorted(entry for entry in folder.iterdir() if entry.is_dir())[:_MOST_FOLDERS]
        places = (folder, *inner)
        return next((root for root in places if any((root / value).is_file() for value in some)), None)
    except (OSError, ValueError):
        return None
