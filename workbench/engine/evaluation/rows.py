"""Examples of a run by their rows, as a person wants to see them: a picture, or the row as in its file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.facts import label
from workbench.engine.data.pictures.small import encoded, is_picture
from workbench.engine.data.pixel_range import pixel_range
from workbench.engine.data.preparation.fitted import Fitted, NumberColumn
from workbench.engine.data.ready import Ready
from workbench.engine.data.setting_aside import key_of
from workbench.protocol.judgement import ShownRow, ShownRows

MOST = 60
_SIDE = 128
_MOST_COLUMNS = 200


def rows_shown(ready: Ready, rows: Sequence[int]) -> ShownRows:
    """Return at most 60 of the rows; those that the data no longer has are left out."""
    dataset = ready.dataset
    there = [row for row in rows if 0 <= row < len(dataset)][:MOST]
    shape = tuple(dataset.x.shape[1:])
    if is_picture(shape if len(shape) == 3 else (*shape, 1)) and dataset.table is None:
        return ShownRows(rows=tuple(_pictures(ready, there)))
    names, cells = _cells(ready, there)
    shown = (
        ShownRow(row=row, label=label(dataset, row), key=key_of(dataset, row), cells=texts)
        for row, texts in zip(there, cells, strict=True)
    )
    return ShownRows(rows=tuple(shown), columns=names)


def _pictures(ready: Ready, rows: list[int]) -> list[ShownRow]:
    if not rows:
        return []
    dataset = ready.dataset
    low, high = pixel_range(dataset.x, ready.parts.train)
    batch = np.asarray(dataset.x[np.array(rows)])
    batch = batch if batch.ndim == 4 else batch[..., np.newaxis]
    paths = dataset.images.paths if dataset.images is not None else None
    return [
        ShownRow(
            row=row,
            label=label(dataset, row),
            key=key_of(dataset, row),
            image=encoded(pixels, low, high, _SIDE),
            path="" if paths is None else paths[row],
        )
        for row, pixels in zip(rows, batch, strict=True)
    ]


def _cells(ready: Ready, rows: list[int]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return names of columns and a text for each: of numbers and tables as they were read."""
    dataset, table = ready.dataset, ready.dataset.table
    if table is not None and len(table.frame) == len(dataset):
        names = tuple(str(name) for name in table.frame.columns[:_MOST_COLUMNS])
        return names, [tuple(_text(value) for value in _row(table.frame, row)) for row in rows]
    values = np.asarray(dataset.x[np.array(rows, dtype=np.int64)]).reshape(len(rows), -1)
    values = _as_read(values, ready.fitted)
    shown = values[:, :_MOST_COLUMNS]
    known = _names(dataset.feature_names, tuple(dataset.x.shape[1:]))
    names = known[:_MOST_COLUMNS] or tuple(f"x{number}" for number in range(1, shown.shape[1] + 1))
    return names, [tuple(f"{value:.6g}" for value in row) for row in shown]


def _names(features: tuple[str, ...], shape: tuple[int, ...]) -> tuple[str, ...]:
    """Return a name for each number of an example: in a window, with how many rows before its last one."""
    if shape == (len(features),):
        return features
    if len(shape) != 2 or shape[1] != len(features):
        return ()
    moments = [f" −{back}" if back else "" for back in reversed(range(shape[0]))]
    return tuple(f"{name}{moment}" for moment in moments for name in features)


def _as_read(values: NDArray[Any], fitted: Fitted) -> NDArray[Any]:
    """Take scaling back, where every column is a number."""
    numbers = [column for column in fitted.columns if isinstance(column, NumberColumn)]
    if not numbers or len(numbers) != len(fitted.columns) or values.shape[1] % len(numbers):
        return values
    times = values.shape[1] // len(numbers)  # the rows of a window
    raw: NDArray[Any] = values * ([one.scale for one in numbers] * times)
    return raw + [one.centre for one in numbers] * times


def _row(frame: Any, row: int) -> Any:
    return frame.iloc[row, :_MOST_COLUMNS]


def _text(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)
