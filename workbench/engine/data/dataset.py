"""The examples at hand, and the words in which a data source is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from workbench.foundation.errors import Problem, WorkbenchError, error
from workbench.protocol.facts import ColumnFacts, SetAside

Tell = Callable[[str, int, int], None]
"""Takes how far a long reading has come: what it does, how much is done, and of how much (0: unknown)."""
Locate = Callable[[int], str]
"""From a row of a table's index to the words that name its place: ``line 12``."""


class Features(Protocol):
    """Examples by their rows: an array, or files that are read when asked for. The first axis is the rows."""

    @property
    def shape(self) -> tuple[int, ...]: ...
    @property
    def dtype(self) -> np.dtype[Any]: ...
    @property
    def nbytes(self) -> int: ...
    def __len__(self) -> int: ...
    def __getitem__(self, rows: Any, /) -> NDArray[Any]: ...


@dataclass(frozen=True, eq=False)
class TableData:
    """The raw feature columns of a table: a pandas frame, indexed by the rows of the file.

    ``decimal`` is the mark in numbers that are still text.
    """

    frame: Any
    decimal: str
    locate: Locate


@dataclass(frozen=True, eq=False)
class ImageFiles:
    """The files of a set of images, an entry for each example: path, (width, height), Pillow's mode."""

    paths: tuple[str, ...]
    sizes: tuple[tuple[int, int], ...]
    modes: tuple[str, ...]
    set_aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples and their targets, row by row.

    ``x`` is (n, *shape): float32, or uint8 (0 to 255) for images; the network gets float32 in any case. Of a
    table it is (n, 0) until ``preparing.prepared`` has made numbers of ``table``. ``y`` is int64 class
    numbers (n,) for classification; float32 (n, k) for regression and, with ``labels``, for several labels
    (0 or 1 each), where ``classes`` is empty. ``values`` holds the number that each class stands for when
    the target's classes are numbers: a regression loss learns these.

    ``weights`` count each example in the loss, ``groups`` are numbers of groups, ``time`` sorts the rows and
    ``given`` is the source's own part of each (0 train, 1 validation, 2 test). With ``windows``, int64
    (n, length), an example is so many rows of the table or of ``x``. ``columns`` and ``rows`` (as text) are
    for reading; ``notes`` are warnings of the reading.
    """

    x: Features
    y: NDArray[np.int64] | NDArray[np.float32]
    classes: tuple[str, ...] = ()
    columns: tuple[ColumnFacts, ...] = ()
    feature_names: tuple[str, ...] = ()
    values: NDArray[np.float32] | None = None
    labels: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()
    weights: NDArray[np.float32] | None = None
    groups: NDArray[np.int64] | None = None
    time: NDArray[np.int64] | None = None
    given: NDArray[np.int8] | None = None
    windows: NDArray[np.int64] | None = None
    table: TableData | None = None
    images: ImageFiles | None = None
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        return len(self.y)

    @property
    def is_classification(self) -> bool:
        return bool(self.classes)


def refuse(code: str, message: str, hint: str, *, where: str = "data.source") -> WorkbenchError:
    """Return the error that says why a data source can't be used; the caller raises it."""
    return WorkbenchError(error(code, where, message, hint))


def keep_quiet(what: str, done: int, total: int) -> None:
    """Tell nobody."""


def part_of(tell: Tell, number: int, parts: int) -> Tell:
    """Return what tells of one of so many equal parts of a whole, ``number`` from 0 on."""

    def told(what: str, done: int, total: int) -> None:
        tell(what, number * total + done, parts * total)

    return told
