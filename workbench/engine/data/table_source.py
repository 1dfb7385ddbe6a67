"""A table as a data set: which column is what, and what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from pandas.api.types import is_numeric_dtype

from workbench.engine.data.column_facts import facts_side_by_side
from workbench.engine.data.csv_columns import to_numbers
from workbench.engine.data.csv_text import short
from workbench.engine.data.dataset import Dataset, TableData, Tell, keep_quiet, refuse
from workbench.engine.data.table_files import TableFile, cell_text, read_table_file
from workbench.engine.data.table_roles import read_groups, read_parts, read_time, read_weights
from workbench.engine.data.table_target import read_targets
from workbench.foundation.errors import Problem, warning
from workbench.project.data import DataSpec, ImageTable, Table, Task
from workbench.project.roles import feature_columns, own_past, role_of
from workbench.protocol.facts import ColumnFacts

_TOLD_COLUMNS = 1000
_SHOWN_ROWS = 50
_LONGEST_CELL = 80


def load_table(source: Table, folder: Path, task: Task | None, tell: Tell = keep_quiet) -> Dataset:
    """Read a table with its targets; WorkbenchError (where ``data.source...``) says what is wrong.

    The features stay as they are, in ``Dataset.table``.
    """
    path = resolve(source.path, folder)
    file = read_table_file(
        path,
        targets=source.targets,
        sheet=source.sheet,
        encoding=source.encoding,
        least_columns=1 if own_past(source) else 2,
        tell=tell,
    )
    frame = file.frame
    check_targets(source, tuple(frame.columns))
    check_rows(path, frame)
    names = choose_features(source, tuple(frame.columns))
    tell("counting", 0, 1)
    targets = read_targets(file, source.targets, task)
    columns = facts_of_columns(source, file, tell)
    weights, groups = read_weights(file, source.weight), read_groups(file, source.group)
    tell("counting", 1, 1)
    return Dataset(
        np.empty((len(frame), 0), dtype=np.float32),
        targets.y,
        targets.classes,
        columns=columns,
        feature_names=names,
        values=targets.values,
        labels=targets.labels,
        target_names=source.targets,
        weights=weights,
        groups=groups,
        time=read_time(file, source.time),
        given=read_parts(file, source.part),
        table=TableData(_features(source, file, names), file.decimal, file.locate),
        rows=first_rows(frame),
        notes=_codes_read_as_numbers(file, names),
    )


def resolve(path: str, folder: Path) -> Path:
    """Return where a source's path leads; WorkbenchError when it is empty."""
    if not path.strip():
        raise refuse(
            "data.none", "No file is chosen: expected the path of a table.", "Choose a file in Data."
        )
    return folder / path


def check_targets(source: Table | ImageTable, columns: tuple[str, ...]) -> None:
    """Refuse targets that are not there; WorkbenchError where ``data.source.target``."""
    absent = [name for name in source.targets if name not in columns]
    if source.targets and not absent:
        return
    what = f"The file has no column “{short(absent[0])}”" if absent else "No target column is chosen"
    raise refuse(
        "data.no_such_column",
        f"{what}: expected one out of {listed(columns)}.",
        "Choose the column that the network shall learn to tell.",
        where="data.source.target",
    )


def check_rows(path: Path, frame: Any) -> None:
    """Refuse a table of one row."""
    if len(frame) < 2:
        raise refuse(
            "data.one_row",
            f"{path} holds one row: expected at least two, one to learn from and one to compare with.",
            "Choose a file with more examples.",
        )


def check_own_past(data: DataSpec) -> None:
    """Refuse a target among the features where no window ends before it: it would give itself away."""
    past = own_past(data.source) if isinstance(data.source, Table) else ()
    if not past or (data.window is not None and data.window.horizon >= 1):
        return
    received = "rows without windows" if data.window is None else "windows that end with the target itself"
    raise refuse(
        "data.target_is_feature",
        f"Column “{short(past[0])}” is both feature and target, and would give itself away: expected windows "
        f"with the target one row ahead or more, received {received}.",
        "Choose windows of a time series in Data, with a row ahead or more, or take the column out of the "
        "features.",
        where="data.source.features",
    )


def choose_features(source: Table, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the feature columns: the chosen ones, or all that have no other role."""
    where = "data.source.features"
    names = feature_columns(source, columns)
    unknown = [name for name in names if name not in columns]
    if unknown:
        raise refuse(
            "data.no_such_column",
            f"The file has no column {listed(unknown)}: expected names out of {listed(columns)}.",
            "Choose the feature columns again.",
            where=where,
        )
    if len(set(names)) < len(names) or not names:
        raise refuse(
            "data.features",
            f"Expected at least one feature column and each only once, received {listed(names) or 'none'}.",
            "Choose the feature columns again.",
            where=where,
        )
    return names


def _features(source: Table, file: TableFile, names: Sequence[str]) -> Any:
    """Return the feature columns; a target among them, which was read as text, as numbers if it can be."""
    frame = file.frame[list(names)]
    for name in own_past(source):
        numbers = to_numbers(frame[name], file.decimal)
        if not np.isnan(numbers).any():
            frame = frame.assign(**{name: numbers})
    return frame


def _codes_read_as_numbers(file: TableFile, names: Sequence[str]) -> tuple[Problem, ...]:
    """Return a warning where codes lose their leading zeros."""
    lost = [name for name in names if name in file.codes and is_numeric_dtype(file.frame[name].dtype)]
    if not lost:
        return ()
    code = file.codes[lost[0]]
    return (
        warning(
            "data.leading_zeros",
            "data.source.features",
            f"Column {listed(lost)} holds codes such as “{short(code)}”, which are read as numbers: "
            f"{int(code)}.",
            "Choose categories for it in Data if they are names rather than quantities.",
        ),
    )


def facts_of_columns(
    source: Table | ImageTable, file: TableFile, tell: Tell = keep_quiet
) -> tuple[ColumnFacts, ...]:
    """Return what the first thousand columns hold; ``tell`` hears of ``counting``."""
    columns = [file.frame[name] for name in file.frame.columns[:_TOLD_COLUMNS]]
    roles = [role_of(source, column.name) for column in columns]
    return facts_side_by_side(columns, file.decimal, roles, tell)


def first_rows(frame: Any) -> tuple[tuple[str, ...], ...]:
    """Return rows from all over the table as text, of the first columns; a missing value is empty."""
    at = np.linspace(0, len(frame) - 1, min(len(frame), _SHOWN_ROWS)).astype(int)
    columns = min(len(frame.columns), _TOLD_COLUMNS)
    some = frame.iloc[at[: max(1, 10_000 // columns)], :columns]
    cells = some.astype(object).where(some.notna(), "")
    return tuple(
        tuple(cell_text(cell)[:_LONGEST_CELL] for cell in row) for row in cells.itertuples(index=False)
    )


def listed(names: Sequence[str]) -> str:
    """Return names as a message shows them: the first ten, in quotes."""
    shown = ", ".join(f"“{short(name)}”" for name in names[:10])
    return shown if len(names) <= 10 else f"{shown} and {len(names) - 10} more"
