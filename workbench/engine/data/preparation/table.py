"""A whole table: every column fitted on the training rows, then all rows made numbers of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.csv_columns import at_most_some, to_numbers
from workbench.engine.data.dataset import Locate, TableData, Tell, keep_quiet, part_of
from workbench.engine.data.preparation.columns import apply, fit_category, fit_number, fit_text
from workbench.engine.data.preparation.fitted import Column, Fitted, TextColumn
from workbench.engine.data.preparation.kinds import kind_of
from workbench.foundation.errors import Problem, WorkbenchError
from workbench.project.preparation import Preparation

_SLICE, _TEXTS = 1 << 17, 1 << 13


def fit_table(
    table: TableData, rows: NDArray[np.int64], preparation: Preparation, tell: Tell = keep_quiet
) -> Fitted:
    """Fit every column on these rows of the table.

    Raises:
        WorkbenchError: where ``data.source.features``, one problem for each of the first columns that
            can't be prepared.
    """
    columns: list[Column] = []
    problems: list[Problem] = []
    names = table.frame.columns
    for number, name in enumerate(names):
        tell("fitting", number, len(names))
        try:
            columns.append(
                _fit_column(table, str(name), rows, preparation, part_of(tell, number, len(names)))
            )
        except WorkbenchError as failure:
            problems += failure.problems
    if problems:
        raise WorkbenchError(*at_most_some(problems))
    return Fitted(columns=tuple(columns))


def _fit_column(
    table: TableData, name: str, rows: NDArray[np.int64], preparation: Preparation, tell: Tell
) -> Column:
    column = table.frame[name].iloc[rows]
    rule = preparation.column(name)
    if rule.kind == "text":
        return fit_text(column, rule, preparation, tell)
    if rule.kind == "category":
        return fit_category(column, rule, preparation)
    numbers = to_numbers(column, table.decimal)
    tell("fitting", 1, 2)
    match rule.kind or kind_of(column, numbers):
        case "number":
            return fit_number(name, numbers, rule, preparation)
        case "category":
            return fit_category(column, rule, preparation)
        case "text":
            return fit_text(column, rule, preparation, part_of(tell, 1, 2))


def apply_table(
    frame: Any, columns: Sequence[Column], *, decimal: str, locate: Locate, tell: Tell = keep_quiet
) -> NDArray[np.float32]:
    """Return float32 (n, width) of the raw columns of a pandas frame.

    Raises:
        WorkbenchError: where ``data.source.features``, one problem for each of the first columns that hold
            what can't be prepared.
    """
    matrix = np.empty((len(frame), sum(column.width for column in columns)), dtype=np.float32)
    problems: list[Problem] = []
    at = 0
    for number, fitted in enumerate(columns):
        try:
            _apply_in_slices(
                matrix[:, at : at + fitted.width],
                fitted,
                frame[fitted.name],
                decimal,
                locate,
                part_of(tell, number, len(columns)),
            )
        except WorkbenchError as failure:
            problems += failure.problems
        at += fitted.width
    if problems:
        raise WorkbenchError(*at_most_some(problems))
    return matrix


def _apply_in_slices(
    out: NDArray[np.float32], fitted: Column, column: Any, decimal: str, locate: Locate, tell: Tell
) -> None:
    """Fill ``out`` (n, width) some rows at a time, so that what lies between takes hardly any memory."""
    step = _TEXTS if isinstance(fitted, TextColumn) else _SLICE
    try:
        for start in range(0, len(column), step):
            tell("preparing", start, len(column))
            some = slice(start, start + step)
            with np.errstate(over="ignore"):  # what a scaling makes too large is refused by who asks
                out[some] = apply(fitted, column.iloc[some], decimal, locate)
    except WorkbenchError:
        apply(fitted, column, decimal, locate)  # which tells of all rows what it told of some
        raise


def missing_rows(frame: Any, names: Sequence[str]) -> NDArray[np.bool_]:
    """Return which rows (n,) miss a value in any of these columns."""
    return np.asarray(frame[list(names)].isna().any(axis=1))
