"""One layer, asked for its output shapes and weights without making them."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from typing import Any

import keras
import msgspec
from keras.src import backend

from workbench.engine.model.batch_axis import check_batch_axis
from workbench.engine.model.calling import call
from workbench.engine.model.capacity import memory_problem
from workbench.engine.model.cost import multiply_adds, output_bytes, weight_bytes
from workbench.engine.model.initial_values import check_initial_values
from workbench.engine.model.objects import arguments, make
from workbench.engine.model.texts import check_texts
from workbench.engine.model.weightless import weightless
from workbench.engine.model.wording import hint, words
from workbench.foundation.errors import Problem, WorkbenchError, error
from workbench.project.spec import Spec
from workbench.protocol.analysis import Shape

_log = logging.getLogger(__name__)
_PADDING = (keras.layers.ZeroPadding1D, keras.layers.ZeroPadding2D, keras.layers.ZeroPadding3D)


class Tensor(msgspec.Struct, frozen=True):
    """What flows along a link, without its values."""

    shape: Shape
    dtype: str
    sparse: bool = False


class Traced(msgspec.Struct, frozen=True, kw_only=True):
    """All that a layer's spec and inputs determine. ``bytes`` and ``trainable_bytes`` are the parameters'."""

    outputs: tuple[Tensor, ...]
    params: int = 0
    trainable_params: int = 0
    bytes: int = 0
    trainable_bytes: int = 0
    flops: int = 0
    memory: int = 0


def trace_input(spec: Spec, where: str) -> Traced:
    """Return what an Input gives.

    Raises:
        WorkbenchError: its parameters are wrong, pinned below ``where``.
    """
    tensor = input_tensor(spec, where)
    return Traced(outputs=(_described(tensor),), memory=output_bytes([tensor]))


def input_tensor(spec: Spec, where: str, name: str | None = None) -> Any:
    """Return the Keras tensor of an Input; WorkbenchError as in ``trace_input``."""
    parameters = arguments("layer", spec, where=where)
    shape = parameters.get("shape")
    if isinstance(shape, int):
        parameters["shape"] = shape = (shape,)
    if shape is None or any(size is not None and size < 1 for size in shape):
        message = f"The shape of an Input takes positive sizes, or None where open: received {shape}."
        raise WorkbenchError(error("bad-shape", f"{where}.shape", message, "Set the shape of one example."))
    return keras.Input(name=name, **parameters)


def trace(spec: Spec, inputs: Sequence[Tensor], where: str, *, before: Sequence[Tensor] = ()) -> Traced:
    """Return what a layer makes of its inputs, after it was called on ``before`` where there are any.

    Raises:
        WorkbenchError: Keras refuses the parameters or the shapes; pinned to ``where`` or below.
    """
    if keeps_state(spec):
        raise WorkbenchError(_stateful(spec, where))
    with weightless():
        layer = make("layer", spec, where=where)
        if before:
            call_layer(layer, _placeholders(before), spec, where)
        tensors = _placeholders(inputs)
        outputs = call_layer(layer, tensors, spec, where)
        check_batch_axis(layer, inputs, outputs, spec, where)
        check_texts(layer, inputs, outputs, spec, where)
        if _may_break_its_word(layer, inputs):
            _rehearse(layer, tensors, outputs, spec, where)
        check_initial_values(layer, spec, where)
        params = layer.count_params()
        if too_large := memory_problem(params, spec.kind, where):
            raise WorkbenchError(too_large)
        return Traced(
            outputs=tuple(_described(tensor) for tensor in outputs),
            params=params,
            trainable_params=sum(_count(weight) for weight in layer.trainable_weights),
            bytes=weight_bytes(layer.weights),
            trainable_bytes=weight_bytes(layer.trainable_weights),
            flops=multiply_adds(layer, [entry.shape for entry in inputs], [t.shape for t in outputs]),
            memory=output_bytes(outputs),
        )


def keeps_state(value: object) -> bool:
    """Tell whether a layer, or one within it, goes on from its state at the end of the batch before."""
    if isinstance(value, tuple):
        return any(map(keeps_state, value))
    if not isinstance(value, Spec):
        return False
    return value.params.get("stateful") is True or any(map(keeps_state, value.params.values()))


def _stateful(spec: Spec, where: str) -> Problem:
    """Return why such a layer can't be used: Keras itself would train it, on whatever comes in a batch."""
    message = (
        f"A stateful {spec.kind} goes on from the sequences of the batch before, and batches are drawn at "
        "random here: it would go on from other sequences than its own."
    )
    hint = "Switch stateful off; longer windows let it see further back."
    place = f"{where}.stateful" if "stateful" in spec.params else where
    return error("layer.stateful", place, message, hint)


def _placeholders(tensors: Sequence[Tensor]) -> list[Any]:
    return [keras.KerasTensor(entry.shape, entry.dtype, sparse=entry.sparse) for entry in tensors]


def call_layer(layer: Any, tensors: Sequence[Any], spec: Spec, where: str) -> tuple[Any, ...]:
    """Call a layer; WorkbenchError pinned to ``where`` when Keras can't."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # masks and unbuilt parts: no news for whoever draws a layer
            return call(layer, tensors)
    except Exception as failure:
        # A layer may fail with any type when shapes don't fit; the user needs the reason, not the type.
        raise WorkbenchError(_mismatch(failure, tensors, spec, where)) from failure


def _mismatch(failure: Exception, tensors: Sequence[Any], spec: Spec, where: str) -> Problem:
    _log.info("Keras can't call %s.", spec.kind, exc_info=failure)
    shapes = " and ".join(str(tuple(tensor.shape)) for tensor in tensors)
    message = f"{spec.kind} can't work on {shapes}: {words(failure)}"
    return error("shape-mismatch", where, message, hint(failure))


def _may_break_its_word(layer: Any, inputs: Sequence[Tensor]) -> bool:
    """Tell whether a layer may promise shapes that it can't keep.

    Without an input spec it checks nothing; no spec speaks of states or of what is padded.
    """
    return layer.input_spec is None or len(inputs) > 1 or isinstance(layer, _PADDING)


def _rehearse(layer: Any, tensors: Sequence[Any], promised: Sequence[Any], spec: Spec, where: str) -> None:
    """Run a layer on placeholders, and refuse what it can't do or does otherwise than promised."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            given = backend.compute_output_spec(lambda *values: call(layer, values), *tensors)
        for tensor, promise in zip(given, promised, strict=True):
            if not _agree(tuple(tensor.shape), tuple(promise.shape)):
                raise ValueError(f"expected an output of shape {promise.shape}, received {tensor.shape}")
    except Exception as failure:
        # As above: whatever the layer's own code runs into.
        raise WorkbenchError(_mismatch(failure, tensors, spec, where)) from failure


def _agree(given: Shape, promised: Shape) -> bool:
    return len(given) == len(promised) and all(
        one is None or other is None or one == other for one, other in zip(given, promised, strict=True)
    )


def _described(tensor: Any) -> Tensor:
    return Tensor(tuple(tensor.shape), keras.backend.standardize_dtype(tensor.dtype), bool(tensor.sparse))


def _count(weight: Any) -> int:
    size = 1
    for length in weight.shape:
        size *= int(length)
    return size
