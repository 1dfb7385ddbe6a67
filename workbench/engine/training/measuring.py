"""One look into the layers: weights, the loss's gradients by them, and what each layer gives.

The examples pass as in a training step, where dropout drops and batch normalisation goes by the batch, but
within Keras' ``StatelessScope``: no variable changes by it, no seed and no average either. Nothing is
compiled for it, since a few looks never pay for that.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import keras
import tensorflow as tf

from workbench.engine.evaluation.passing import layer_outputs
from workbench.engine.model.inside import layers_of
from workbench.engine.training.compiled import Batch
from workbench.engine.training.layer_measures import Found, Samples, layer_figures
from workbench.engine.training.replicas import whole_loss
from workbench.engine.training.spreads import sample
from workbench.project.graph import Graph
from workbench.project.repeats import unroll
from workbench.runs.layer_figures import EpochFigures


class Measuring:
    """Looks into a compiled ``model``, built from ``graph``, always on the same ``batch`` of examples."""

    def __init__(self, model: Any, graph: Graph, batch: Batch) -> None:
        self._model = model
        self._batch = batch
        self._layers = tuple(_named_layers(model))
        spelled = unroll(graph)
        self._nodes = {
            node.name: spelled.origin.get(node.id, node.id)
            for node in spelled.graph.nodes
            if node.shares is None
        }

    def weights(self) -> Samples:
        """Return samples of the weights that are trained, to be compared with those after a step."""
        return {id(variable): sample(_value(variable)) for variable in self._model.trainable_variables}

    def look(self, epoch: int, before: Samples) -> EpochFigures:
        """Return what is found after ``epoch`` epochs; ``before`` are the weights before the last step.

        Raises:
            tf.errors.OpError: the device lacks memory, or can't compute a gradient.
        """
        loss, outputs, gradients = self._pass()
        values = {id(each): sample(_value(each)) for layer in self._layers for each in layer.weights}
        found = Found(values, gradients, before)
        layers = tuple(
            layer_figures(layer, self._nodes.get(layer.name, ""), outputs.get(layer.name), found)
            for layer in self._layers
        )
        return EpochFigures(
            epoch=epoch,
            examples=int(tf.nest.flatten(self._batch[0])[0].shape[0]),
            layers=layers,
            loss=loss if math.isfinite(loss) else None,
        )

    def _pass(self) -> tuple[float, dict[str, Any], Samples]:
        """Return the loss, each layer's output by its name, and samples of the gradients by the variable."""
        x, y, _, weights = self._batch
        model = self._model
        variables = list(model.trainable_variables)
        values = [_value(variable) for variable in variables]
        # Half precision: small gradients are lost where the loss is not scaled as in training.
        scale = float(model.optimizer.scale_loss(tf.ones([])))
        known = list(zip(variables, values, strict=True))
        with (
            keras.StatelessScope(known, collect_losses=True, initialize_variables=False),
            tf.GradientTape(watch_accessed_variables=False) as tape,
        ):
            tape.watch(values)
            outputs, kept = layer_outputs(model, x, training=True)
            loss = whole_loss(
                model.compute_loss(x=x, y=y, y_pred=outputs, sample_weight=weights, training=True)
            )
            scaled = loss * tf.cast(scale, loss.dtype)
        found = zip(variables, tape.gradient(scaled, values), strict=True)
        gradients = {
            id(variable): sample(tf.convert_to_tensor(gradient)) / scale
            for variable, gradient in found
            if gradient is not None
        }
        return float(loss), kept, gradients


def _named_layers(model: Any) -> Iterator[Any]:
    """Yield the layers but inputs, and but an ``Identity`` that hands the output of its namesake on."""
    layers = list(layers_of(model))
    real = {layer.name for layer in layers if not isinstance(layer, keras.layers.Identity)}
    for layer in layers:
        is_namesake = isinstance(layer, keras.layers.Identity) and layer.name in real
        if not is_namesake and not isinstance(layer, keras.layers.InputLayer):
            yield layer


def _value(variable: Any) -> Any:
    """Return the tensor that a Keras variable holds, of several devices the first one's."""
    return tf.convert_to_tensor(variable.value)
