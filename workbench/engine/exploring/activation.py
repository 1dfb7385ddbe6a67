"""An activation and its derivative, as Keras computes both."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from workbench.engine.exploring.finite import numbers, refused
from workbench.engine.model.objects import make
from workbench.engine.model.offered import offered
from workbench.project.spec import Spec
from workbench.protocol.exploring import ActivationCurve, AskActivation

_POINTS = 241
_FAMILY = "activation"
Floats = NDArray[np.float64]


def curve(question: AskActivation) -> ActivationCurve:
    """Return the activation over a range and at the asked places, computed in float64.

    Raises:
        WorkbenchError: a layer of another family, or one that can't be made.
        ValueError: a range without width.
    """
    if not question.low < question.high:
        raise ValueError(f"Expected a range that rises, received {question.low:g} to {question.high:g}.")
    layer = _layer(question.layer)
    x = np.linspace(question.low, question.high, _POINTS)
    y, slope = _with_slope(layer, x, beside=0.0)
    other, _ = _with_slope(layer, x, beside=1.0)
    at_y, at_slope = _with_slope(layer, np.array(question.at, dtype=np.float64), beside=0.0)
    return ActivationCurve(
        x=tuple(x.tolist()),
        y=numbers(y),
        slope=numbers(slope),
        at_y=numbers(at_y),
        at_slope=numbers(at_slope),
        has_neighbours=not np.allclose(y, other, equal_nan=True),
    )


def _layer(spec: Spec) -> Any:
    catalog = offered()
    if catalog.has("layer", spec.kind) and catalog.kind("layer", spec.kind).family != _FAMILY:
        raise refused(
            f"Expected an activation, received the layer {spec.kind}.", "Choose a layer of the activations."
        )
    return make("layer", spec.with_param("dtype", "float64"), where="explore")


def _with_slope(layer: Any, x: Floats, *, beside: float) -> tuple[Floats, Floats]:
    """Return values and slopes (n,) of each x that stands beside another number."""
    if not len(x):
        return x, x
    given = tf.constant(np.column_stack((x, np.full_like(x, beside))))
    with tf.GradientTape() as tape:
        tape.watch(given)
        y = layer(given, training=False)[:, 0]
    slopes = tape.gradient(y, given, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    return y.numpy(), slopes.numpy()[:, 0]
