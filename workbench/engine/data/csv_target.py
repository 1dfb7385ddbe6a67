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

MOST_CLASSES = 1000
_LONGEST_CLASS = 200
_WHERE = "data.source.target"


@dataclass(frozen=True, eq=False)
class Target:
    """Class numbers (n,) with the classes, or float32 (n, 1) without; ``values`` as in Dataset."""

    y: NDArray[np.int64] | NDArray[np.float32]
    classes: tuple[str, ...] = ()
    values: NDArray[np.float32] | None = None


def read_target(column: Any, decimal: str, locate: Locate, *, task: Task | None = None) -> Target:
    """Decide what the target is, or take the user's word, and number its classes.

    Raises:
        WorkbenchError: where ``data.source.target``.
    """
    name = short(str(column.name))
    if (problem := missing_values(str(column.name), column, locate, _WHERE)) is not None:
        raise WorkbenchError(problem)
    # Each different cell is looked at once: of millions of rows few are different.
    places, cells = pd.factorize(column)
    values = pd.Series(cells, dtype="str").str.strip()
    text = values.take(places).set_axis(column.index)
    _check_variety(name, values)
    numbers = to_numbers(values, decimal)[places]
    codes_matter = bool(values.str.match(LEADING_ZERO.pattern).any())
    if task == "regression":
        _check_numbers(name, text, numbers, locate)
    elif np.isnan(numbers).any() or codes_matter:
        _check_mixture(name, text, numbers, locate)
        return _named_classes(name, text)
    if not (np.abs(numbers) <= float(np.finfo(np.float32).max)).all():
        raise refuse(
            "data.not_finite",
            f"Column “{name}” holds infinite numbers: expected numbers up to 3.4e38.",
            "Correct these values or delete their rows.",
            where=_WHERE,
        )
    distinct = np.unique(numbers)
    most = MOST_CLASSES if task in ("binary", "multiclass") else most_whole_classes(len(text))
    is_whole = bool(values.str.match(WHOLE.pattern).all())
    if task != "regression" and is_whole and len(distinct) <= most:
        y = np.searchsorted(distinct, numbers).astype(np.int64)
        return Target(y, tuple(str(int(value)) for value in distinct), distinct.astype(np.float32))
    if task in ("binary", "multiclass"):
        return _named_classes(name, text)
    return Target(numbers.astype(np.float32)[:, np.newaxis])


def _named_classes(name: str, text: Any) -> Target:
    y, classes = pd.factorize(text, sort=True)
    is_free_text = 20 < len(classes) == len(text) or int(text.str.len().max()) > _LONGEST_CLASS
    if len(classes) > MOST_CLASSES or is_free_text:
        raise refuse(
            "data.too_many_classes",
            f"Column “{name}” holds {len(classes)} different texts in {len(text)} rows: expected a class in "
            f"each row, of at most {MOST_CLASSES} with names of at most {_LONGEST_CLASS} characters.",
            "Names, ids and free text are no classes: choose another target column.",
            where=_WHERE,
        )
    return Target(np.asarray(y, dtype=np.int64), tuple(str(label) for label in classes))


def _check_variety(name: str, text: Any) -> None:
    broken = text[text.str.contains("\n", regex=False)]
    if len(broken):
        raise refuse(
            "data.open_quote",
            f"Column “{name}” holds a text of several lines, “{short(broken.iloc[0])}”: expected one line.",
            "Look for a double quote that was not closed where it should be.",
            where=_WHERE,
        )
    if text.nunique() < 2:
        raise refuse(
            "data.one_class",
            f"Column “{name}” holds “{short(text.iloc[0])}” in every row: expected two values or more.",
            "There is nothing to learn from this target: choose another column or more examples.",
            where=_WHERE,
        )


def _check_numbers(name: str, text: Any, numbers: NDArray[np.float64], locate: Locate) -> None:
    strays = np.flatnonzero(np.isnan(numbers))
    if len(strays):
        raise refuse(
            "data.text_in_numbers",
            f"Column “{name}”, {locate(int(text.index[strays[0]]))}: expected a number for regression, "
            f"received “{short(text.iloc[strays[0]])}”.",
            "Correct the value, or choose classes as the task.",
            where=_WHERE,
        )


def _check_mixture(name: str, text: Any, numbers: NDArray[np.float64], locate: Locate) -> None:
    """Refuse a column of numbers into which some text has strayed: it would become thousands of classes."""
    strays = np.flatnonzero(np.isnan(numbers))
    few = len(strays) <= len(text) // 10
    if len(strays) and few and text.nunique() > most_whole_classes(len(text)):
        raise refuse(
            "data.text_in_numbers",
            f"Column “{name}”, {locate(int(text.index[strays[0]]))}: expected a number as in most rows, "
            f"received “{short(text.iloc[strays[0]])}”.",
            "Correct the value or delete the row.",
            where=_WHERE,
        )
