"""Real examples of a run's data, to compare an export on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.csv_columns import to_numbers
from workbench.engine.data.dataset import Dataset, TableData
from workbench.engine.data.preparation.arrays import apply_pixels, apply_points
from workbench.engine.data.preparation.columns import values_of
from workbench.engine.data.preparation.fitted import Fitted, NumberColumn, kept
from workbench.engine.data.preparation.table import apply_table, missing_rows
from workbench.engine.data.ready import Ready, dealt, ready
from workbench.project.project import Project
from workbench.runs.folder import RunFolder

Named = dict[str, NDArray[Any]]
"""Arrays by the names of a model's inputs."""
_COUNT = 8


@dataclass(frozen=True, eq=False)
class Samples:
    """Some examples: raw, and as the network gets them. ``columns`` are the raw cells of a table with texts.

    They are numbers, NaN where missing, or texts, empty where missing.
    """

    raw: NDArray[Any]
    prepared: NDArray[np.float32]
    columns: Mapping[str, NDArray[Any]]


def fitted_of(project: Project, run: Path) -> Fitted:
    """Return what the run's preparation has learned; WorkbenchError when that and the data are gone."""
    found = kept(RunFolder(run).artifacts)
    return ready(project.data, run).fitted if found is None else found


def samples(project: Project, run: Path, model: Any, fitted: Fitted) -> Samples:
    """Return some examples of the test part if there is one.

    Raises:
        WorkbenchError: the run's data can't be read any more.
    """
    found = dealt(project.data, run)
    rows = _rows(found, fitted)
    batch = model.inputs[0].shape[0]
    rows = rows[:_COUNT] if batch is None else np.resize(rows, batch)
    dataset = found.dataset
    places = rows if dataset.windows is None else dataset.windows[rows]
    if dataset.table is not None:
        return _of_table(dataset.table, places, fitted)
    raw = np.asarray(dataset.x[places])
    prepared = apply_points(apply_pixels(raw, fitted.pixels), fitted.columns)
    return Samples(raw.astype(np.float32), np.asarray(prepared[:], dtype=np.float32), {})


def _rows(found: Ready, fitted: Fitted) -> NDArray[np.int64]:
    """Return the rows of the part to compare on, of those that the preparation does not refuse."""
    parts = [part for part in (found.parts.test, found.parts.validation, found.parts.train) if len(part)]
    missing = _refused(found.dataset, fitted)
    fit = [part[~missing[part]] for part in parts]
    return next((part for part in fit if len(part)), parts[0])


def _refused(dataset: Dataset, fitted: Fitted) -> NDArray[np.bool_]:
    strict = [column.name for column in fitted.columns if column.fill is None]
    if dataset.table is None or not strict:
        return np.zeros(len(dataset), dtype=bool)
    missing = missing_rows(dataset.table.frame, strict)
    return missing if dataset.windows is None else np.asarray(missing[dataset.windows].any(axis=1))


def _of_table(table: TableData, places: NDArray[np.int64], fitted: Fitted) -> Samples:
    frame = table.frame.iloc[places.ravel()]
    x = apply_table(frame, fitted.columns, decimal=table.decimal, locate=table.locate)
    cells: dict[str, NDArray[Any]] = {}
    for column in fitted.columns:
        raw = frame[column.name]
        if isinstance(column, NumberColumn):
            cells[column.name] = to_numbers(raw, table.decimal).astype(np.float32)
        else:
            cells[column.name] = values_of(column, raw).astype(str)
    numbers = np.stack(list(cells.values()), axis=1) if fitted.are_numbers else x
    return Samples(
        numbers.reshape(*places.shape, -1), x.reshape(*places.shape, -1), {} if fitted.are_numbers else cells
    )


def named(model: Any, x: NDArray[Any]) -> Named:
    """Return the examples for each input of a model by its name."""
    return {tensor.name: x.astype(tensor.dtype) for tensor in model.inputs}


def outputs_of(model: Any, x: Named) -> list[NDArray[np.float32]]:
    """Return what the model answers, one array for each of its outputs."""
    inputs = [x[tensor.name] for tensor in model.inputs]
    given = x if isinstance(model.input, dict) else inputs[0] if len(inputs) == 1 else inputs
    answers = model(given, training=False)
    several = answers if isinstance(answers, list | tuple) else [answers]
    return [np.asarray(answer, dtype=np.float32) for answer in several]
