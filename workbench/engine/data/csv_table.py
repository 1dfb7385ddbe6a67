"""A CSV file as a table in memory: features typed by what stands in them, the target as text."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from typing import Any

import pandas as pd

from workbench.engine.data import csv_blocks
from workbench.engine.data.csv_pieces import Pieces
from workbench.engine.data.csv_places import explained
from workbench.engine.data.csv_text import CsvText
from workbench.engine.data.csv_threads import Rows, rows_on_threads, without_blank_rows
from workbench.engine.data.dataset import Tell, keep_quiet, refuse

MISSING = ("", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NAN", "null", "NULL", "None")
_MISSING_TARGET = ("", "NaN", "nan")  # "None" or "NA" may well be a class
_CELLS = 1 << 21
_LEAST_ROWS = 100


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
        raise explained(text, str(failure)) from failure
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
    how = reading(text, targets, texts)
    if most is None and text.path.stat().st_size > 2 * csv_blocks.SIZE:
        with suppress(csv_blocks.UncutError):
            return _put_together(text, rows_on_threads(text, how), tell)
    return _put_together(text, _rows(text, {**how, "nrows": most}), tell)


def _put_together(text: CsvText, rows: Generator[Rows, None, None], tell: Tell) -> Pieces:
    """Gather rows on a thread of its own, while the next ones are read."""
    size = max(1, text.path.stat().st_size)
    pieces = Pieces()
    with closing(rows), ThreadPoolExecutor(1) as gathering:
        last: Future[None] | None = None
        for frame, end in rows:
            tell("reading", end, size)
            if last is not None:
                last.result()
            last = gathering.submit(pieces.add, frame, share=end / size)
        if last is not None:
            last.result()
    return pieces


def _rows(text: CsvText, how: dict[str, Any]) -> Generator[Rows, None, None]:
    """Yield the rows of a file one behind the other."""
    rows = max(_LEAST_ROWS, _CELLS // len(text.columns))
    with text.open() as file, pd.read_csv(file, **how, chunksize=rows) as reader:
        for piece in reader:
            yield Rows(without_blank_rows(piece), file.buffer.tell())
