"""Layers that learn from the data before training begins, such as Normalization's mean and variance."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import tree
from numpy.typing import NDArray

from workbench.engine.data.chosen import ChosenRows
from workbench.engine.data.dataset import Features
from workbench.engine.data.memory import budget
from workbench.engine.model.inside import layers_of

_BATCH = 256


def adapt_layers(model: Any, x_train: Features) -> None:
    """Adapt, in the order of the graph, every layer that can be and was not given its figures.

    Each one sees the output of the layers before it, for the training part only; of examples that don't fit
    into memory, as many from all over it as fit into a quarter of the budget. Call this before the model is
    compiled or called: a traced step keeps the figures it was traced with.
    """
    if any(_wants_adapting(layer) for layer in layers_of(model)):
        _adapt(model, [_held(x_train)] * len(model.inputs))


def _adapt(model: Any, given: list[Any]) -> None:
    """Adapt the layers of a model, and of the models within it, from what its inputs are given."""
    for layer in model.layers:
        if not isinstance(layer, keras.Model):
            if _wants_adapting(layer):
                layer.adapt(_value(model, layer.input, given))
        elif any(_wants_adapting(inner) for inner in layers_of(layer)):
            # A model's own ``input`` is what it was made of, an operation's what it was called with.
            called_with = tree.flatten(keras.Operation.input.fget(layer))
            _adapt(layer, [_value(model, tensor, given) for tensor in called_with])


def _held(x: Features) -> NDArray[np.float32]:
    if isinstance(x, np.ndarray):
        return x.astype(np.float32, copy=False)
    if isinstance(x, ChosenRows) and isinstance(x.features, np.ndarray):
        return np.asarray(x[:], dtype=np.float32)
    most = max(1, budget() // 4 // max(1, 4 * x.nbytes // max(1, x.dtype.itemsize * len(x))))
    rows = np.linspace(0, len(x) - 1, min(len(x), most)).astype(np.int64)
    return np.asarray(x[rows], dtype=np.float32)


def _wants_adapting(layer: Any) -> bool:
    """Tell whether the user left out what the layer could learn by itself."""
    if isinstance(layer, keras.layers.Normalization):
        return layer.input_mean is None
    if isinstance(layer, keras.layers.Discretization):
        return layer.bin_boundaries is None
    if isinstance(layer, keras.layers.IntegerLookup):
        return layer.get_config()["vocabulary"] is None
    return False


def _value(model: Any, tensor: Any, given: list[Any]) -> Any:
    """Return what a tensor of a model holds when the model's inputs are given that."""
    for place, known in enumerate(model.inputs):
        if tensor is known:
            return given[place]
    before = keras.Model(model.inputs, tensor)
    return before.predict(given[0] if len(given) == 1 else given, batch_size=_BATCH, verbose=0)
