"""The layers of a model, those in the models within it as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import keras


def layers_of(model: Any) -> Iterator[Any]:
    """Yield every layer that is no model itself, at any depth, in Keras' order and each once."""
    seen: set[int] = set()
    for layer in _walk(model):
        if id(layer) not in seen:
            seen.add(id(layer))
            yield layer


def layer_named(model: Any, name: str) -> Any:
    """Return the layer of that name, at any depth; ValueError when there is none.

    The layers that a graph was built to all have names of their own; an ``Identity`` that only hands an
    output out of a block comes behind the layer that it is named after.
    """
    found = [layer for layer in layers_of(model) if layer.name == name]
    for layer in sorted(found, key=lambda layer: isinstance(layer, keras.layers.Identity)):
        return layer
    raise ValueError(f"Expected the name of one of the model's layers, received {name!r}.")


def _walk(model: Any) -> Iterator[Any]:
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from _walk(layer)
        else:
            yield layer
