"""Where the decision of a network with two inputs changes, and what each neuron makes of the plane."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from workbench.engine.data.preparation.fitted import NOTHING, Fitted, NumberColumn, kept
from workbench.engine.data.ready import Ready
from workbench.engine.evaluation.at_hand import RunAtHand
from workbench.engine.evaluation.feeding import inputs_of
from workbench.engine.evaluation.passing import as_array, layer_outputs
from workbench.engine.model.inside import layers_of
from workbench.foundation.errors import WorkbenchError, error
from workbench.protocol.judgement import Which
from workbench.protocol.probing import Boundary, Ground
from workbench.runs.folder import RunFolder

MOST_SIDE = 160
_MOST_POINTS = 400
_MOST_NEURONS = 48
_SMALL = 40
_MARGIN = 0.12
_USUAL = (-2.0, 2.0)  # where nobody knows the data: prepared numbers mostly lie there


def boundary_of(run: Path, which: Which, at_hand: RunAtHand, *, side: int) -> Boundary:
    """Return the plane of a run's model; where its data can't be read, without examples, and why.

    Raises:
        WorkbenchError: there is no such model, or it takes anything else than two numbers.
    """
    model = at_hand.model(run, which)
    check_inputs(model)
    try:
        return boundary(model, at_hand.ready(run), side=side)
    except WorkbenchError as failure:
        fitted = kept(RunFolder(run).artifacts) or NOTHING
        return replace(plane_of(model, fitted, _USUAL, _USUAL, side=side), problems=failure.problems)


def boundary(model: Any, ready: Ready, *, side: int = 96) -> Boundary:
    """Return the answers over the plane around the data, and some of its examples.

    Raises:
        WorkbenchError: where ``run``, for a network that takes anything else than two numbers.
    """
    check_inputs(model)
    dataset, parts = ready.dataset, ready.parts
    every = np.asarray(dataset.x[_some(np.arange(len(dataset)))], dtype=np.float32)
    across, up = (_around(every[:, axis]) for axis in range(2))
    names = dataset.feature_names if len(dataset.feature_names) == 2 else ("x1", "x2")
    others = np.concatenate([parts.validation, parts.test])
    return replace(
        plane_of(model, ready.fitted, across, up, side=side),
        names=(names[0], names[1]),
        classes=dataset.classes,
        training=_points(ready, parts.train),
        others=_points(ready, others),
    )


def check_inputs(model: Any) -> None:
    """Refuse what takes anything else than two numbers: WorkbenchError where ``run``."""
    shape = tuple(model.inputs[0].shape[1:])
    if shape != (2,):
        raise WorkbenchError(_refusal(shape))


def plane_of(
    model: Any, fitted: Fitted, across: tuple[float, float], up: tuple[float, float], *, side: int
) -> Boundary:
    """Return what a model answers between these numbers, which are as the network gets them."""
    wanted = max(8, min(side, MOST_SIDE))
    x = _plane(across, up, wanted)
    outputs, _ = layer_outputs(model, inputs_of(model, x))
    first = as_array(outputs[0] if isinstance(outputs, list) else outputs).reshape(len(x), -1)
    _, inner = layer_outputs(model, inputs_of(model, _plane(across, up, _SMALL)))
    return Boundary(
        x=_as_read(fitted, 0, across),
        y=_as_read(fitted, 1, up),
        side=wanted,
        names=_names(fitted),
        grounds=tuple(_ground(f"{number}", column) for number, column in enumerate(first.T)),
        hidden=tuple(_neurons(model, inner)),
    )


def _names(fitted: Fitted) -> tuple[str, str]:
    columns = fitted.columns
    return (columns[0].name, columns[1].name) if len(columns) == 2 else ("x1", "x2")


def _neurons(model: Any, inner: dict[str, Any]) -> Iterator[Ground]:
    """Yield what the neurons of the layers with weights before the last give, as many as can be seen."""
    named = [layer.name for layer in layers_of(model) if layer.name in inner and layer.weights]
    told = 0
    for name in named[:-1]:
        values = as_array(inner[name])
        if values.ndim != 2:
            continue
        for number, column in enumerate(values.T):
            if told == _MOST_NEURONS:
                return
            told += 1
            yield _ground(f"{name} {number + 1}", column)


def _ground(name: str, values: NDArray[np.float32]) -> Ground:
    finite = np.nan_to_num(values.astype(np.float64))
    low, high = float(finite.min()), float(finite.max())
    shades = np.round((finite - low) / ((high - low) or 1.0) * 255).astype(np.uint8)
    return Ground(name=name, low=low, high=high, shades=shades.tobytes())


def _plane(across: tuple[float, float], up: tuple[float, float], side: int) -> NDArray[np.float32]:
    """Return the middles of side * side cells (n, 2), the top row first."""
    share = (np.arange(side) + 0.5) / side
    xs = across[0] + share * (across[1] - across[0])
    ys = up[1] - share * (up[1] - up[0])
    grid = np.stack(np.meshgrid(xs, ys), axis=-1)
    return grid.reshape(-1, 2).astype(np.float32)


def _around(values: NDArray[np.float32]) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = (high - low or 1.0) * _MARGIN
    return low - room, high + room


def _as_read(fitted: Fitted, axis: int, extent: tuple[float, float]) -> tuple[float, float]:
    """Return a range in the numbers of the data, where a column was only scaled."""
    columns = fitted.columns
    if len(columns) != 2 or not all(isinstance(column, NumberColumn) for column in columns):
        return extent
    column = columns[axis]
    assert isinstance(column, NumberColumn)
    return extent[0] * column.scale + column.centre, extent[1] * column.scale + column.centre


def _points(ready: Ready, rows: NDArray[np.int64]) -> tuple[tuple[float, float, float], ...]:
    some = rows[_some(np.arange(len(rows)))]
    if not len(some):
        return ()
    values = np.asarray(ready.dataset.x[some], dtype=np.float64)
    targets = np.asarray(ready.dataset.y[some], dtype=np.float64).reshape(len(some), -1)[:, 0]
    scaled = [_as_read(ready.fitted, axis, (0.0, 1.0)) for axis in range(2)]
    return tuple(
        (
            float(scaled[0][0] + x * (scaled[0][1] - scaled[0][0])),
            float(scaled[1][0] + y * (scaled[1][1] - scaled[1][0])),
            float(target),
        )
        for (x, y), target in zip(values, targets, strict=True)
    )


def _some(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    if not len(rows):
        return rows
    return rows[np.linspace(0, len(rows) - 1, min(len(rows), _MOST_POINTS)).round().astype(int)]


def _refusal(shape: tuple[int, ...]) -> Any:
    received = " × ".join(map(str, shape)) or "nothing"
    return error(
        "boundary.not_two",
        "run",
        f"A boundary can be drawn over two inputs: expected a network of shape 2, received {received}.",
        "Choose a run on data of two features, such as xor.",
    )
