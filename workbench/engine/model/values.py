"""A parameter's value checked against its editor, before Keras sees it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from workbench.catalog.kinds import Param
from workbench.project.spec import ParamValue, Spec

# Parameters that name a file or folder which Keras writes to.
PATHS = frozenset(("filename", "filepath", "log_dir"))
# Sizes of which each axis may have two, before and behind.
_SIDED = frozenset(("cropping", "padding"))

_EXPECTED = {
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "text": "a text",
    "shape": "a tuple of whole numbers, or None where a size is open",
    "size": "a whole number, or one for each axis",
    "ints": "a tuple of whole numbers",
    "floats": "numbers",
    "texts": "a tuple of texts",
    "value": "plain data",
}


def problem_with(param: Param, value: ParamValue) -> str:
    """Return what is wrong with a plain value, as ``expected …, received …``, or an empty text."""
    if value is None and param.nullable:
        return ""
    if param.editor == "choice":
        expected = f"one of {', '.join(param.choices)}"
        return "" if value in param.choices else _received(expected, value)
    if not _fits(param, value):
        sides = ", or two for each" if param.editor == "size" and param.name in _SIDED else ""
        return _received(f"{_EXPECTED[param.editor]}{sides}", value)
    if param.name in PATHS and not _stays_inside(str(value)):
        return _received("a path inside the run's own folder", value)
    return _problem_with_bounds(param, value)


def _fits(param: Param, value: ParamValue) -> bool:
    match param.editor:
        case "bool":
            return isinstance(value, bool)
        case "int":
            return _is_int(value)
        case "float":
            return _is_number(value)
        case "text":
            return isinstance(value, str)
        case "shape":
            return _is_int(value) or _all(value, lambda entry: entry is None or _is_int(entry))
        case "size":
            return _is_int(value) or _all(value, _is_int) or (param.name in _SIDED and _all(value, _is_pair))
        case "ints":
            return _all(value, _is_int)
        case "floats":
            return _is_number(value) or _all(value, _is_number)
        case "texts":
            return _all(value, lambda entry: isinstance(entry, str))
        case _:
            return not _holds_spec(value)


def _problem_with_bounds(param: Param, value: ParamValue) -> str:
    numbers = [entry for entry in _leaves(value) if _is_number(entry)]
    low, high = param.minimum, param.maximum
    if all((low is None or number >= low) and (high is None or number <= high) for number in numbers):
        return ""
    if low is not None and high is not None:
        return _received(f"a number from {low:g} to {high:g}", value)
    bound = f"{low:g} or more" if low is not None else f"{high:g} or less"
    return _received(f"a number of {bound}", value)


def _received(expected: str, value: ParamValue) -> str:
    shown = value.kind if isinstance(value, Spec) else repr(value)
    return f"expected {expected}, received {shown[:80]}"


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_pair(value: Any) -> bool:
    return _all(value, _is_int) and len(value) == 2


def _is_number(value: Any) -> bool:
    return _is_int(value) or (isinstance(value, float) and math.isfinite(value))


def _all(value: ParamValue, fits: Any) -> bool:
    return isinstance(value, tuple) and all(fits(entry) for entry in value)


def _leaves(value: Any) -> Iterable[Any]:
    if isinstance(value, tuple):
        for entry in value:
            yield from _leaves(entry)
    else:
        yield value


def _holds_spec(value: ParamValue) -> bool:
    return any(isinstance(leaf, Spec) for leaf in _leaves(value))


def _stays_inside(path: str) -> bool:
    windows = PureWindowsPath(path)
    rooted = PurePosixPath(path).is_absolute() or windows.drive or windows.root
    return bool(path) and not rooted and ".." not in windows.parts and "\0" not in path
