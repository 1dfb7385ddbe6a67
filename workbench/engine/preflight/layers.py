"""What each layer gives for a real batch: the first that gives no number is named, and dead ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
from keras import tree
from numpy.typing import NDArray

from workbench.engine.training.compiled import Batch
from workbench.project.project import Project
from workbench.protocol.preflight import PreflightCheck

_MOST_EXAMPLES = 32
_ALIKE = 1e-7


def judged(project: Project, model: Any, batch: Batch) -> PreflightCheck:
    """Return the check of all layers' outputs for the first examples of a batch."""
    given = [np.asarray(tensor[:_MOST_EXAMPLES]) for tensor in tree.flatten(batch[0])]
    dead: list[str] = []
    for layer, value in _outputs(model, given):
        if not np.isfinite(value).all():
            return _no_number(project, layer, value)
        is_one = value.size == len(value)
        if not is_one and not value.any() and not isinstance(layer, keras.layers.Dropout):
            dead.append(layer.name)
    if dead:
        many = f" and {len(dead) - 1} more" if len(dead) > 1 else ""
        return PreflightCheck(
            name="layers",
            verdict="warning",
            message=f"“{dead[0]}”{many} gives only zeros for every example: nothing passes it.",
            hint="Choose another activation or first weights there, or scale its inputs.",
            where=_place(project, dead[0]),
        )
    if (constant := _constant_output(model, given)) is not None:
        return PreflightCheck(
            name="layers",
            verdict="warning",
            message=f"“{constant}” answers every example alike.",
            hint="One softmax unit always says 1: use a sigmoid there, or a unit for each class. "
            "Else look for a layer that lets nothing through.",
            where=_place(project, constant),
        )
    return PreflightCheck(
        name="layers", verdict="good", message="Every layer gives numbers, and none is dead.", where="graph"
    )


def _no_number(project: Project, layer: Any, value: NDArray[Any]) -> PreflightCheck:
    share = 1 - np.isfinite(value).mean()
    what = "NaN" if np.isnan(value).any() else "infinity"
    return PreflightCheck(
        name="layers",
        verdict="bad",
        message=f"“{layer.name}” is the first layer that gives {what}: {share:.0%} of its outputs.",
        hint="Look at its activation, its first weights and what it divides by; and at the precision.",
        where=_place(project, layer.name),
    )


def _outputs(model: Any, given: list[NDArray[Any]]) -> Iterator[tuple[Any, NDArray[Any]]]:
    """Yield each layer with its first output, in Keras' order; a block's layers before what follows it."""
    layers = [layer for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)]
    if not layers:
        return
    wanted = [_called_at(layer, "output") for layer in layers]
    inner = {number: _called_at(layer, "input") for number, layer in enumerate(layers) if _is_block(layer)}
    tensors = [tensor for found in (*wanted, *inner.values()) for tensor in found]
    probe = keras.Model(model.inputs, tensors)
    values = iter([np.asarray(value) for value in tree.flatten(probe(given, training=False))])
    outputs = [[next(values) for _ in found] for found in wanted]
    inputs = {number: [next(values) for _ in found] for number, found in inner.items()}
    for number, layer in enumerate(layers):
        if number in inner:
            yield from _outputs(layer, inputs[number])
        elif np.issubdtype(outputs[number][0].dtype, np.number):
            yield layer, outputs[number][0].astype(np.float32)


def _called_at(layer: Any, end: str) -> list[Any]:
    """Return the tensors of a layer's first call; a model's own ``output`` is what it was made of."""
    return list(tree.flatten(getattr(keras.Operation, end).fget(layer)))


def _is_block(layer: Any) -> bool:
    return isinstance(layer, keras.Model)


def _constant_output(model: Any, given: list[NDArray[Any]]) -> str | None:
    """Return the name of an output that is the same for all examples, though these differ."""
    if len(given[0]) < 2 or not any(np.ptp(x.astype(np.float64), axis=0).any() for x in given):
        return None
    answers = tree.flatten(model(_as_given(given), training=False))
    for name, answer in zip(model.output_names, answers, strict=True):
        if np.ptp(np.asarray(answer, dtype=np.float64), axis=0).max() < _ALIKE:
            return str(name)
    return None


def _as_given(given: list[NDArray[Any]]) -> Any:
    return given[0] if len(given) == 1 else given


def _place(project: Project, name: str) -> str:
    """Return where a layer stands in the drawing; one of a repeated block stands for all its copies."""
    for node in project.graph.nodes:
        if node.name == name or name.startswith(f"{node.name}_"):
            return f"node:{node.id}"
    return "graph"
