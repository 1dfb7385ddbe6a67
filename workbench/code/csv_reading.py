"""How the script has to read a CSV file, so that it sees what the program sees."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from workbench.foundation.csv_classes import LEADING_ZERO, WHOLE, most_whole_classes
from workbench.foundation.csv_look import CsvLook, look

_BYTES = 64 << 20
_CELLS = 4_000_000
# pandas takes UTF-8 for granted, with or without the mark at its beginning.
_UNTOLD = ("utf-8", "utf-8-sig")

TargetKind = Literal["text", "codes", "classes", "quantity"]
"""The target column: words, codes such as 007, whole numbers that are classes, or any numbers."""


@dataclass(frozen=True)
class CsvReading:
    """What ``read_csv`` has to be told, what the target is, and how many rows each of its classes has."""

    options: tuple[tuple[str, str], ...] = ()
    target: TargetKind = "quantity"
    class_sizes: tuple[int, ...] = ()


def reading(path: Path, target: str, encoding: str = "") -> CsvReading:
    """Look at a file, at most at its first mebibytes; one that can't be read is taken for a plain one."""
    try:
        found = look(path, at_most=_BYTES, encoding=encoding)
    except (OSError, ValueError):
        return CsvReading()
    if found is None or not found.rows:
        return CsvReading()
    options = [("sep", found.delimiter)] if found.delimiter != "," else []
    if found.decimal != ".":
        options.append(("decimal", found.decimal))
    if found.encoding not in _UNTOLD:
        options.append(("encoding", found.encoding))
    if any(re.search(rf"{re.escape(found.delimiter)} ", line) for line in found.lines):
        options.append(("skipinitialspace", "True"))
    header = [cell.strip() for cell in found.rows[0]]
    if target not in header:
        return CsvReading(tuple(options))
    cells = Counter(cell for cell in _column(found, header.index(target)) if cell)
    kind = _kind_of(cells, found.decimal)
    return CsvReading(tuple(options), kind, () if kind == "quantity" else tuple(cells.values()))


def _kind_of(cells: Counter[str], decimal: str) -> TargetKind:
    numbers = {_number(cell, decimal) for cell in cells}
    if None in numbers:
        return "text"
    if any(LEADING_ZERO.match(cell) for cell in cells):
        return "codes"
    is_few = 2 <= len(numbers) <= most_whole_classes(cells.total())
    return "classes" if is_few and all(WHOLE.match(cell) for cell in cells) else "quantity"


def _column(found: CsvLook, place: int) -> Iterator[str]:
    with suppress(csv.Error):  # what comes after a cell without an end can't be told
        for row in islice(found.read(), 1, 1 + _CELLS // len(found.rows[0])):
            if len(row) > place:
                yield row[place].strip()


def _number(cell: str, decimal: str) -> float | None:
    try:
        return float(cell.replace(decimal, "."))
    except ValueError:
        return None
