"""Calls a layer on the tensors that its links bring, the way its kind takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from keras import tree

from workbench.engine.model.ports import calling_style


def call(layer: Any, tensors: Sequence[Any]) -> tuple[Any, ...]:
    """Return the layer's outputs, those of a nested structure one after another."""
    match calling_style(layer):
        case "list":
            outputs = layer(list(tensors))
        case "positional":
            outputs = layer(*tensors)
        case "states":
            outputs = _call_with_states(layer, tensors)
        case "one":
            outputs = layer(tensors[0])
    return tuple(tree.flatten(outputs))


def _call_with_states(layer: Any, tensors: Sequence[Any]) -> Any:
    first, *states = tensors
    if not states:
        return layer(first)
    size = getattr(layer, "state_size", None)  # a Bidirectional has none, and counts by itself
    if size is not None and len(states) != len(tree.flatten(size)):
        raise ValueError(
            f"expected {len(tree.flatten(size))} states besides the first input, received {len(states)}"
        )
    if size is not None and not hasattr(layer, "cell"):
        return layer(first, states=tree.pack_sequence_as(size, states) if tree.is_nested(size) else states)
    return layer(first, initial_state=states)
