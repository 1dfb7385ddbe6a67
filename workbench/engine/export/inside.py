"""The preparation as layers of the exported model, so that it takes raw rows and raw pixels.

Only what Keras itself has is used, so the file needs nothing of ours. A table whose columns are all numbers
is one input (n, features), with NaN for what is missing. Any other is an input (n, 1) for each column by its
name: numbers, or texts with "" for what is missing. Images are pixels from 0 to 255, of the network's size.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from workbench.engine.data.preparation.fitted import (
    CategoryColumn,
    Column,
    Fitted,
    NumberColumn,
    Pixels,
    TextColumn,
)
from workbench.engine.export.samples import Named, Samples, named
from workbench.protocol.judgement import ExportFormat

_ANYTHING: frozenset[ExportFormat] = frozenset({"keras", "saved_model"})


def can_be_inside(fitted: Fitted, format: ExportFormat, model: Any) -> bool:
    """Tell whether a format can hold the preparation within the model."""
    if format == "weights":
        return False
    if fitted.pixels is not None or fitted.are_numbers:
        # The older HDF5 format knows layers only, no operations between them.
        return format != "h5" or fitted.pixels is not None
    if any(isinstance(column, TextColumn) and column.fill for column in fitted.columns):
        return False
    return format in _ANYTHING and len(_core(model.inputs[0].shape[1:], fitted.width)) == 1


def with_preparation(model: Any, fitted: Fitted) -> Any:
    """Return a model that takes raw examples, prepares them and asks ``model``."""
    shape = tuple(model.inputs[0].shape[1:])
    if fitted.pixels is not None:
        inputs, prepared = _images(model, fitted.pixels)
    elif fitted.are_numbers:
        inputs, prepared = _numbers(fitted, _core(shape, fitted.width), model.inputs[0].name)
    else:
        inputs, prepared = _columns(fitted.columns)
    each = [
        prepared
        if tuple(prepared.shape[1:]) == tuple(tensor.shape[1:])
        else layers.Reshape(tuple(tensor.shape[1:]))(prepared)
        for tensor in model.inputs
    ]
    return keras.Model(inputs, model(each[0] if len(each) == 1 else each), name="with_preparation")


def raw_inputs(model: Any, fitted: Fitted, found: Samples) -> Named:
    """Return raw examples by the names of the inputs that ``with_preparation`` has made."""
    if not found.columns:
        return named(model, found.raw)
    names = zip(input_names(fitted.columns), fitted.columns, strict=True)
    return {name: found.columns[column.name].reshape(-1, 1) for name, column in names}


def input_names(columns: Sequence[Column]) -> list[str]:
    """Return a name for each column's input: its own, as far as formats take it."""
    names: list[str] = []
    for column in columns:
        name = re.sub(r"\W+", "_", column.name).strip("_") or "column"
        name = name if re.match(r"[A-Za-z]", name) else f"column_{name}"
        while name in names:
            name += "_2"
        names.append(name)
    return names


def _core(shape: tuple[int | None, ...], width: int) -> tuple[int | None, ...]:
    """Return an input's shape without the axis of length 1 that a network may want behind the features."""
    return shape[:-1] if len(shape) > 1 and shape[-1] == 1 and shape[-2] == width else shape


def _images(model: Any, pixels: Pixels) -> tuple[Any, Any]:
    first = model.inputs[0]
    raw = keras.Input(tuple(first.shape[1:]), name=first.name, dtype="float32")
    return raw, layers.Rescaling(pixels.scale, pixels.offset)(raw)


def _numbers(fitted: Fitted, shape: tuple[int | None, ...], name: str) -> tuple[Any, Any]:
    columns = [column for column in fitted.columns if isinstance(column, NumberColumn)]
    raw = keras.Input(shape, name=name, dtype="float32")
    filled = raw
    if any(column.fill is not None for column in columns):
        fills = [np.nan if column.fill is None else column.fill for column in columns]
        filled = ops.where(ops.isnan(raw), np.array(fills, dtype="float32"), raw)
    centre, scale = [c.centre for c in columns], [c.scale for c in columns]
    if set(centre) == {0.0} and set(scale) == {1.0}:
        return raw, filled
    # Not by Normalization: its figures become inputs in ONNX.
    return raw, (filled - np.array(centre, dtype="float32")) / np.array(scale, dtype="float32")


def _columns(columns: Sequence[Column]) -> tuple[dict[str, Any], Any]:
    inputs: dict[str, Any] = {}
    outputs = []
    for name, column in zip(input_names(columns), columns, strict=True):
        if isinstance(column, NumberColumn):
            inputs[name], output = _numbers(Fitted(columns=(column,)), (1,), name)
        elif isinstance(column, CategoryColumn):
            inputs[name] = keras.Input((1,), name=name, dtype="string")
            output = _category(column, inputs[name])
        else:
            inputs[name] = keras.Input((1,), name=name, dtype="string")
            output = _text(column, inputs[name])
        outputs.append(output)
    return inputs, outputs[0] if len(outputs) == 1 else layers.Concatenate()(outputs)


def _category(column: CategoryColumn, raw: Any) -> Any:
    """Look a value's place up, and that place's row of numbers in a table that is never trained."""
    table = np.eye(len(column.values)) if column.is_one_hot else np.arange(1, len(column.values) + 1)[:, None]
    unseen = np.zeros((1, column.width))
    missing = table[[column.values.index(column.fill)]] if column.fill in column.values else unseen
    lookup = layers.StringLookup(vocabulary=[*column.values, ""], mask_token=None)
    rows = layers.Embedding(len(table) + 2, column.width, trainable=False)
    out = layers.Reshape((column.width,))(rows(lookup(raw)))
    rows.set_weights([np.concatenate([unseen, table, missing]).astype("float32")])
    return out


def _text(column: TextColumn, raw: Any) -> Any:
    vectorization = layers.TextVectorization(
        vocabulary=list(column.words),
        idf_weights=list(column.weights[1:]) if column.mode == "tf_idf" else None,
        output_mode=column.mode,
        output_sequence_length=column.length if column.mode == "int" else None,
    )
    # Keras' own shape of the output speaks of an axis of 1 more than it has.
    return layers.Reshape((column.width,))(ops.cast(vectorization(raw), "float32"))
