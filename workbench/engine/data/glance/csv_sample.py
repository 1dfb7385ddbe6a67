"""Rows from all over a long text table: pieces of the file, cut where rows begin, are read as one."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import pandas as pd

from workbench.engine.data.csv_table import reading, without_edge
from workbench.engine.data.csv_text import CsvText

_BYTES = 4 << 20
_LEAST_PIECE = 64 << 10
_ROWS_A_PIECE = 8
_LEAST_PIECES = 3
_UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_END = re.compile(r"\r\n?|\n")
Rows = list[list[str]]


@dataclass(frozen=True, eq=False)
class Sample:
    """A pandas frame of some rows, and about how many the file has."""

    frame: Any
    row_count: int


def sample_of(text: CsvText) -> Sample | None:
    """Return rows from the beginning, the end and places drawn at random; always the same of the same file.

    A row that is longer than the header is passed over. None where no piece holds a whole row, as with cells
    of more than 128 KiB.
    """
    encoding = "utf-16-le" if text.encoding.startswith("utf-16") else text.encoding
    rows: Rows = []
    records = used = 0
    for place, piece in enumerate(_pieces(text)):
        found = _records(piece, text, is_first=place == 0)
        if found:
            rows += _whole(found, piece, text, is_first=place == 0)
            records += len(found)
            used += len(piece.encode(encoding, "replace"))
    if not rows:
        return None
    frame = pd.read_csv(io.StringIO(_written(rows, text)), **reading(text)).dropna(how="all")
    if frame.empty:
        return None
    return Sample(without_edge(frame), max(len(frame), round(text.path.stat().st_size * records / used) - 1))


def _pieces(text: CsvText) -> Iterator[str]:
    """Yield pieces of the file, each from the beginning of a line to the end of one; first its beginning."""
    with text.path.open("rb") as file:
        encoding = text.encoding if text.encoding != "utf-16" else _UTF_16[file.read(2)]
        beginning = _decoded(_read(file, 0, 16 * _LEAST_PIECE), encoding)
        lines = len(_END.findall(beginning))
        length = max(_LEAST_PIECE, _ROWS_A_PIECE * 16 * _LEAST_PIECE // max(1, lines)) & ~1
        yield _to_last_end(_decoded(_read(file, 0, length), encoding))
        size = text.path.stat().st_size
        slots = size // length - 2
        if slots < 0:
            return
        inner = random.Random(size).sample(range(slots), min(slots, max(_LEAST_PIECES, _BYTES // length) - 2))
        for start in (*((1 + slot) * length for slot in sorted(inner)), (size - length) & ~1):
            piece = _decoded(_read(file, start, length + 1), encoding)
            if (end := _END.search(piece)) is not None:
                yield _to_last_end(piece[end.end() :])


def _read(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


def _decoded(data: bytes, encoding: str) -> str:
    """Decode a piece that may begin and end within a character; what is no UTF-8 is Windows-1252."""
    if encoding.startswith("utf-16"):
        return data[: len(data) & ~1].decode(encoding, "replace")
    text = data.decode(encoding, "replace")
    if encoding.startswith("utf-8") and text[4:-4].count("\ufffd") > data.count("\ufffd".encode()):
        return data.decode("cp1252", "replace")
    return text


def _to_last_end(piece: str) -> str:
    return piece[: max(piece.rfind("\n"), piece.rfind("\r")) + 1]


def _cells(piece: str, delimiter: str) -> Rows:
    """Return the records of a piece that are not blank; none where a cell is too long."""
    lines = io.StringIO(piece, newline="")
    try:
        return [row for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True) if any(row)]
    except csv.Error:
        return []


def _records(piece: str, text: CsvText, *, is_first: bool) -> Rows:
    """Return the records of a piece; where it has quotes and may begin within a cell, those that look whole.

    Whether it does is told by which of both readings gives more of them.
    """
    plain = _cells(piece, text.delimiter)
    if is_first or '"' not in piece:
        return plain
    readings = (plain, _cells(f'"{piece}', text.delimiter))
    return max(([row for row in rows if len(row) == len(text.columns)] for rows in readings), key=len)


def _whole(records: Rows, piece: str, text: CsvText, *, is_first: bool) -> Rows:
    """Return the rows among records: not the header, and no end of a cell of several lines."""
    rows = records[1:] if is_first or '"' in piece else records
    if is_first and '"' in piece:
        rows = rows[:-1]  # it may be cut within quotes
    return [row for row in rows if len(row) <= len(text.columns)]


def _written(rows: Rows, text: CsvText) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=text.delimiter, lineterminator="\n")
    writer.writerow(text.columns)
    writer.writerows(rows)
    return out.getvalue()
