"""A network with one example on its way through it, and weights that are changed by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import msgspec
import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.facts import label
from workbench.engine.data.pictures.small import encoded
from workbench.engine.data.preparation.fitted import NOTHING, Fitted, kept
from workbench.engine.data.ready import Ready, ready
from workbench.engine.evaluation.at_hand import RunAtHand
from workbench.engine.evaluation.examples import read_examples
from workbench.engine.evaluation.feeding import inputs_of
from workbench.engine.evaluation.passing import as_array, layer_outputs
from workbench.engine.evaluation.predict import form_of, shape_of
from workbench.engine.evaluation.series import series_of
from workbench.engine.model.build import build
from workbench.engine.model.inside import layer_named, layers_of
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.data import Table
from workbench.project.project import Project
from workbench.protocol.judgement import Which
from workbench.protocol.probing import LayerReading, Reading, WeightArray, WeightChange
from workbench.runs.folder import RunFolder

_FEW_VALUES = 64
_FEW_WEIGHTS = 256
_MOST_MAPS, _SIDE = 16, 96
_MOST_GIVEN = 4096


@dataclass(frozen=True)
class Probed:
    """What is probed: a project with fresh weights, or with ``run`` that run's model."""

    project: Project
    folder: Path
    run: Path | None = None
    which: Which = "best"


@dataclass(frozen=True)
class Given:
    """The example: numbers as the network gets them, a file, or the row of that number of the data."""

    values: tuple[float, ...] = ()
    file: str = ""
    row: int = -1


class Bench:
    """Keeps the model with fresh weights, so that one change more is quick."""

    def __init__(self, at_hand: RunAtHand) -> None:
        self._at_hand = at_hand
        self._fresh: tuple[bytes, Any] | None = None
        self._ready: tuple[bytes, Ready] | None = None

    def probe(self, probed: Probed, given: Given, changes: Sequence[WeightChange]) -> Reading:
        """Return what every layer gives; without any example, zeros are given.

        Raises:
            WorkbenchError: the network can't be built, the example does not fit, or a change names no weight.
        """
        model = self.model(probed)
        x, told = self.example(probed, given, shape_of(model))
        before = [(layer, layer.get_weights()) for layer in _touched(model, changes)]
        try:
            _change(model, changes)
            _, outputs = layer_outputs(model, inputs_of(model, x))
            layers = tuple(_reading(layer, outputs) for layer in layers_of(model) if layer.name in outputs)
        finally:
            for layer, weights in before:
                layer.set_weights(weights)
        flat = x.ravel().tolist() if x.size <= _MOST_GIVEN else []
        return Reading(
            shape=x.shape[1:], given=tuple(flat), layers=layers, label=told, picture=_picture(x[0])
        )

    def model(self, probed: Probed) -> Any:
        """Return the model; the fresh one has the same weights each time.

        Raises:
            WorkbenchError: the graph has problems, or the run no such model.
        """
        if probed.run is not None:
            return self._at_hand.model(probed.run, probed.which)
        key = msgspec.json.encode(probed.project.graph)
        if self._fresh is None or self._fresh[0] != key:
            self._fresh = None
            keras.utils.set_random_seed(0)
            self._fresh = (key, build(probed.project.graph))
        return self._fresh[1]

    def data(self, probed: Probed) -> Ready:
        """Return the examples of what is probed; WorkbenchError when they can't be read."""
        if probed.run is not None:
            return self._at_hand.ready(probed.run)
        key = msgspec.json.encode((probed.project.data, str(probed.folder)))
        if self._ready is None or self._ready[0] != key:
            self._ready = None
            self._ready = (key, ready(probed.project.data, probed.folder))
        return self._ready[1]

    def example(
        self, probed: Probed, given: Given, shape: tuple[int, ...]
    ) -> tuple[NDArray[np.float32], str]:
        """Return (1, *shape) and the target in words, where it is known; zeros for none.

        Raises:
            WorkbenchError: the example does not fit, or can't be read.
        """
        if given.file:
            return self._from_file(probed, Path(given.file), shape), ""
        if given.row >= 0:
            found = self.data(probed)
            parts = (found.parts.validation, found.parts.test, found.parts.train)
            rows = np.concatenate(parts)
            row = int(rows[given.row % len(rows)])
            x = np.asarray(found.dataset.x[np.array([row])], dtype=np.float32).reshape(1, *shape)
            return x, label(found.dataset, row)
        values = given.values or (0.0,) * math.prod(shape)
        if len(values) != math.prod(shape):
            raise _unfit(f"{math.prod(shape)} numbers ({shape})", f"{len(values)}")
        return np.array(values, dtype=np.float32).reshape(1, *shape), ""

    def _from_file(self, probed: Probed, file: Path, shape: tuple[int, ...]) -> NDArray[np.float32]:
        source = probed.project.data.source
        fitted: Fitted = NOTHING
        if probed.run is not None:
            fitted = kept(RunFolder(probed.run).artifacts) or NOTHING
        elif source is not None:
            fitted = self.data(probed).fitted
        features = tuple(column.name for column in fitted.columns) if isinstance(source, Table) else ()
        form = form_of(source, shape)
        series = series_of(probed.project.data)
        x = read_examples(file, shape, features=features, form=form, fitted=fitted, series=series)
        return x[:1]


