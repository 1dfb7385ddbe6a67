"""A CSV file read on several threads, into the same rows as if it were read at once.

While pandas cuts lines into cells and makes numbers of these, it lets other threads work. Each of them gets a
block of whole lines. Where a block ends within quotes, it is parsed again together with the one behind it: so
every block that counts begins where a row does.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections import deque
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple

import pandas as pd

from workbench.engine.data.csv_blocks import (
    Block,
    UncutError,
    blocks_of,
    first_record,
    has_blank_before_cell,
)
from workbench.engine.data.csv_text import CsvText

WORKERS = min(6, os.cpu_count() or 1)
_LARGEST = 64 << 20
_TURN = 0.0005
_DIGITS = re.compile(r"\s*[+-]?\d*\s*\Z")


class Rows(NamedTuple):
    """A frame of rows that have some value, by their numbers in the file, and how far it has been read."""

    frame: Any
    end: int


class _Parsed(NamedTuple):
    frame: Any
    row_count: int


def rows_on_threads(text: CsvText, reading: Mapping[str, Any]) -> Generator[Rows, None, None]:
    """Yield the rows of a file in order; ``reading`` is how pandas is to read it. Close it to end it early.

    Raises:
        UncutError: the file can't be read like this; some rows may have been given before.
        pandas.errors.ParserError: as pandas raises it when it reads all of the file.
    """
    with text.path.open("rb") as file, ThreadPoolExecutor(WORKERS) as pool:
        parser = _Parser(text, reading)
        before, unclosed = 0, b""
        turn = sys.getswitchinterval()
        sys.setswitchinterval(_TURN)  # who puts the blocks together waits for Python's lock at every column
        try:
            for block, future in _ahead(pool, blocks_of(text, file), parser):
                parsed = parser.parse(unclosed + block.lines) if unclosed else future.result()
                if parsed is None:
                    unclosed += block.lines
                    if len(unclosed) > _LARGEST:
                        raise UncutError
                    continue
                unclosed = b""
                if parsed.row_count:
                    parsed.frame.index += before
                    before += parsed.row_count
                    yield Rows(parsed.frame, block.end)
            if unclosed or not before:
                raise UncutError
        finally:
            pool.shutdown(cancel_futures=True)
            sys.setswitchinterval(turn)


def without_blank_rows(frame: Any) -> Any:
    """Return a frame without the rows that have no value at all."""
    if any(not frame[name].hasnans for name in frame.columns):
        return frame
    return frame.dropna(how="all")


def _ahead(
    pool: ThreadPoolExecutor, blocks: Iterator[Block], parser: _Parser
) -> Iterator[tuple[Block, Future[_Parsed | None]]]:
    """Yield each block with what is being made of it, a few of them ahead."""
    waiting: deque[tuple[Block, Future[_Parsed | None]]] = deque()
    for block in blocks:
        waiting.append((block, pool.submit(parser.parse, block.lines)))
        if len(waiting) > WORKERS + 1:
            yield waiting.popleft()
    yield from waiting


class _Whole:
    """Bytes that pandas reads in one go, as they are; of an ``io.BytesIO`` it would make text in between."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def read(self, _size: int = -1) -> bytes:
        content, self._content = self._content, b""
        return content

    def __iter__(self) -> Iterator[bytes]:
        return iter((self.read(),))


class _Parser:
    """Parses lines of one file. Columns that shall be text are told to pandas only where they need it.

    Where they hold text anyway it finds that itself, and quicker.
    """

    def __init__(self, text: CsvText, reading: Mapping[str, Any]) -> None:
        self._text = text
        self._reading = reading
        self._told: set[str] = set()

    def parse(self, lines: bytes) -> _Parsed | None:
        """Return the rows of some lines, None where they end within quotes."""
        expected, received = len(self._text.columns), first_record(io.BytesIO(lines), self._text).cells
        if not received:
            return _Parsed(pd.DataFrame(), 0)
        if received > expected:  # of the first row pandas would take whatever it has
            raise pd.errors.ParserError(f"Expected {expected} fields in line 1, saw {received}")
        try:
            told = frozenset(self._told)  # other threads add to it
            frame = self._frame(lines, told)
            untold = [name for name in self._reading["dtype"] if name not in told]
            if other := [name for name in untold if not self._is_text(name, frame[name])]:
                self._told.update(other)
                frame = self._frame(lines, told.union(other))
        except pd.errors.ParserError as failure:
            if "EOF inside string" in str(failure):
                return None
            raise
        return _Parsed(without_blank_rows(frame), len(frame))

    def _frame(self, lines: bytes, texts: frozenset[str]) -> Any:
        own = {
            "header": None,
            "encoding": "utf-8",
            "skipinitialspace": has_blank_before_cell(lines, self._text.delimiter),
            "dtype": dict.fromkeys(texts, str),
        }
        content = lines.decode("cp1252").encode() if self._text.encoding == "cp1252" else lines
        return pd.read_csv(_Whole(content), **{**self._reading, **own})

    def _is_text(self, name: str, column: Any) -> bool:
        """Tell whether a column is what it would be if pandas had been told that it is text.

        Digits say nothing: of whole numbers that are too large for it, pandas leaves missing ones as text.
        """
        if not isinstance(column.dtype, pd.StringDtype) or not len(column):
            return False
        first = column.iloc[0]
        missing = self._reading["na_values"][name]
        return bool(pd.isna(first)) or (first not in missing and not _DIGITS.match(first))
