"""Initial values that a weight's shape must suit: told while drawing, not only when the weights are made."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
from keras.src import backend

from workbench.engine.model.wording import words
from workbench.foundation.errors import Problem, WorkbenchError, error
from workbench.project.spec import ParamValue, Spec

_log = logging.getLogger(__name__)
_SHAPED = frozenset(("Constant", "Identity", "IdentityInitializer", "Orthogonal", "OrthogonalInitializer"))
"""The initializers that can't make every shape."""


def check_initial_values(layer: Any, spec: Spec, where: str) -> None:
    """Let Keras make the initial values of a layer that was called, by their shapes alone.

    Raises:
        WorkbenchError: a weight can't begin so; pinned to the parameter of ``spec`` that says it.
    """
    if not any(_holds_shaped(value) for value in spec.params.values()):
        return
    problems = [
        problem for weight in layer.weights if (problem := _problem(layer, weight, spec, where)) is not None
    ]
    if problems:
        raise WorkbenchError(*problems)


def _problem(layer: Any, weight: Any, spec: Spec, where: str) -> Problem | None:
    initializer, shape = weight._initializer, tuple(weight.shape)
    if not callable(initializer):
        return None
    try:
        made = backend.compute_output_spec(lambda: initializer(shape, dtype=weight.dtype))
        if tuple(made.shape) == shape:
            return None
        reason = _received(tuple(made.shape))
    except Exception as failure:
        # Initializers fail with any type; the user needs the reason, not the type.
        _log.info("Keras can't begin %s so.", weight.path, exc_info=failure)
        reason = _received(given) if (given := _shape_of(initializer)) is not None else words(failure)
    name = weight.name.replace("_", " ")
    message = f"The initial values of the {name} must have shape {shape}: {reason.rstrip('.')}."
    hint = "Give values of that shape, or one number for all."
    return error("initial-values", _place(layer, weight, spec, where), message, hint)


def _received(shape: tuple[int, ...]) -> str:
    return f"received {shape}"


def _shape_of(initializer: Any) -> tuple[int, ...] | None:
    """Return the shape of values that were given one by one; None for an initializer that makes them."""
    if not isinstance(initializer, keras.initializers.Constant):
        return None
    try:
        return np.shape(initializer.value)
    except ValueError:  # rows of different lengths
        return None


def _place(layer: Any, weight: Any, spec: Spec, where: str) -> str:
    """Return the parameter that sets how the weight begins; the layer itself where none can be told."""
    shaped = [name for name, value in spec.params.items() if _holds_shaped(value)]
    of_weight = [name for name in shaped if getattr(layer, name, None) is weight._initializer]
    named = [name for name in shaped if name == f"{weight.name}_initializer"]
    found = of_weight or named or (shaped if len(shaped) == 1 else [])
    return f"{where}.{found[0]}" if found else where


def _holds_shaped(value: ParamValue) -> bool:
    return any(spec.kind in _SHAPED for spec in _specs(value))


def _specs(value: ParamValue) -> Iterator[Spec]:
    if isinstance(value, Spec):
        yield value
        for inner in value.params.values():
            yield from _specs(inner)
    elif isinstance(value, tuple):
        for item in value:
            yield from _specs(item)
