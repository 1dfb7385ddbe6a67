"""A saved InputLayer as the spec of an Input."""

from __future__ import annotations

from typing import Any

from workbench.engine.importing import values
from workbench.engine.importing.refusal import quoted, refused
from workbench.project.spec import ParamValue, Spec


def is_input(entry: dict[str, Any]) -> bool:
    return entry.get("class_name") == "InputLayer" and entry.get("module") == "keras.layers"


def read_input(config: Any, name: str) -> Spec:
    """Return an Input; WorkbenchError when it has no shape, or a form that can't be drawn."""
    where = f"Input {quoted(name)}"
    shape = config.get("batch_shape") if isinstance(config, dict) else None
    if not isinstance(shape, list) or not shape:
        raise refused(f"{where}: expected a shape with the batch axis, received {quoted(shape)}.")
    if config.get("ragged") or config.get("optional"):
        raise refused(f"{where} is ragged or optional, which can't be drawn.")
    params: dict[str, ParamValue] = {"shape": read_shape(shape[1:], where)}
    if shape[0] is not None:
        (params["batch_size"],) = read_shape(shape[:1], where)
    dtype = values.policy_name(config.get("dtype"), where)
    if dtype not in (None, "float32"):
        params["dtype"] = dtype
    if config.get("sparse") is True:
        params["sparse"] = True
    return Spec("Input", params)


def read_shape(sizes: list[Any], where: str) -> tuple[int | None, ...]:
    """Return a shape; WorkbenchError when it holds anything but whole numbers and open sizes."""
    if all(size is None or (isinstance(size, int) and not isinstance(size, bool)) for size in sizes):
        return tuple(sizes)
    raise refused(f"{where}: expected a shape of whole numbers, received {quoted(sizes)}.")
