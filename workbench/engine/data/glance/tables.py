"""A glance at a table: the first thousand rows, its sheets, and what its columns may be for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from workbench.engine.data.column_facts import column_facts
from workbench.engine.data.csv_bytes import check_file
from workbench.engine.data.csv_table import read_table
from workbench.engine.data.csv_text import recognise
from workbench.engine.data.pictures.decode import SUFFIXES
from workbench.engine.data.table_files import EXCEL, PARQUET, first_rows_of_file, sheets_of
from workbench.engine.data.table_source import first_rows
from workbench.project.data import ImageTable, Table
from workbench.project.roles import role_of
from workbench.protocol.facts import ColumnFacts
from workbench.protocol.looks import Found

_ROWS = 1000
_GLANCE = 1 << 20
_TARGETS = ("target", "label", "labels", "class", "y", "species", "category", "outcome")
_PARTS = ("split", "part", "subset", "partition", "fold")
_PART_WORDS = frozenset({"train", "training", "validation", "valid", "val", "test", "testing"})


def glance_at_table(path: Path, sheet: str = "") -> Found:
    """Return what the first rows hold; WorkbenchError where ``data.source`` when it is no table."""
    check_file(path)
    suffix = path.suffix.lower()
    sheets: tuple[str, ...] = ()
    decimal = "."
    if suffix in PARQUET | EXCEL:
        sheets = sheets_of(path) if suffix in EXCEL else ()
        frame = first_rows_of_file(path, _ROWS, sheet)
    else:
        text = recognise(path, at_most=_GLANCE)
        frame, decimal = read_table(text, most=_ROWS), text.decimal
    columns = tuple(column_facts(frame[name], decimal) for name in frame.columns)
    source = _proposed(path, frame, columns, sheet)
    return Found(
        path=str(path),
        source=source,
        columns=tuple(replace(column, role=role_of(source, column.name)) for column in columns),
        rows=first_rows(frame),
        is_sample=len(frame) >= _ROWS,
        sheets=sheets,
        has_parts=bool(source.part),
    )


def _proposed(path: Path, frame: Any, columns: tuple[ColumnFacts, ...], sheet: str) -> Table | ImageTable:
    part = next((name for name in frame.columns if _holds_parts(name, frame[name])), "")
    image = next((name for name in frame.columns if _holds_images(frame[name], path.parent)), "")
    rest = [column.name for column in columns if column.name not in (part, image)]
    named = [name for name in rest if name.lower() in _TARGETS]
    target = named[0] if named else rest[-1] if rest else ""
    if image:
        return ImageTable(path=str(path), image=image, target=target, part=part, sheet=sheet)
    return Table(path=str(path), target=target, part=part, sheet=sheet)


def _holds_parts(name: str, column: Any) -> bool:
    if name.lower() not in _PARTS:
        return False
    words = {str(value).strip().lower() for value in column.dropna().unique()[:10]}
    return bool(words) and words <= _PART_WORDS


def _holds_images(column: Any, folder: Path) -> bool:
    """Tell whether a column names image files that are there."""
    some = [str(value).strip() for value in column.dropna().head(20)]
    if not some or not all(Path(value).suffix.lower() in SUFFIXES for value in some):
        return False
    try:
        return any((folder / value).is_file() for value in some)
    except (OSError, ValueError):
        return False
