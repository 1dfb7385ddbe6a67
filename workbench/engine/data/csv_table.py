"""A CSV file as a table in memory: features typed by what stands in them, the target as text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from workbench.engine.data.csv_pieces import Pieces
from workbench.engine.data.csv_text import CsvText, ragged
from workbench.engine.data.dataset import Tell, keep_quiet, refuse

MISSING = ("", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NAN", "null", "NULL", "None")
_MISSING_TARGET = ("", "NaN", "nan")  # "None" or "NA" may well be a class
_CELLS = 1 << 21
_LEAST_ROWS = 100
_MOST_COUNTED = 300_000
_TOO_LONG = re.compile(r"Expected (\d+) fields in line \d+, saw (\d+)")


def read_table(text: CsvText, *targets: str, most: int | None = None, tell: Tell = keep_quiet) -> Any:
    """Return the rows as a pandas frame; its index counts the rows of the file that are not blank.

    The ``targets`` stay text; at ``most`` so many rows are read. Rows without any value are dropped, and so
    are columns that have neither a name nor a value: both are what spreadsheets leave at the edges. The file
    is read piece by piece, and ``tell`` hears of the bytes; a column is what it would be if it were read at
    once: one that has text in any piece is text in all.
    WorkbenchError (where ``data.source``) when a row can't be cut into cells or no row is left.
    """
    try:
        pieces = _gathered(text, targets, targets, most, tell)
        if pieces.clashes:
            pieces = _gathered(text, targets, (*targets, *pieces.clashes), most, tell)
    except pd.errors.ParserError as failure:
        raise _explain(text, str(failure)) from failure
    frame = pieces.frame()
    if frame.empty:
        raise refuse(
            "data.no_rows",
            f"{text.path} holds no rows: expected at least two under the header, received none.",
            "Choose a file with examples.",
        )
    return without_edge(frame)


def without_edge(frame: Any) -> Any:
    """Return a frame without the columns that have neither a name nor a value."""
    nameless = [name for place, name in enumerate(frame.columns, start=1) if name == f"column {place}"]
    return frame.drop(columns=[name for name in nameless if frame[name].isna().all()])


def reading(text: CsvText, targets: Sequence[str] = (), texts: Sequence[str] = ()) -> dict[str, Any]:
    """Return how pandas is to read the text; the ``texts`` stay text, and so do what ``targets`` hold."""
    return {
        "sep": text.delimiter,
        "decimal": text.decimal,
        "header": 0,
        "names": list(text.columns),
        "index_col": False,
        "dtype": dict.fromkeys(texts, str),
        "na_values": {name: _MISSING_TARGET if name in targets else MISSING for name in text.columns},
        "keep_default_na": False,
        "skipinitialspace": True,
        "low_memory": False,
    }


def _gathered(
    text: CsvText, targets: Sequence[str], texts: Sequence[str], most: int | None, tell: Tell
) -> Pieces:
    """Read a file piece by piece; columns that clash would have to be among the ``texts``."""
    size = max(1, text.path.stat().st_size)
    pieces = Pieces()
    with (
        text.open() as file,
        pd.read_csv(
            file,
            **reading(text, targets, texts),
            nrows=most,
            chunksize=max(_LEAST_ROWS, _CELLS // len(text.columns)),
        ) as reader,
    ):
        for piece in reader:
            done = file.buffer.tell()
            tell("reading", done, size)
            pieces.add(piece.dropna(how="all"), share=done / size)
    return pieces


def line_of(text: CsvText, row: int) -> str:
    """Return ``line 12`` for a row of the table's index, whatever blank lines and line breaks come before.

    Far down in a large file, where counting lines would take seconds, it is ``row 1000001``.
    """
    if row >= _MOST_COUNTED:
        return f"row {row + 1}"
    for record, (line, cells) in enumerate(_records(text)):
        if record == row + 1 and cells is not None:  # record 0 is the header
            return f"line {line}"
    return f"row {row + 1}"


def _records(text: CsvText) -> Iterator[tuple[int, list[str] | None]]:
    """Yield the line where each record begins and its cells; the last has None when it is beyond reading.

    That is a cell of more than 128 KiB, as one behind a quote that never closes soon is.
    """
    with text.open() as file:
        reader = csv.reader(file, delimiter=text.delimiter, skipinitialspace=True)
        begin = 1
        try:
            for cells in reader:
                if len(cells) > 1 or any(cell.strip() for cell in cells):
                    yield begin, cells
                begin = reader.line_num + 1
        except csv.Error:
            yield begin, None


def _explain(text: CsvText, reason: str) -> Exception:
    """Return what pandas' reason means, with the place found again: it counts records, people count lines."""
    if found := _TOO_LONG.search(reason):
        expected, received = int(found.group(1)), int(found.group(2))
        long = (line for line, cells in _records(text) if cells is not None and len(cells) > expected)
        place = next((f"line {line}" for line in long), "a row")
        return ragged(text.path, place, expected=expected, received=received)
    if "EOF inside string" in reason:
        *_, (line, _) = _records(text)
        return refuse(
            "data.open_quote",
            f"{text.path}: a double quote opens at line {line} and never closes: all that follows would be "
            "one cell.",
            'Close the quote, or write a quote that belongs to the text twice: "".',
        )
    return refuse(
        "data.not_a_table",
        f"{text.path} can't be read as a table: {reason}.",
        "Open it in a spreadsheet or an editor and save it as CSV again.",
    )
