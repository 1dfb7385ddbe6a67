"""How many tensors a layer takes and how its call takes them, read from the signature of ``call``."""

from __future__ import annotations

import inspect
from typing import Any, Literal

import keras
from keras.src.layers.merging.base_merge import Merge

Style = Literal["one", "list", "positional", "states"]
"""``one`` tensor; a ``list`` of tensors; one argument for each; a sequence and its initial ``states``."""

# What the signatures don't say: call(inputs) of these takes a list.
_LISTS: dict[str, tuple[int, int | None]] = {
    "Subtract": (2, 2),
    "Dot": (2, 2),
    "Attention": (2, 3),
    "AdditiveAttention": (2, 3),
    "HashedCrossing": (2, None),
}
_STATES: dict[str, int] = {"LSTM": 2, "LSTMCell": 2, "ConvLSTM1D": 2, "ConvLSTM2D": 2, "ConvLSTM3D": 2}


def calling_style(layer: Any) -> Style:
    """Tell how a layer, or a layer class, takes its inputs."""
    cls: Any = layer if inspect.isclass(layer) else type(layer)
    if issubclass(cls, Merge) or cls.__name__ in _LISTS:
        return "list"
    parameters = inspect.signature(cls.call).parameters
    if "initial_state" in parameters or "states" in parameters:
        return "states"
    if "query" in parameters:
        return "positional"
    return "one"


def count_inputs(cls: type[keras.layers.Layer]) -> tuple[int, int | None]:
    """Return the least and the greatest number of inputs; None where there is no limit."""
    if cls.__name__ in _LISTS:
        return _LISTS[cls.__name__]
    match calling_style(cls):
        case "list":
            return 2, None
        case "positional":
            return 2, 3
        case "states":
            return _count_with_states(cls)
        case "one":
            return 1, 1


def count_outputs(cls: type[keras.layers.Layer]) -> int:
    """Return the number of outputs with default parameters: a cell also gives its new states."""
    parameters = inspect.signature(cls.call).parameters
    return 1 + _STATES.get(cls.__name__, 1) if "states" in parameters else 1


def _count_with_states(cls: type[keras.layers.Layer]) -> tuple[int, int | None]:
    parameters = inspect.signature(cls.call).parameters
    if "layer" in inspect.signature(cls.__init__).parameters or cls.__name__ in ("RNN", "StackedRNNCells"):
        return (1 if "initial_state" in parameters else 2), None
    states = 1 + _STATES.get(cls.__name__, 1)
    return (1 if "initial_state" in parameters else states), states
