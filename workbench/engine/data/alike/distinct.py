"""Leaving equal examples out: of those that are the same, only the first is used."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.engine.data.alike.keys import Rows, example_keys, target_keys, together
from workbench.engine.data.alike.looks import first_alike, has_looks, looks_of
from workbench.engine.data.chosen import ChosenRows
from workbench.engine.data.dataset import Dataset, ImageFiles, Tell, keep_quiet
from workbench.project.preparation import Duplicates


def distinct(dataset: Dataset, rule: Duplicates, tell: Tell = keep_quiet) -> Dataset:
    """Return the data set without later copies of an example with the same target.

    A training example goes before one of the source's other parts, else the earlier row. By ``drop_alike``
    images that look the same are copies too.
    """
    if rule == "keep":
        return dataset
    order = np.arange(len(dataset), dtype=np.int64)
    if dataset.given is not None:
        order = np.argsort(dataset.given, kind="stable")
    kept = order[is_first(dataset, order, tell)]
    if rule == "drop_alike" and has_looks(dataset):
        alike = first_alike(looks_of(dataset, kept, tell), tell)
        same = target_keys(dataset, kept)
        kept = kept[(alike == np.arange(len(kept))) | (same != same[alike])]
    return dataset if len(kept) == len(dataset) else taken(dataset, np.sort(kept))


def is_first(dataset: Dataset, rows: Rows, tell: Tell = keep_quiet) -> NDArray[np.bool_]:
    """Tell of each of the rows whether no row before it is the same, target and all, (rows,)."""
    keys = example_keys(dataset, rows, tell)
    tell("comparing", 1, 1)
    targets = target_keys(dataset, rows)
    tell("comparing", 1, 1)
    keys = together(keys, targets)
    tell("comparing", 1, 1)
    return ~pd.Series(keys).duplicated().to_numpy()


def taken(dataset: Dataset, rows: Rows) -> Dataset:
    """Return a data set of these rows only; a table's rows keep their places in the file."""

    def of(values: NDArray[Any] | None) -> Any:
        return None if values is None else values[rows]

    table, images = dataset.table, dataset.images
    return replace(
        dataset,
        x=dataset.x[rows] if isinstance(dataset.x, np.ndarray) else ChosenRows(dataset.x, rows),
        y=dataset.y[rows],
        weights=of(dataset.weights),
        groups=of(dataset.groups),
        time=of(dataset.time),
        given=of(dataset.given),
        table=None if table is None else replace(table, frame=table.frame.iloc[rows]),
        images=None if images is None else _files(images, rows),
    )


def _files(images: ImageFiles, rows: Rows) -> ImageFiles:
    at = rows.tolist()
    return replace(
        images,
        paths=tuple(images.paths[row] for row in at),
        sizes=tuple(images.sizes[row] for row in at),
        modes=tuple(images.modes[row] for row in at),
    )
