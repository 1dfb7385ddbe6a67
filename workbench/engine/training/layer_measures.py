"""What one layer shows: its weights, their gradients and its output in figures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from msgspec.structs import replace
from numpy.typing import NDArray

from workbench.engine.training.spreads import Floats, norm_of, sample, spread
from workbench.runs.layer_figures import LayerFigures, Spread, WeightFigures

_MOST_NUMBERS = 1 << 20
_DIES = frozenset({"relu", "relu6"})
_SATURATES = frozenset({"sigmoid", "hard_sigmoid", "tanh", "hard_tanh", "softmax"})
_NEAR = 0.01
Samples = Mapping[int, Floats]


@dataclass(frozen=True)
class Found:
    """Samples by the ``id`` of the variable: values, gradients and, where known, values a step before."""

    values: Samples
    gradients: Samples
    before: Samples


def layer_figures(layer: Any, node: str, output: Any, found: Found) -> LayerFigures:
    """Return the figures of a layer that stands for ``node`` on the canvas and gave ``output``."""
    weights = tuple(_weight(layer, variable, found) for variable in layer.weights)
    trained = [each for each in weights if each.gradient is not None]
    weight = math.hypot(*(each.values.norm for each in trained)) if trained else None
    activation = activation_of(layer)
    given = _numbers(output)
    figures = LayerFigures(
        node=node,
        name=layer.name,
        kind=type(layer).__name__,
        activation=activation,
        weights=weights,
        gradient=math.hypot(*(each.gradient.norm for each in trained if each.gradient)) if trained else None,
        weight=weight,
        update=_update(layer, found, weight),
        is_finite=not any(_is_broken(each.values) or _is_broken(each.gradient) for each in weights),
    )
    return figures if given is None else _with_output(figures, given, _unit_axis(layer))


def activation_of(layer: Any) -> str:
    """Return the name of the function that the layer's output comes straight from; empty where unknown."""
    if isinstance(layer, keras.layers.ReLU):
        return "" if layer.negative_slope or layer.threshold else "relu"
    if isinstance(layer, keras.layers.Softmax):
        return "softmax"
    if hasattr(layer, "recurrent_activation"):
        return ""  # what the gates let through is the activation of nothing
    return str(getattr(getattr(layer, "activation", None), "__name__", ""))


def _with_output(figures: LayerFigures, given: NDArray[np.float32], unit_axis: int) -> LayerFigures:
    spreads = spread(sample(given), given.size)
    return replace(
        figures,
        shape=given.shape[1:],
        examples=len(given),
        output=spreads,
        dead=_dead(given, unit_axis) if figures.activation in _DIES else None,
        saturated=_saturated(given, figures.activation) if figures.activation in _SATURATES else None,
        is_finite=figures.is_finite and not _is_broken(spreads),
    )


def _numbers(output: Any) -> NDArray[np.float32] | None:
    """Return what a layer gave, of so many examples that it is about a million numbers at most."""
    if not isinstance(output, tf.Tensor) or not (output.dtype.is_floating or output.dtype.is_integer):
        return None
    if output.shape.rank == 0 or not output.shape[0]:
        return None
    of_one = int(np.prod(output.shape[1:], dtype=np.int64))
    some = output[: max(1, _MOST_NUMBERS // max(1, of_one))]
    return np.asarray(some).astype(np.float32) if of_one else None


def _weight(layer: Any, variable: Any, found: Found) -> WeightFigures:
    size = int(np.prod(variable.shape, dtype=np.int64))
    gradient = found.gradients.get(id(variable))
    return WeightFigures(
        name=variable.path.partition(f"{layer.name}/")[2] or variable.name,
        shape=tuple(variable.shape),
        values=spread(found.values[id(variable)], size),
        gradient=None if gradient is None else spread(gradient, size),
    )


def _update(layer: Any, found: Found, weight: float | None) -> float | None:
    """Return how far the last step moved the weights, as a share of their norm."""
    trained = [variable for variable in layer.trainable_weights if id(variable) in found.gradients]
    if not weight or any(id(variable) not in found.before for variable in trained):
        return None
    moved = [found.values[id(variable)] - found.before[id(variable)] for variable in trained]
    sizes = [int(np.prod(variable.shape, dtype=np.int64)) for variable in trained]
    far = math.hypot(*(norm_of(numbers, size) for numbers, size in zip(moved, sizes, strict=True))) / weight
    return far if math.isfinite(far) else None


def _unit_axis(layer: Any) -> int:
    return 1 if getattr(layer, "data_format", "") == "channels_first" else -1


def _dead(given: NDArray[np.float32], unit_axis: int) -> float:
    units = np.moveaxis(given, unit_axis, -1)
    return float(1 - np.mean((units != 0).reshape(-1, units.shape[-1]).any(axis=0)))


def _saturated(given: NDArray[np.float32], activation: str) -> float:
    """Return the share of values near an end: softmax is there where one class has nearly everything."""
    if activation == "softmax":
        return float(np.mean(given.max(axis=-1) >= 1 - _NEAR))
    low = -1.0 if activation.endswith("tanh") else 0.0
    near = _NEAR * (1 - low)
    return float(np.mean((given <= low + near) | (given >= 1 - near)))


def _is_broken(found: Spread | None) -> bool:
    return found is not None and found.broken > 0
