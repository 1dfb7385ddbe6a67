"""What kind of table a CSV file is: its delimiter, its decimal mark, its header line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from workbench.engine.data.csv_bytes import check_file
from workbench.engine.data.csv_encoding import check_encoding
from workbench.engine.data.dataset import refuse
from workbench.foundation.csv_classes import LEADING_ZERO
from workbench.foundation.csv_look import is_number, look
from workbench.foundation.errors import WorkbenchError


@dataclass(frozen=True)
class CsvText:
    """A CSV file that can be read as text. ``columns`` are the header's names, stripped.

    ``codes`` has a cell such as 007 for each column that holds one among its first rows.
    """

    path: Path
    encoding: str
    delimiter: str
    decimal: str
    columns: tuple[str, ...]
    codes: Mapping[str, str] = field(default_factory=dict)

    def open(self) -> TextIO:
        return self.path.open(encoding=self.encoding, newline="")


def recognise(
    path: Path, *, least_columns: int = 2, at_most: int | None = None, encoding: str = ""
) -> CsvText:
    """Look into a file and say how to read it; WorkbenchError (where ``data.source``) when it is no table.

    With ``at_most``, so many bytes tell the encoding instead of all of them, or whether it is the one that is
    said; what can't be read in that is refused where ``data.source.encoding``.
    """
    check_file(path)
    said = check_encoding(path, encoding, at_most) if encoding else ""
    found = look(path, at_most=at_most, encoding=said)
    if found is None:
        raise refuse(
            "data.not_text",
            f"{path} is not text: expected a table in UTF-8, UTF-16 or Windows-1252, received other bytes.",
            "A spreadsheet file (.xlsx, .ods) or an archive must be saved as CSV first.",
        )
    if not found.lines:
        raise refuse(
            "data.empty", f"{path} is empty: expected a header line and rows.", "Choose another file."
        )
    rows = found.rows
    columns = _header(path, rows[0] if rows else found.lines[:1], least_columns)
    if len(rows) > 1 and len(rows[1]) > len(columns):
        raise ragged(path, "the first row", expected=len(columns), received=len(rows[1]))
    codes = {
        name: cell
        for row in reversed(rows[1:])
        for name, cell in zip(columns, row, strict=False)
        if LEADING_ZERO.match(cell)
    }
    return CsvText(path, found.encoding, found.delimiter, found.decimal, columns, codes)


def ragged(path: Path, where: str, *, expected: int, received: int) -> WorkbenchError:
    """Return the error for a row that is longer than the header."""
    return refuse(
        "data.ragged",
        f"{path}: {where} has {received} cells, expected {expected} as in the header.",
        "Look for a separator too many in that row; text that contains separators stands in double quotes.",
    )


def one_column(path: Path, name: str) -> WorkbenchError:
    """Return the error for a table that is too narrow."""
    return refuse(
        "data.one_column",
        f"{path} has one column, “{short(name)}”: expected at least two, a feature and the target, "
        "separated by comma, semicolon, tab or |.",
        "Check that the file is a table and that its columns are separated by one of these.",
    )


def short(text: str) -> str:
    """Return a cell as it may stand in a message: one line, at most 60 characters."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _header(path: Path, cells: tuple[str, ...], least: int) -> tuple[str, ...]:
    names = tuple(cell.strip() or f"column {number}" for number, cell in enumerate(cells, start=1))
    hint = "Put one line with a different name for every column at the top of the file."
    if len(names) < least:
        raise one_column(path, names[0])
    if all(is_number(name) for name in names):
        shown = ", ".join(names[:4])
        raise refuse(
            "data.no_header",
            f"{path} has no header: expected the names of the columns in the first line, received {shown}.",
            hint,
        )
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise refuse(
            "data.duplicate_columns",
            f"{path} has several columns called {', '.join(f'“{short(name)}”' for name in twice[:5])}: "
            "expected every name once.",
            hint,
        )
    return names
