"""From raw examples to what the network gets. Whatever is fitted is fitted on the training part only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.alike.distinct import taken
from workbench.engine.data.dataset import Dataset, Features, TableData, Tell, keep_quiet, refuse
from workbench.engine.data.gathered import Stretches
from workbench.engine.data.memory import budget, give_back
from workbench.engine.data.preparation.arrays import apply_pixels, apply_points, fit_pixels, fit_points
from workbench.engine.data.preparation.fitted import NOTHING, Fitted
from workbench.engine.data.preparation.table import apply_table, fit_table, missing_rows
from workbench.engine.data.slices import slices
from workbench.engine.data.split import Parts
from workbench.foundation.errors import warning
from workbench.project.preparation import Preparation

_WHERE = "data.source.features"


class Prepared(NamedTuple):
    """The examples as the network gets them, the rows of their parts, and what was learned for it."""

    dataset: Dataset
    parts: Parts
    fitted: Fitted


def prepared(
    dataset: Dataset,
    parts: Parts,
    preparation: Preparation,
    fitted: Fitted | None = None,
    tell: Tell = keep_quiet,
) -> Prepared:
    """Return all examples with ``x`` as the network gets it: (n, *shape).

    With ``fitted`` nothing is learned anew. Where rows with missing values are dropped, the parts are what is
    left of them, by their new numbers. ``tell`` hears of ``fitting`` and ``preparing``.

    Raises:
        WorkbenchError: where ``data.source.features``, for columns that can't be prepared.
    """
    if dataset.table is not None:
        return _table(dataset, dataset.table, parts, preparation, fitted, tell)
    if dataset.x.dtype == np.uint8:
        fitted = fitted or fit_pixels(preparation)
        return Prepared(replace(dataset, x=apply_pixels(dataset.x, fitted.pixels, tell)), parts, fitted)
    if len(dataset.x.shape) != 2:
        return Prepared(dataset, parts, fitted or NOTHING)
    names = names_of(dataset)
    if fitted is None:
        fitted = fit_points(dataset.x, names, _raw_rows(dataset, parts.train, tell), preparation, tell)
    _check_columns(fitted, len(names))
    dataset = replace(dataset, x=apply_points(dataset.x, fitted.columns, tell))
    return Prepared(_in_windows(dataset, tell), parts, fitted)


def names_of(dataset: Dataset) -> tuple[str, ...]:
    """Return a name for each feature of points, where the source has none of its own."""
    if len(dataset.feature_names) == dataset.x.shape[1]:
        return dataset.feature_names
    return tuple(f"x{number}" for number in range(1, dataset.x.shape[1] + 1))


def _table(
    dataset: Dataset,
    table: TableData,
    parts: Parts,
    preparation: Preparation,
    fitted: Fitted | None,
    tell: Tell,
) -> Prepared:
    dropping = [str(name) for name in table.frame.columns if _drops(preparation, str(name))]
    if dropping and (missing := missing_rows(table.frame, dropping)).any():
        dataset, parts = _without(dataset, table, missing, parts, tell)
        table = dataset.table or table
    if fitted is None:
        fitted = fit_table(table, _raw_rows(dataset, parts.train, tell), preparation, tell)
        give_back()  # what fitting took would lie beside the matrix
    _check_columns(fitted, len(table.frame.columns))
    x = apply_table(table.frame, fitted.columns, decimal=table.decimal, locate=table.locate, tell=tell)
    names = tuple(name for column in fitted.columns for name in column.outputs)
    return Prepared(_in_windows(replace(dataset, x=x, feature_names=names), tell), parts, fitted)


def _drops(preparation: Preparation, name: str) -> bool:
    return (preparation.column(name).missing or preparation.missing) == "drop"


def _without(
    dataset: Dataset, table: TableData, missing: NDArray[np.bool_], parts: Parts, tell: Tell
) -> tuple[Dataset, Parts]:
    """Return the data set without the examples that miss a value, and the parts in new numbers."""
    bad = missing if dataset.windows is None else np.any(missing[dataset.windows], axis=1)
    kept = np.flatnonzero(~bad)
    number = np.cumsum(~bad) - 1
    train, validation, test = (
        number[rows[~bad[rows]]] for rows in (parts.train, parts.validation, parts.test)
    )
    if not len(train):
        raise refuse(
            "data.missing_values",
            f"Each of the {len(parts.train)} training examples misses a value: expected some without.",
            "Choose in Data that missing values are filled.",
            where=_WHERE,
        )
    windows = None if dataset.windows is None else dataset.windows[kept]
    rows = kept if windows is None else _used(windows, len(table.frame), tell)
    told = warning(
        "data.dropped",
        _WHERE,
        f"{np.count_nonzero(bad)} of {len(dataset)} examples are left out: they miss a value.",
        "Fill missing values instead to keep them.",
    )
    left = replace(
        taken(replace(dataset, table=None), kept),
        table=replace(table, frame=table.frame.iloc[rows]),
        windows=None if windows is None else np.searchsorted(rows, windows),
        notes=(*dataset.notes, told),
    )
    return left, replace(parts, train=train, validation=validation, test=test)


def _check_columns(fitted: Fitted, columns: int) -> None:
    """Refuse a preparation that was learned on another table."""
    if fitted.columns and len(fitted.columns) != columns:
        raise refuse(
            "data.other_columns",
            f"The data has {columns} features: expected {len(fitted.columns)} as in the training of the run.",
            "Give the file its columns back, or train again.",
            where=_WHERE,
        )


def _in_windows(dataset: Dataset, tell: Tell) -> Dataset:
    """Return the windows as examples, in memory if they fit there."""
    if dataset.windows is None:
        return dataset
    x: Features = Stretches(dataset.x, dataset.windows)
    if x.nbytes <= budget():
        x = _in_memory(x, tell)
    return replace(dataset, x=x, windows=None)


def _in_memory(x: Features, tell: Tell) -> NDArray[Any]:
    out = np.empty(x.shape, dtype=x.dtype)
    for some in slices(len(x), x.nbytes):
        tell("preparing", some.start, len(x))
        out[some] = x[some]
    return out


def _raw_rows(dataset: Dataset, examples: NDArray[np.int64], tell: Tell) -> NDArray[np.int64]:
    """Return the rows of the table that these examples are made of."""
    if dataset.windows is None:
        return examples
    rows = len(dataset.x) if dataset.table is None else len(dataset.table.frame)
    return _used(dataset.windows[examples], rows, tell)


def _used(windows: NDArray[np.int64], rows: int, tell: Tell) -> NDArray[np.int64]:
    """Return which of so many rows stand in any of these windows (n, length), in their order."""
    is_used = np.zeros(rows, dtype=np.bool_)
    for some in slices(len(windows), windows.nbytes):
        tell("fitting", some.start, len(windows))
        is_used[windows[some]] = True
    return np.flatnonzero(is_used)
