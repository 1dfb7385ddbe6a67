"""A CSV file read on several threads, into the same rows as if it were read at once.

While pandas cuts lines into cells and makes numbers of these, it lets other threads work. Each of them gets a
block of whole lines. Where a block ends within quotes, it is parsed again together with the one behind it: so
every block that counts begins where a row does.
"""

from __future__ import annotations

import io
import os
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
        before, unclosed = 0, b""
        try:
            for block, future in _ahead(pool, blocks_of(text, file), text, reading):
                parsed = _parse(unclosed + block.lines, text, reading) if unclosed else future.result()
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


def without_blank_rows(frame: Any) -> Any:
    """Return a frame without the rows that have no value at all."""
    if any(not frame[name].hasnans for name in frame.columns):
        return frame
    return frame.dropna(how="all")


def _ahead(
    pool: ThreadPoolExecutor, blocks: Iterator[Block], text: CsvText, reading: Mapping[str, Any]
) -> Iterator[tuple[Block, Future[_Parsed | None]]]:
    """Yield each block with what is being made of it, a few of them ahead."""
    waiting: deque[tuple[Block, Future[_Parsed | None]]] = deque()
    for block in blocks:
        waiting.append((block, pool.submit(_parse, block.lines, text, reading)))
        if len(waiting) > WORKERS + 1:
            yield waiting.popleft()
    yield from waiting


def _parse(lines: bytes, text: CsvText, reading: Mapping[str, Any]) -> _Parsed | None:
    """Return the rows of some lines, None where they end within quotes."""
    expected, received = len(text.columns), first_record(io.BytesIO(lines), text).cells
    if not received:
        return _Parsed(pd.DataFrame(), 0)
    if received > expected:  # of the first row pandas would take whatever it has
        raise pd.errors.ParserError(f"Expected {expected} fields in line 1, saw {received}")
    own = {
        "header": None,
        "encoding": "utf-8" if text.encoding == "utf-8-sig" else text.encoding,
        "skipinitialspace": has_blank_before_cell(lines, text.delimiter),
    }
    try:
        frame = pd.read_csv(io.BytesIO(lines), **{**reading, **own})
    except pd.errors.ParserError as failure:
        if "EOF inside string" in str(failure):
            return None
        raise
    return _Parsed(without_blank_rows(frame), len(frame))
