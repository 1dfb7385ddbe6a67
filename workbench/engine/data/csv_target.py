"""The target column: classes or numbers, by a rule that can be told in two sentences.

Text, True and False, and whole numbers of which few are distinct (at most the larger of 20 and the square
root of the number of rows, and each twice on average, unless there are just two) are classes, sorted.
All other numbers are a quantity, for regression.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.engine.data.csv_columns import missing_values, to_numbers
from workbench.engine.data.csv_text import short
from workbench.engine.data.dataset import Locate, refuse
from workbench.foundation.csv_classes import LEADING_ZERO, WHOLE, most_whole_classes
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import Task

_MOST_CLASSES, _MOST_SAID = 1000, 100_000
"""So many classes of names are taken for such unasked, and so many where the user says so."""
_LONGEST_CLASS = 200
_WHERE = "data.source.target"


@dataclass(frozen=True, eq=False)
class Target:
    """Class numbers (n,) with the classes, or float32 (n, 1) without; ``values`` as in Dataset."""

    y: NDArray[np.int64] | NDArray[np.float32]
    classes: tuple[str, ...] = ()
    values: NDArray[np.float32] | None = None


@dataclass(frozen=True, eq=False)
class _Cells:
    """A target column: each different cell once, as stripped text and as a number, NaN where it is none.

    ``places`` (n,) tells which of them stands in a row; ``locate`` takes a row, from 0 on.
    """

    name: str
    different: Any
    numbers: NDArray[np.float64]
    places: NDArray[np.int64]
    locate: Locate

    def __len__(self) -> int:
        return len(self.places)

    def strays(self) -> NDArray[np.int64]:
        """Return the rows that hold no number."""
        return np.flatnonzero(np.isnan(self.numbers)[self.places])

    def text(self, row: int) -> str:
        return short(self.different.iloc[self.places[row]])


def read_target(column: Any, decimal: str, locate: Locate, *, task: Task | None = None) -> Target:
    """Decide what the target is, or take the user's word, and number its classes.

    Raises:
        WorkbenchError: where ``data.source.target``.
    """
    if (problem := missing_values(str(column.name), column, locate, _WHERE)) is not None:
        raise WorkbenchError(problem)
    cells = _cells(column, decimal, locate)
    is_said = task in ("binary", "multiclass")
    numbers = cells.numbers
    _check_variety(cells)
    codes_matter = bool(cells.different.str.match(LEADING_ZERO.pattern).any())
    if task == "regression":
        _check_numbers(cells)
    elif np.isnan(numbers).any() or codes_matter:
        if not is_said:
            _check_mixture(cells)
        return _named_classes(cells, most=_MOST_SAID if is_said else _MOST_CLASSES)
    if not (np.abs(numbers) <= float(np.finfo(np.float32).max)).all():
        raise refuse(
            "data.not_finite",
            f"Column “{cells.name}” holds infinite numbers: expected numbers up to 3.4e38.",
            "Correct these values or delete their rows.",
            where=_WHERE,
        )
    distinct = np.unique(numbers)
    most = _MOST_SAID if is_said else most_whole_classes(len(cells))
    is_whole = bool(cells.different.str.match(WHOLE.pattern).all())
    if task != "regression" and is_whole and len(distinct) <= most:
        y = np.searchsorted(distinct, numbers).astype(np.int64)[cells.places]
        return Target(y, tuple(str(int(value)) for value in distinct), distinct.astype(np.float32))
    if is_said:
        return _named_classes(cells, most=_MOST_SAID)
    return Target(numbers.astype(np.float32)[cells.places, np.newaxis])


def _cells(column: Any, decimal: str, locate: Locate) -> _Cells:
    """Look at each different cell once: of millions of rows few are different."""
    places, cells = pd.factorize(column)
    different = pd.Series(cells, dtype="str").str.strip()
    return _Cells(
        short(str(column.name)),
        different,
        to_numbers(different, decimal),
        places,
        lambda row: locate(int(column.index[row])),
    )


def _named_classes(cells: _Cells, *, most: int) -> Target:
    y, classes = pd.factorize(cells.different, sort=True)
    is_free_text = 20 < len(classes) == len(cells) or int(cells.different.str.len().max()) > _LONGEST_CLASS
    if len(classes) > most or is_free_text:
        raise refuse(
            "data.too_many_classes",
            f"Column “{cells.name}” holds {len(classes)} different texts in {len(cells)} rows: expected a "
            f"class in each row, of at most {most} with names of at most {_LONGEST_CLASS} characters.",
            "Names, ids and free text are no classes: choose another target column. Up to "
            f"{_MOST_SAID:,} are taken where you say that they are classes.",
            where=_WHERE,
        )
    return Target(np.asarray(y, dtype=np.int64)[cells.places], tuple(str(label) for label in classes))


def _check_variety(cells: _Cells) -> None:
    different = cells.different
    broken = different[different.str.contains("\n", regex=False)]
    if len(broken):
        raise refuse(
            "data.open_quote",
            f"Column “{cells.name}” holds a text of several lines, “{short(broken.iloc[0])}”: expected one "
            "line.",
            "Look for a double quote that was not closed where it should be.",
            where=_WHERE,
        )
    if different.nunique() < 2:
        raise refuse(
            "data.one_class",
            f"Column “{cells.name}” holds “{cells.text(0)}” in every row: expected two values or more.",
            "There is nothing to learn from this target: choose another column or more examples.",
            where=_WHERE,
        )


def _check_numbers(cells: _Cells) -> None:
    strays = cells.strays()
    if len(strays):
        raise refuse(
            "data.text_in_numbers",
            f"Column “{cells.name}”, {cells.locate(int(strays[0]))}: expected a number for regression, "
            f"received “{cells.text(int(strays[0]))}”.",
            "Correct the value, or choose classes as the task.",
            where=_WHERE,
        )


def _check_mixture(cells: _Cells) -> None:
    """Refuse a column of numbers into which some text has strayed: it would become thousands of classes."""
    strays = cells.strays()
    few = len(strays) <= len(cells) // 10
    if len(strays) and few and cells.different.nunique() > most_whole_classes(len(cells)):
        raise refuse(
            "data.text_in_numbers",
            f"Column “{cells.name}”, {cells.locate(int(strays[0]))}: expected a number as in most rows, "
            f"received “{cells.text(int(strays[0]))}”.",
            "Correct the value or delete the row.",
            where=_WHERE,
        )
