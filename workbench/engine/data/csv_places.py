"""Where in a CSV file something stands, in the words and numbers of an editor."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from workbench.engine.data.csv_text import CsvText, ragged
from workbench.engine.data.dataset import refuse

_MOST_COUNTED = 300_000
_TOO_LONG = re.compile(r"Expected (\d+) fields in line \d+, saw (\d+)")


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


def explained(text: CsvText, reason: str) -> Exception:
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
