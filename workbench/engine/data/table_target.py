"""What a table's target columns are: classes, quantities or several labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.csv_columns import missing_values, to_numbers
from workbench.engine.data.csv_target import read_target
from workbench.engine.data.csv_text import short
from workbench.engine.data.dataset import refuse
from workbench.engine.data.table_files import TableFile
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import Task

_WHERE = "data.source.target"
_BETWEEN = ";|,"
_MOST_LABELS = 1000


@dataclass(frozen=True, eq=False)
class Targets:
    """The targets as ``Dataset`` has them."""

    y: NDArray[np.int64] | NDArray[np.float32]
    classes: tuple[str, ...] = ()
    values: NDArray[np.float32] | None = None
    labels: tuple[str, ...] = ()


def read_targets(table: TableFile, names: Sequence[str], task: Task | None) -> Targets:
    """Decide what the targets are, or take the user's word; WorkbenchError (where ``data.source.target``)."""
    if task == "multilabel" and len(names) == 1:
        return _from_lists(table, names[0])
    if len(names) == 1:
        target = read_target(table.frame[names[0]], table.decimal, table.locate, task=task)
        _check_task(task, len(target.classes))
        return Targets(target.y, target.classes, target.values)
    y = np.column_stack([_numbers(table, name) for name in names]).astype(np.float32)
    is_binary = bool(np.isin(y, (0, 1)).all())
    if task == "multilabel" and not is_binary:
        raise _unfit("Several labels", "0 or 1 in each of the target columns", "other numbers")
    if task in ("binary", "multiclass"):
        raise _unfit("A class", "one target column", f"{len(names)}")
    return Targets(y, labels=tuple(names) if is_binary and task != "regression" else ())


def proposed(targets: Targets, task: Task | None) -> Task:
    """Return the task that the targets suggest; the user's own word goes first."""
    if task is not None:
        return task
    if targets.labels:
        return "multilabel"
    if not targets.classes:
        return "regression"
    return "binary" if len(targets.classes) == 2 else "multiclass"


def _check_task(task: Task | None, classes: int) -> None:
    if task == "binary" and classes != 2:
        raise _unfit("A choice of two", "two classes in the target column", f"{classes}")


def _numbers(table: TableFile, name: str) -> NDArray[np.float64]:
    column = table.frame[name]
    if (problem := missing_values(name, column, table.locate, _WHERE)) is not None:
        raise WorkbenchError(problem)
    numbers = to_numbers(column, table.decimal)
    wrong = np.flatnonzero(~(np.abs(numbers) <= float(np.finfo(np.float32).max)))
    if len(wrong):
        place = table.locate(int(column.index[wrong[0]]))
        raise refuse(
            "data.text_in_numbers",
            f"Column “{short(name)}”, {place}: several targets are numbers, "
            f"received “{short(str(column.iloc[wrong[0]]))}”.",
            "Choose target columns that hold numbers only, or one column of classes.",
            where=_WHERE,
        )
    return numbers


def _from_lists(table: TableFile, name: str) -> Targets:
    """Read one column with all labels of an example in a cell, such as ``red; round``."""
    column: Any = table.frame[name].fillna("").astype(str)
    between = next((mark for mark in _BETWEEN if column.str.contains(mark, regex=False).any()), ";")
    lists = [[label.strip() for label in cell.split(between) if label.strip()] for cell in column]
    labels = sorted({label for row in lists for label in row})
    if not 2 <= len(labels) <= _MOST_LABELS:
        raise _unfit("Several labels", f"2 to {_MOST_LABELS} of them in the target column", f"{len(labels)}")
    number = {label: at for at, label in enumerate(labels)}
    y = np.zeros((len(lists), len(labels)), dtype=np.float32)
    for at, row in enumerate(lists):
        y[at, [number[label] for label in row]] = 1
    return Targets(y, labels=tuple(labels))


def _unfit(what: str, expected: str, received: str) -> WorkbenchError:
    return refuse(
        "data.task",
        f"{what}: expected {expected}, received {received}.",
        "Choose another task in Data, or other target columns.",
        where=_WHERE,
    )
