"""Which cells of a confusion matrix are seen, in which order and as what: a value, changed by the user."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.ui.live.confusion_cells import Cells, Measure

Order = Literal["given", "size", "confused"]
Numbers = NDArray[np.int64]
_LEAST = 5


@dataclass(frozen=True)
class Choice:
    """What is wanted: counts or shares, in which order, of all classes or the ``most`` confused."""

    measure: Measure = "counts"
    order: Order = "given"
    most: int = 0


@dataclass(frozen=True, eq=False)
class Seen:
    """A square window of ``size`` rows and columns into the classes in their ``order``."""

    cells: Cells
    order: Numbers
    measure: Measure
    top: int
    left: int
    size: int

    @property
    def is_whole(self) -> bool:
        return self.size >= len(self.order)

    @cached_property
    def rows(self) -> Numbers:
        """The true classes that are seen, from the top."""
        return self.order[self.top : self.top + self.size]

    @cached_property
    def columns(self) -> Numbers:
        """The predicted classes that are seen, from the left."""
        return self.order[self.left : self.left + self.size]

    @cached_property
    def counts(self) -> Numbers:
        return self.cells.counts[np.ix_(self.rows, self.columns)]

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """What the colours tell: shares of the predicted class where wanted, else of the true one."""
        if self.measure == "of_predicted":
            return self.counts / np.maximum(self.cells.found[self.columns], 1)[None, :]
        return self.counts / np.maximum(self.cells.totals[self.rows], 1)[:, None]

    def place(self, true: int, predicted: int) -> tuple[int, int] | None:
        """Return row and column of a cell by its classes; None for one that is not seen."""
        row, column = np.flatnonzero(self.rows == true), np.flatnonzero(self.columns == predicted)
        return (int(row[0]), int(column[0])) if len(row) and len(column) else None

    def classes(self, row: int, column: int) -> tuple[int, int]:
        """Return the true and the predicted class of a cell by its place."""
        return int(self.rows[row]), int(self.columns[column])

    def zoomed(self, size: int, row: int, column: int) -> Seen:
        """Return a window of another size that keeps a cell where it is, about."""
        wanted = max(min(size, len(self.order)), min(_LEAST, len(self.order)))
        ratio = wanted / self.size
        top = self.top + round(row - row * ratio)
        left = self.left + round(column - column * ratio)
        return replace(self, size=wanted, top=0, left=0).moved(top, left)

    def moved(self, down: int, right: int) -> Seen:
        """Return the window further down and to the right, as far as there are classes."""
        last = len(self.order) - self.size
        top, left = min(max(self.top + down, 0), last), min(max(self.left + right, 0), last)
        return self if (top, left) == (self.top, self.left) else replace(self, top=top, left=left)

    def showing(self, true: int, predicted: int) -> Seen:
        """Return the window moved no further than needed to show a cell."""
        row, column = np.flatnonzero(self.order == true), np.flatnonzero(self.order == predicted)
        if not len(row) or not len(column):
            return self
        down = _way(int(row[0]), self.top, self.size)
        return self.moved(down, _way(int(column[0]), self.left, self.size))


def seen(cells: Cells, choice: Choice) -> Seen:
    """Return all the classes that are wanted, in the order that is wanted."""
    order = np.arange(cells.size, dtype=np.int64)
    errors = cells.totals + cells.found - 2 * np.diag(cells.counts)
    if choice.most and choice.most < cells.size:
        order = np.sort(np.argsort(-errors, kind="stable")[: choice.most])
    if choice.order == "size":
        order = order[np.argsort(-cells.totals[order], kind="stable")]
    elif choice.order == "confused":
        order = order[np.argsort(-errors[order], kind="stable")]
    return Seen(cells, order, choice.measure, 0, 0, len(order))


def _way(at: int, first: int, size: int) -> int:
    return at - first if at < first else max(0, at - (first + size - 1))
