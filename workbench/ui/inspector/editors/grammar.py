"""How each kind of text field reads, writes and steps its value."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from workbench.catalog.kinds import Editor, Param
from workbench.project.spec import ParamValue
from workbench.ui.inspector.editors import parse, show

Step = Callable[[ParamValue, int, Param], ParamValue]


@dataclass(frozen=True)
class Grammar:
    """``read`` raises ValueError in words. ``is_begun`` tells text that is merely not finished yet."""

    read: Callable[[str, Param], ParamValue]
    write: Callable[[ParamValue], str]
    example: str = ""
    step: Step | None = None
    is_begun: Callable[[str], bool] = lambda text: False
    is_short: bool = True
    is_empty_fine: bool = False


def _read_reals(text: str, param: Param) -> ParamValue:
    """Read numbers; one alone stays a number where the default is one."""
    numbers = parse.reals(text)
    return numbers[0] if len(numbers) == 1 and isinstance(param.default, int | float) else numbers


def _step_whole(value: ParamValue, by: int, param: Param) -> ParamValue:
    start = value if isinstance(value, int) else 0
    return int(_within(start + by, param))


def _step_real(value: ParamValue, by: int, param: Param) -> ParamValue:
    """Step by one in the leading digit, or by 0.05 where the range is a share."""
    start = float(value) if isinstance(value, int | float) else 0.0
    if param.minimum == 0 and param.maximum == 1:
        return float(_within(round(start + by * 0.05, 10), param))
    if start == 0:
        return float(_within(by * 0.01, param))
    exponent = math.floor(math.log10(abs(start)))
    is_shrinking = (start > 0) != (by > 0)
    if is_shrinking and math.isclose(abs(start), 10.0**exponent):
        exponent -= 1
    return float(_within(round(start + by * 10.0**exponent, max(0, 2 - exponent)), param))


def _step_size(value: ParamValue, by: int, param: Param) -> ParamValue:
    if isinstance(value, tuple) and all(isinstance(axis, int) for axis in value):
        return tuple(int(_within(axis + by, param)) for axis in value if isinstance(axis, int))
    return value if isinstance(value, tuple) else _step_whole(value, by, param)


def _within(number: float, param: Param) -> float:
    low = -math.inf if param.minimum is None else param.minimum
    high = math.inf if param.maximum is None else param.maximum
    return min(max(number, low), high)


GRAMMARS: dict[Editor, Grammar] = {
    "int": Grammar(
        read=lambda text, param: parse.whole(text, minimum=param.minimum, maximum=param.maximum),
        write=show.number,
        step=_step_whole,
        is_begun=parse.is_begun_number,
    ),
    "float": Grammar(
        read=lambda text, param: parse.real(text, minimum=param.minimum, maximum=param.maximum),
        write=show.number,
        step=_step_real,
        is_begun=parse.is_begun_number,
    ),
    "size": Grammar(
        read=lambda text, param: parse.size(text, minimum=param.minimum),
        write=show.axes,
        step=_step_size,
        is_begun=lambda text: text.strip() in ("-", "("),
    ),
    "shape": Grammar(
        read=lambda text, param: parse.shape(text),
        write=show.axes,
        example="28 × 28 × 1",
        is_begun=lambda text: any("none".startswith(part) for part in text.lower().split()[-1:]),
        is_short=False,
    ),
    "text": Grammar(read=lambda text, param: text, write=show.listing, is_short=False, is_empty_fine=True),
    "ints": Grammar(read=lambda text, param: parse.wholes(text), write=show.listing, example="1, 2"),
    "floats": Grammar(read=_read_reals, write=show.listing, example="0.1, 0.5"),
    "texts": Grammar(
        read=lambda text, param: parse.texts(text), write=show.listing, example="one, two", is_short=False
    ),
    "value": Grammar(
        read=lambda text, param: parse.json_value(text), write=show.json_text, example="JSON", is_short=False
    ),
}
