"""A look into a CSV file: its encoding, delimiter and decimal mark, and its first rows.

Nothing is refused here; whoever looks says in its own words what is wrong.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from workbench.foundation.text_encoding import as_read, known

_CHUNK = 1 << 20
_SAMPLE_LINES = 50
_DELIMITERS = ",;\t|"
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WORD = re.compile(rb"[A-Za-z\x80-\xff]{3,}")
_MOSTLY = 0.8
_COMMA_NUMBER = re.compile(r"\s*[+-]?\d+,\d+\s*\Z")
_POINT_NUMBER = re.compile(r"\s*[+-]?\d+\.\d+\s*\Z")


@dataclass(frozen=True)
class CsvLook:
    """How a file is to be read. ``lines`` are the first that are not blank, ``rows`` their cells.

    Both are empty when the file is; ``rows`` also when the first cell is larger than any cell may be.
    """

    path: Path
    encoding: str
    delimiter: str
    decimal: str
    lines: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def read(self) -> Iterator[list[str]]:
        """Yield the rows of the whole file as cells; csv.Error for a cell of more than 128 KiB."""
        with self.path.open(encoding=self.encoding, newline="", errors="replace") as lines:
            yield from cells_of(lines, self.delimiter)


def look(path: Path, *, at_most: int | None = None, encoding: str = "") -> CsvLook | None:
    """Return how to read a file, or None when it is no text.

    With ``at_most``, the encoding is told by so many bytes instead of by all of them. One of ``ENCODINGS``
    that is said is taken as it is.

    Raises:
        OSError, ValueError: the file can't be read; its path can't be one.
    """
    said = known(encoding) if encoding else None
    found = _encoding(path, at_most) if said is None else as_read(path, said)
    if found is None:
        return None
    with path.open(encoding=found, newline="", errors="replace") as text:
        some = islice(iter(lambda: text.readline(_CHUNK), ""), _SAMPLE_LINES)
        lines = tuple(line for line in some if line.strip())
    delimiter = _delimiter(lines)
    rows = tuple(tuple(row) for row in _split(lines, delimiter))
    return CsvLook(path, found, delimiter, _decimal(rows[1:], delimiter), lines, rows)


def cells_of(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of each record; csv.Error for one that the csv module can't read."""
    yield from csv.reader(lines, delimiter=delimiter, skipinitialspace=True)


def is_number(cell: str) -> bool:
    """Tell whether a cell is a number, under either decimal mark."""
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return False
    return True


def _encoding(path: Path, at_most: int | None) -> str | None:
    with path.open("rb") as file:
        start = file.read(4)
    for bom, name in _BOMS:
        if start.startswith(bom):
            candidates: tuple[str, ...] = (name,)
            break
    else:
        wide = ("utf-16-be", "utf-16-le") if start.startswith(b"\0") else ("utf-16-le", "utf-16-be")
        candidates = ("utf-8", *wide) if b"\0" in start else ("utf-8", _of_eight_bits(path))
    return next((name for name in candidates if _reads_as(path, name, at_most)), None)


def _of_eight_bits(path: Path) -> str:
    """Return the likelier encoding of Windows: whole words beyond ASCII are Cyrillic, single letters not."""
    with path.open("rb") as file:
        words = [word for word in _WORD.findall(file.read(_CHUNK)) if not word.isascii()]
    letters = sum(map(len, words))
    beyond = sum(byte >= 0x80 for word in words for byte in word)
    return "cp1251" if letters and beyond >= _MOSTLY * letters else "cp1252"


def _reads_as(path: Path, encoding: str, at_most: int | None) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    seen, size = 0, min(_CHUNK, at_most or _CHUNK)
    with path.open("rb") as file:
        while at_most is None or seen < at_most:
            chunk = file.read(size)
            try:
                if _holds_nul(decoder, chunk, is_narrow=not encoding.startswith("utf-16")):
                    return False
            except UnicodeError:
                return False
            if not chunk:
                break
            seen += len(chunk)
    return True


def _holds_nul(decoder: codecs.IncrementalDecoder, chunk: bytes, *, is_narrow: bool) -> bool:
    """Tell whether the next characters include NUL; UnicodeError where the bytes are none."""
    if is_narrow and chunk.isascii() and chunk and not decoder.getstate()[0]:
        return b"\0" in chunk  # which is the same, and quicker
    return "\0" in decoder.decode(chunk, final=not chunk)


def _split(lines: Iterable[str], delimiter: str) -> list[list[str]]:
    """Cut lines into cells; a line that the csv module can't read ends the list."""
    rows: list[list[str]] = []
    with suppress(csv.Error):  # a cell of more than 128 KiB; pandas, which reads the table, has no such limit
        rows.extend(cells_of(lines, delimiter))
    return rows


def _delimiter(lines: tuple[str, ...]) -> str:
    """Return the delimiter under which most lines have as many cells as the header, then the most cells."""

    def score(delimiter: str) -> tuple[bool, float, int]:
        widths = [len(row) for row in _split(lines, delimiter)]
        if not widths:
            return (False, 0.0, 0)
        return (widths[0] > 1, widths.count(widths[0]) / len(widths), widths[0])

    return max(_DELIMITERS, key=score)


def _decimal(rows: Iterable[tuple[str, ...]], delimiter: str) -> str:
    if delimiter == ",":
        return "."
    cells = [cell for row in rows for cell in row]
    with_comma = any(_COMMA_NUMBER.match(cell) for cell in cells)
    with_point = any(_POINT_NUMBER.match(cell) for cell in cells)
    return "," if with_comma and not with_point else "."
