"""A CSV file as a data set: which column is what, and what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from workbench.engine.data.csv_columns import column_facts, feature_matrix
from workbench.engine.data.csv_table import line_of, read_table
from workbench.engine.data.csv_target import read_target
from workbench.engine.data.csv_text import recognise, short
from workbench.engine.data.dataset import Dataset, refuse
from workbench.project.data import Table


def load_csv(source: Table, folder: Path) -> Dataset:
    """Read a table with a target column; WorkbenchError (where ``data.source...``) says what is wrong."""
    text = recognise(resolve(source.path, folder))
    _check_target(source.target, text.columns)
    frame = read_table(text, source.target)
    if len(frame) < 2:
        raise refuse(
            "data.one_row",
            f"{text.path} holds one row: expected at least two, one to learn from and one to compare with.",
            "Choose a file with more examples.",
        )
    names = choose_features(source, tuple(str(name) for name in frame.columns))
    locate = partial(line_of, text)
    target = read_target(frame[source.target], text.decimal, locate)
    x = feature_matrix(frame, names, text.decimal, locate)
    columns = tuple(column_facts(frame[name], text.decimal) for name in frame.columns)
    return Dataset(x, target.y, target.classes, columns, names, target.values)


def resolve(path: str, folder: Path) -> Path:
    """Return where a source's path leads; WorkbenchError when it is empty."""
    if not path.strip():
        raise refuse(
            "data.none", "No file is chosen: expected the path of a CSV file.", "Choose a file in Data."
        )
    return folder / path


def choose_features(source: Table, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the feature columns: the chosen ones, or all but the target."""
    where = "data.source.features"
    names = source.features or tuple(name for name in columns if name != source.target)
    unknown = [name for name in names if name not in columns]
    if unknown:
        raise refuse(
            "data.no_such_column",
            f"The file has no column {listed(unknown)}: expected names out of {listed(columns)}.",
            "Choose the feature columns again.",
            where=where,
        )
    if source.target in names:
        raise refuse(
            "data.target_is_feature",
            f"Column “{short(source.target)}” is both feature and target: expected it to be one of them.",
            "Take it out of the features, or the network would only copy it.",
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


def listed(names: Sequence[str]) -> str:
    """Return names as a message shows them: the first ten, in quotes."""
    shown = ", ".join(f"“{short(name)}”" for name in names[:10])
    return shown if len(names) <= 10 else f"{shown} and {len(names) - 10} more"


def _check_target(target: str, columns: tuple[str, ...]) -> None:
    if target in columns:
        return
    what = f"The file has no column “{short(target)}”" if target else "No target column is chosen"
    raise refuse(
        "data.no_such_column",
        f"{what}: expected one out of {listed(columns)}.",
        "Choose the column that the network shall learn to tell.",
        where="data.source.target",
    )
