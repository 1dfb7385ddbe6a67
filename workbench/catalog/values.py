"""A parameter's value from a word, as the parameter wants it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.catalog.kinds import Param
from workbench.project.spec import ParamValue

_NUMBER = re.compile(r"[+-]?(\d{1,16}(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?\Z", re.IGNORECASE)
_FRACTION = re.compile(r"(\d{1,9})/([1-9]\d{0,8})\Z")
_AXIS = re.compile(r"-?\d{1,9}\Z")
_WHOLE = re.compile(r"[+-]?\d{1,16}\Z")
_BOOLS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Number:
    """A word that is a number, or one per axis."""

    text: str

    @property
    def axes(self) -> tuple[str, ...]:
        return tuple(self.text.split("x"))

    @property
    def is_whole(self) -> bool:
        return all(_WHOLE.match(axis) or axis == "none" for axis in self.axes)


def read_number(word: str) -> Number | None:
    """Return the number that a word is: ``3``, ``0.5``, ``1/255``, ``3x3``; None when it is none."""
    word = word.lower()
    if _NUMBER.match(word) or _FRACTION.match(word):
        return Number(word)
    axes = word.split("x")
    is_sizes = len(axes) > 1 and all(_AXIS.match(axis) or axis in ("none", "?") for axis in axes)
    return Number(word.replace("?", "none")) if is_sizes else None


def takes_number(param: Param, number: Number) -> bool:
    """Tell whether a number is of the sort that a parameter takes."""
    match param.editor:
        case "int":
            return number.is_whole and len(number.axes) == 1
        case "float" | "value" | "floats":
            return len(number.axes) == 1
        case "size" | "shape" | "ints":
            return number.is_whole
        case _:
            return False


def read_value(param: Param, word: str) -> ParamValue:
    """Return the value of a word for a parameter; ValueError tells what was expected and received."""
    if word.lower() == "none" and (param.nullable or (param.default is None and not param.required)):
        return None
    if word in param.choices:
        return word
    if param.editor == "bool":
        if word.lower() not in _BOOLS:
            raise ValueError(f"{param.name} expects true or false, received {word!r}.")
        return _BOOLS[word.lower()]
    number = read_number(word)
    if number is not None and takes_number(param, number):
        value = _of_number(param, number)
        _check_range(param, value)
        return value
    if param.editor in ("text", "texts"):
        return word if param.editor == "text" else tuple(word.split("x"))
    raise ValueError(f"{param.name} expects {_wanted(param)}, received {word!r}.")


def _of_number(param: Param, number: Number) -> ParamValue:
    if param.editor in ("shape", "ints"):
        return tuple(None if axis == "none" else int(axis) for axis in number.axes)
    if len(number.axes) > 1:
        return tuple(None if axis == "none" else int(axis) for axis in number.axes)
    fraction = _FRACTION.match(number.text)
    real = int(fraction[1]) / int(fraction[2]) if fraction else float(number.text)
    if param.editor == "floats":
        return (real,)
    is_whole = number.is_whole and param.editor != "float"
    return int(number.text) if is_whole else real


def _check_range(param: Param, value: ParamValue) -> None:
    for entry in value if isinstance(value, tuple) else (value,):
        if not isinstance(entry, int | float):
            continue
        if param.minimum is not None and entry < param.minimum:
            raise ValueError(f"{param.name} expects {param.minimum:g} or more, received {entry:g}.")
        if param.maximum is not None and entry > param.maximum:
            raise ValueError(f"{param.name} expects {param.maximum:g} or less, received {entry:g}.")
        if param.editor == "shape" and (entry == 0 or entry < -1):
            # An axis of -1 is what is left over, as in Reshape.
            raise ValueError(f"{param.name} expects sizes of 1 or more, received {entry:g}.")


def _wanted(param: Param) -> str:
    if param.choices:
        return "one of " + ", ".join(choice for choice in param.choices if choice)
    match param.editor:
        case "int":
            return "a whole number"
        case "float" | "floats" | "value":
            return "a number"
        case "size" | "shape" | "ints":
            return "a whole number, or one per axis such as 3x3"
        case _:
            return "what the form at the right offers"