def _touched(model: Any, changes: Sequence[WeightChange]) -> list[Any]:
    return [_layer(model, name) for name in dict.fromkeys(change.layer for change in changes)]


def _change(model: Any, changes: Sequence[WeightChange]) -> None:
    for change in changes:
        layer = _layer(model, change.layer)
        place, arrays = change.place, layer.get_weights()
        for array in arrays:
            if place < array.size:
                array.flat[place] = change.value
                break
            place -= array.size
        else:
            raise _unfit(f"a weight of {change.layer}", f"number {change.place}")
        layer.set_weights(arrays)


def _layer(model: Any, name: str) -> Any:
    try:
        return layer_named(model, name)
    except ValueError as failure:
        raise _unfit("a layer of the network", name) from failure


def _reading(layer: Any, outputs: dict[str, Any]) -> LayerReading:
    values = as_array(outputs[layer.name])[0]
    finite = values[np.isfinite(values)]
    some = finite if finite.size else np.zeros(1, dtype=np.float32)
    is_few = values.size <= _FEW_VALUES and finite.size == values.size
    return LayerReading(
        layer=layer.name,
        shape=values.shape,
        mean=float(some.mean()),
        minimum=float(some.min()),
        maximum=float(some.max()),
        values=tuple(values.ravel().tolist()) if is_few else (),
        picture=_picture(values),
        weights=_weights(layer),
    )


def _weights(layer: Any) -> tuple[WeightArray, ...]:
    arrays = [(weight.name, np.asarray(weight)) for weight in layer.weights]
    is_few = sum(array.size for _, array in arrays) <= _FEW_WEIGHTS
    return tuple(
        WeightArray(name=name, shape=array.shape, values=tuple(array.ravel().tolist()) if is_few else ())
        for name, array in arrays
        if array.dtype.kind == "f"
    )


def _picture(values: NDArray[np.float32]) -> bytes:
    """Return feature maps (height, width, channels) beside one another, the first sixteen of them."""
    if values.ndim != 3 or min(values.shape[:2]) < 2:
        return b""
    maps = np.nan_to_num(values[..., :_MOST_MAPS])
    count = maps.shape[2]
    wide = math.ceil(math.sqrt(count))
    high = math.ceil(count / wide)
    height, width = maps.shape[:2]
    low, top = float(maps.min()), float(maps.max())
    sheet = np.full((high * height, wide * width, 1), low, dtype=np.float32)
    for number in range(count):
        row, column = divmod(number, wide)
        place = np.s_[row * height : (row + 1) * height, column * width : (column + 1) * width, 0]
        sheet[place] = maps[..., number]
    return encoded(sheet, low, top, _SIDE)


def _unfit(expected: str, received: str) -> WorkbenchError:
    text = f"The probe expected {expected}, received {received}."
    return WorkbenchError(error("probe.unfit", "probe", text, "Give what the network's input takes."))
