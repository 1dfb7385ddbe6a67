"""Layers that learn from the data before training begins, such as Normalization's mean and variance."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.dataset import Features
from workbench.engine.data.memory import budget

_BATCH = 256


def adapt_layers(model: Any, x_train: Features) -> None:
    """Adapt, in the order of the graph, every layer that can be and was not given its figures.

    Each one sees the output of the layers before it, for the training part only; of examples that don't fit
    into memory, as many from all over it as fit into a quarter of the budget. Call this before the model is
    compiled or called: a traced step keeps the figures it was traced with.
    """
    wanting = [layer for layer in model.layers if _wants_adapting(layer)]
    x = _held(x_train) if wanting else np.empty(0, dtype=np.float32)
    for layer in wanting:
        layer.adapt(_input_of(model, layer, x))


def _held(x: Features) -> NDArray[np.float32]:
    if isinstance(x, np.ndarray):
        return x.astype(np.float32, copy=False)
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


def _input_of(model: Any, layer: Any, x: NDArray[np.float32]) -> Any:
    if any(layer.input is tensor for tensor in model.inputs):
        return x
    before = keras.Model(model.inputs, layer.input)
    return before.predict(
        x if len(model.inputs) == 1 else [x] * len(model.inputs), batch_size=_BATCH, verbose=0
    )
