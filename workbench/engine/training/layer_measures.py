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
    trained = [variable for variable in layer.trainable_weights if id(variable) in found.gradients]
    weight = _norm(trained, found.values) if trained else None
    weights = tuple(_weight(layer, variable, found) for variable in layer.weights)
    activation = activation_of(layer)
    given = _numbers(output)
    figures = LayerFigures(
        node=node,
        name=layer.name,
        kind=type(layer).__name__,
        activation=activation,
        weights=weights,
        gradient=_norm(trained, found.gradients) if trained else None,
        weight=weight,
        update=_update(trained, found, weight),
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


def _norm(variables: list[Any], samples: Samples) -> float:
    return math.hypot(*(_norm_of(samples[id(variable)], variable) for variable in variables))


def _update(trained: list[Any], found: Found, weight: float | None) -> float | None:
    """Return how far the last step moved the weights, as a share of their norm."""
    if not weight or not trained or any(id(variable) not in found.before for variable in trained):
        return None
    moved = (
        _norm_of(found.values[id(variable)] - found.before[id(variable)], variable) for variable in trained
    )
    return math.hypot(*moved) / weight


def _norm_of(numbers: Floats, variable: Any) -> float:
    finite = numbers[np.isfinite(numbers)]
    return norm_of(finite, int(np.prod(variable.shape, dtype=np.int64)))


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
