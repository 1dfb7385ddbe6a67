"""Plain values of a saved configuration, as a spec carries them."""

from __future__ import annotations

import struct
from typing import Any

from workbench.catalog.kinds import Param
from workbench.engine.importing.refusal import quoted, refused
from workbench.project.spec import ParamValue

_POLICY = {"module": "keras", "class_name": "DTypePolicy"}
_DEEPEST = 2


def plain(param: Param, saved: Any, where: str) -> ParamValue:
    """Return a value of leaves and lists; one for all axes where a size is the same along each.

    Raises:
        WorkbenchError: it holds an object.
    """
    value = _tuples(saved, where, 0)
    if param.editor in ("size", "int") or param.name == "axis":
        leaves = set(_leaves(value))
        if isinstance(value, tuple) and len(leaves) == 1:
            return leaves.pop()
    return upper_end(value) if param.editor in ("int", "float") else value


def policy_name(saved: Any, where: str) -> str | None:
    """Return the name of a dtype policy; WorkbenchError for one that isn't plain."""
    if isinstance(saved, dict):
        config = saved.get("config")
        name = config.get("name") if isinstance(config, dict) else None
        if all(saved.get(key) == value for key, value in _POLICY.items()) and isinstance(name, str):
            return name
        raise refused(
            f"{where}: expected a dtype policy of one type, received {quoted(saved.get('class_name'))}."
        )
    if saved is None or isinstance(saved, str):
        return saved
    raise refused(f"{where}: expected a dtype policy, received {quoted(saved)}.")


def same(param: Param, value: ParamValue, default: ParamValue) -> bool:
    """Tell whether a value says the same as the default: 0.2 for both ends of a range, (2, 2) for 2."""
    if isinstance(value, bool) != isinstance(default, bool):
        return False
    if value == default:
        return True
    return param.editor == "size" and plain(param, _lists(default), "") == value


def shortest(number: float) -> float:
    """Return the shortest number that is the same in 32 bits: 0.0010000000474974513 is 0.001."""
    try:
        single = struct.unpack("f", struct.pack("f", number))[0]
    except OverflowError:
        return number
    if single != number:
        return number
    for digits in range(1, 10):
        short = float(f"{number:.{digits}g}")
        if struct.unpack("f", struct.pack("f", short))[0] == single:
            return short
    return number


def upper_end(value: ParamValue) -> ParamValue:
    """Return 0.3 for the range from 0 or 1 to 0.3, where a layer takes one number for it."""
    match value:
        case (0 | 1, int() | float() as high):
            return high
    return value


def one_side(value: ParamValue) -> ParamValue:
    """Return 0.2 for the range from -0.2 to 0.2."""
    match value:
        case (int() | float() as low, int() | float() as high) if low == -high:
            return high
    return value


def _tuples(saved: Any, where: str, depth: int) -> Any:
    if isinstance(saved, list):
        if depth > _DEEPEST:
            raise refused(f"{where}: expected a table at most, received lists that nest deeper.")
        return tuple(_tuples(entry, where, depth + 1) for entry in saved)
    if saved is None or isinstance(saved, bool | int | float | str):
        return saved
    kind = saved.get("class_name", "an object") if isinstance(saved, dict) else type(saved).__name__
    raise refused(f"{where}: expected plain data, received {quoted(kind)}.")


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, tuple):
        return [leaf for entry in value for leaf in _leaves(entry)]
    return [value]


def _lists(value: Any) -> Any:
    return [_lists(entry) for entry in value] if isinstance(value, tuple) else value
