"""How a saved layer was called: which tensors came in, in the order of its inputs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from workbench.catalog.kinds import Kind
from workbench.engine.importing.refusal import quoted, refused

# Names of arguments that bring tensors, in the order in which the layers take them.
_ARGUMENTS = ("inputs", "sequence", "sequences", "query", "value", "key", "states", "initial_state")
_DEEPEST = 6


class Tensor(NamedTuple):
    """An output of a layer; ``call`` counts the calls of a layer that is used at several places."""

    layer: str
    call: int
    output: int


class Call(NamedTuple):
    """The tensors of one call, and the masks that Keras itself passed along with them."""

    inputs: tuple[Tensor, ...]
    masks: tuple[Tensor, ...]


def read_call(saved: Any, kind: Kind | None, where: str) -> Call:
    """Return a call of a layer; ``kind`` is None for what only computes a mask.

    Raises:
        WorkbenchError: the call brings what can't be drawn.
    """
    arguments = saved.get("args") if isinstance(saved, dict) else None
    named = saved.get("kwargs") if isinstance(saved, dict) else None
    if not isinstance(arguments, list) or not isinstance(named, dict):
        raise refused(f"{where}: expected calls as Keras 3 saves them, received another form.")
    masks = [tensor for name in named if name.endswith("mask") for tensor in _tensors(named[name], where)]
    inputs = list(_tensors(arguments, where))
    for name in sorted(named, key=lambda name: _place(name)):
        if name in _ARGUMENTS:
            inputs.extend(_tensors(named[name], where))
        elif not name.endswith("mask"):
            _check_setting(name, named[name], kind, where)
    if kind is not None and any(_is_constant(value) for value in arguments):
        raise refused(f"{where}: expected tensors as inputs, received a constant, which can't be drawn.")
    return Call(tuple(inputs), tuple(masks))


def read_tensor(saved: Any, where: str) -> Tensor:
    """Return what ``["dense", 0, 0]`` names."""
    match saved:
        case [str() as layer, int() as call, int() as output] if call >= 0 and output >= 0:
            return Tensor(layer, call, output)
    raise refused(f"{where}: expected a layer's name with two numbers, received {quoted(saved)}.")


def _tensors(value: Any, where: str, depth: int = 0) -> Iterator[Tensor]:
    if depth > _DEEPEST:
        raise refused(f"{where}: expected tensors, received lists that nest too deep.")
    if isinstance(value, list):
        for entry in value:
            yield from _tensors(entry, where, depth + 1)
    elif isinstance(value, dict):
        config = value.get("config")
        if value.get("class_name") != "__keras_tensor__" or not isinstance(config, dict):
            received = quoted(value.get("class_name", "a dictionary"))
            raise refused(f"{where}: expected tensors as inputs, received {received}, which can't be drawn.")
        yield read_tensor(config.get("keras_history"), where)


def _place(name: str) -> int:
    return _ARGUMENTS.index(name) if name in _ARGUMENTS else len(_ARGUMENTS)


def _is_constant(value: Any) -> bool:
    return value is not None and not isinstance(value, dict | list)


def _check_setting(name: str, value: Any, kind: Kind | None, where: str) -> None:
    """Refuse a call with a setting of its own: a drawn layer is called plainly."""
    if value is None or value is False or kind is None:
        return
    # Layers that prepare data are called so by default.
    if name == "training" and kind.family == "preprocessing and augmentation":
        return
    raise refused(f"{where}: it is called with {quoted(name)} set, which can't be drawn.")
