"""From raw examples to what the network gets. Whatever is fitted is fitted on the training part only."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.alike.distinct import taken
from workbench.engine.data.dataset import Dataset, TableData, refuse
from workbench.engine.data.preparation.arrays import apply_pixels, apply_points, fit_pixels, fit_points
from workbench.engine.data.preparation.fitted import NOTHING, Fitted
from workbench.engine.data.preparation.table import apply_table, fit_table, missing_rows
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
    dataset: Dataset, parts: Parts, preparation: Preparation, fitted: Fitted | None = None
) -> Prepared:
    """Return all examples with ``x`` as the network gets it: (n, *shape).

    With ``fitted`` nothing is learned anew. Where rows with missing values are dropped, the parts are what is
    left of them, by their new numbers.

    Raises:
        WorkbenchError: where ``data.source.features``, for columns that can't be prepared.
    """
    if dataset.table is not None:
        return _table(dataset, dataset.table, parts, preparation, fitted)
    if dataset.x.dtype == np.uint8:
        fitted = fitted or fit_pixels(preparation)
        return Prepared(replace(dataset, x=apply_pixels(dataset.x, fitted.pixels)), parts, fitted)
    if len(dataset.x.shape) != 2:
        return Prepared(dataset, parts, fitted or NOTHING)
    names = names_of(dataset)
    fitted = fitted or fit_points(dataset.x, names, _raw_rows(dataset, parts.train), preparation)
    _check_columns(fitted, len(names))
    dataset = replace(dataset, x=apply_points(dataset.x, fitted.columns))
    return Prepared(_in_windows(dataset), parts, fitted)


def names_of(dataset: Dataset) -> tuple[str, ...]:
    """Return a name for each feature of points, where the source has none of its own."""
    if len(dataset.feature_names) == dataset.x.shape[1]:
        return dataset.feature_names
    return tuple(f"x{number}" for number in range(1, dataset.x.shape[1] + 1))


def _table(
    dataset: Dataset, table: TableData, parts: Parts, preparation: Preparation, fitted: Fitted | None
) -> Prepared:
    dropping = [str(name) for name in table.frame.columns if _drops(preparation, str(name))]
    if dropping and (missing := missing_rows(table.frame, dropping)).any():
        dataset, parts = _without(dataset, table, missing, parts)
        table = dataset.table or table
    fitted = fitted or fit_table(table, _raw_rows(dataset, parts.train), preparation)
    _check_columns(fitted, len(table.frame.columns))
    x = apply_table(table.frame, fitted.columns, decimal=table.decimal, locate=table.locate)
    names = tuple(name for column in fitted.columns for name in column.outputs)
    return Prepared(_in_windows(replace(dataset, x=x, feature_names=names)), parts, fitted)


def _drops(preparation: Preparation, name: str) -> bool:
    return (preparation.column(name).missing or preparation.missing) == "drop"


def _without(
    dataset: Dataset, table: TableData, missing: NDArray[np.bool_], parts: Parts
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
    rows = kept if windows is None else np.unique(windows)
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


def _in_windows(dataset: Dataset) -> Dataset:
    if dataset.windows is None:
        return dataset
    return replace(dataset, x=dataset.x[dataset.windows], windows=None)


def _raw_rows(dataset: Dataset, examples: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows of the table that these examples are made of."""
    return examples if dataset.windows is None else np.unique(dataset.windows[examples])
