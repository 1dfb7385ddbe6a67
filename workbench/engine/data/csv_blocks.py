"""A CSV file in blocks of whole lines, as bytes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

import numpy as np

from workbench.engine.data.csv_text import CsvText

SIZE = 4 << 20
_LONGEST_LINE = 16 << 20
_NARROW = ("utf-8", "utf-8-sig", "cp1252")
_BOM = b"\xef\xbb\xbf"


class UncutError(Exception):
    """The file can't be cut where its lines end."""


class Block(NamedTuple):
    """Some lines, and where in the file they end."""

    lines: bytes
    end: int


class Record(NamedTuple):
    """How many cells a record has, and the bytes up to its end."""

    cells: int
    end: int


def blocks_of(text: CsvText, file: BinaryIO) -> Iterator[Block]:
    """Yield all lines below the header in blocks of about 4 MiB.

    Raises:
        UncutError: characters are no bytes, as in UTF-16, or a line is very long: it may end in an old way.
    """
    if text.encoding not in _NARROW:
        raise UncutError
    lines = iter(lambda: file.readline(_LONGEST_LINE), b"")
    end = first_record(lines, text).end
    file.seek(end)
    while lines_of_block := file.read(SIZE):
        if not lines_of_block.endswith(b"\n"):
            rest = file.readline(_LONGEST_LINE)
            if len(rest) == _LONGEST_LINE:
                raise UncutError
            lines_of_block += rest
        if lines_of_block.startswith(_BOM):
            raise UncutError  # within a file these bytes are text, but the parser takes them for a mark
        end += len(lines_of_block)
        yield Block(lines_of_block, end)


def first_record(lines: Iterable[bytes], text: CsvText) -> Record:
    """Return the first record that is not blank, of no cells where there is none.

    Raises:
        UncutError: it can't be read; it is too long, or ends in an old way.
    """
    end = 0

    def decoded() -> Iterator[str]:
        nonlocal end
        for line in lines:
            end += len(line)
            yield line.decode(text.encoding)

    try:
        for cells in csv.reader(decoded(), delimiter=text.delimiter, skipinitialspace=True):
            if len(cells) > 1 or any(cell.strip() for cell in cells):
                return Record(len(cells), end)
    except csv.Error as failure:
        raise UncutError from failure
    return Record(0, end)


def has_blank_before_cell(lines: bytes, delimiter: str) -> bool:
    """Tell whether a blank stands where a cell may begin: after a delimiter or the end of a line."""
    if b" " not in lines:
        return False
    codes = np.frombuffer(lines, dtype=np.uint8)
    before = codes[np.flatnonzero(codes[1:] == ord(" "))]
    return lines.startswith(b" ") or bool(np.isin(before, list(f"\r\n{delimiter}".encode())).any())
