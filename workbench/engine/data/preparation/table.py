"""A whole table: every column fitted on the training rows, then all rows made numbers of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.csv_columns import at_most_some, to_numbers
from workbench.engine.data.dataset import Locate, TableData
from workbench.engine.data.preparation.columns import apply, fit_category, fit_number, fit_text
from workbench.engine.data.preparation.fitted import Column, Fitted
from workbench.engine.data.preparation.kinds import kind_of
from workbench.foundation.errors import Problem, WorkbenchError
from workbench.project.preparation import Preparation

_SLICE = 1 << 17


def fit_table(table: TableData, rows: NDArray[np.int64], preparation: Preparation) -> Fitted:
    """Fit every column on these rows of the table.

    Raises:
        WorkbenchError: where ``data.source.features``, one problem for each of the first columns that
            can't be prepared.
    """
    columns: list[Column] = []
    problems: list[Problem] = []
    for name in table.frame.columns:
        try:
            columns.append(_fit_column(table, str(name), rows, preparation))
        except WorkbenchError as failure:
            problems += failure.problems
    if problems:
        raise WorkbenchError(*at_most_some(problems))
    return Fitted(columns=tuple(columns))


def _fit_column(table: TableData, name: str, rows: NDArray[np.int64], preparation: Preparation) -> Column:
    column = table.frame[name].iloc[rows]
    rule = preparation.column(name)
    if rule.kind == "text":
        return fit_text(column, rule, preparation)
    if rule.kind == "category":
        return fit_category(column, rule, preparation)
    numbers = to_numbers(column, table.decimal)
    match rule.kind or kind_of(column, numbers):
        case "number":
            return fit_number(name, numbers, rule, preparation)
        case "category":
            return fit_category(column, rule, preparation)
        case "text":
            return fit_text(column, rule, preparation)


def apply_table(
    frame: Any, columns: Sequence[Column], *, decimal: str, locate: Locate
) -> NDArray[np.float32]:
    """Return float32 (n, width) of the raw columns of a pandas frame.

    Raises:
        WorkbenchError: where ``data.source.features``, one problem for each of the first columns that hold
            what can't be prepared.
    """
    matrix = np.empty((len(frame), sum(column.width for column in columns)), dtype=np.float32)
    problems: list[Problem] = []
    at = 0
    for fitted in columns:
        try:
            _apply_in_slices(matrix[:, at : at + fitted.width], fitted, frame[fitted.name], decimal, locate)
        except WorkbenchError as failure:
            problems += failure.problems
        at += fitted.width
    if problems:
        raise WorkbenchError(*at_most_some(problems))
    return matrix


def _apply_in_slices(
    out: NDArray[np.float32], fitted: Column, column: Any, decimal: str, locate: Locate
) -> None:
    """Fill ``out`` (n, width) some rows at a time, so that what lies between takes hardly any memory."""
    try:
        for start in range(0, len(column), _SLICE):
            some = slice(start, start + _SLICE)
            with np.errstate(over="ignore"):  # what a scaling makes too large is refused by who asks
                out[some] = apply(fitted, column.iloc[some], decimal, locate)
    except WorkbenchError:
        apply(fitted, column, decimal, locate)  # which tells of all rows what it told of some
        raise


def missing_rows(frame: Any, names: Sequence[str]) -> NDArray[np.bool_]:
    """Return which rows (n,) miss a value in any of these columns."""
    return np.asarray(frame[list(names)].isna().any(axis=1))
