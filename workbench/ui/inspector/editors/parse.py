"""Text to parameter value, tolerant in what it takes; ValueError says what was expected and received."""

from __future__ import annotations

import math
import re

import msgspec

from workbench.project.spec import ParamValue, Spec

_WHOLE = re.compile(r"[+-]?\d{1,16}\Z")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?\Z", re.IGNORECASE)
_BEGUN = re.compile(r"[+-]?\d*\.?\d*(e[+-]?)?\Z", re.IGNORECASE)
_BETWEEN_NUMBERS = re.compile(r"[\s,;×xX*·]+")
_PAIR = r"\(\s*\d+[\s,]+\d+\s*\)"
_PAIRS = re.compile(rf"\(?\s*{_PAIR}([\s,×xX*]+{_PAIR})+\s*\)?")
LARGEST_WHOLE = 2**53
"""Beyond it JavaScript and JSON tools round whole numbers."""


def whole(text: str, *, minimum: float | None = None, maximum: float | None = None) -> int:
    """Read a whole number in a range."""
    stripped = text.strip().replace("−", "-")
    if not _WHOLE.match(stripped):
        raise ValueError(f"Expected a whole number, received {_shown(text)}.")
    number = int(stripped)
    _check_range(number, text, minimum, maximum)
    if abs(number) > LARGEST_WHOLE:
        raise ValueError(f"Expected a number up to {LARGEST_WHOLE:,}, received {_shown(text)}.")
    return number


def real(text: str, *, minimum: float | None = None, maximum: float | None = None) -> float:
    """Read a finite number; ``1e-4`` and a decimal comma are fine."""
    stripped = text.strip().replace("−", "-")
    if stripped.count(",") == 1 and "." not in stripped:
        stripped = stripped.replace(",", ".")
    if not _NUMBER.match(stripped) or not math.isfinite(float(stripped)):
        raise ValueError(f"Expected a number such as 0.5 or 1e-4, received {_shown(text)}.")
    number = float(stripped)
    _check_range(number, text, minimum, maximum)
    return number


def is_begun_number(text: str) -> bool:
    """Tell whether more typing may still make a number of it: ``-``, ``1e``, ``1e-``."""
    stripped = text.strip()
    return bool(stripped) and not _NUMBER.match(stripped) and _BEGUN.match(stripped) is not None


def shape(text: str) -> tuple[int | None, ...]:
    """Read ``28 × 28 × 1``, ``28,28,1``, ``(28, None)``; an axis may be None."""
    axes: list[int | None] = []
    for part in _parts(text):
        if part.lower() in ("none", "?"):
            axes.append(None)
        elif _WHOLE.match(part):
            axes.append(int(part))
        else:
            raise ValueError(f"Expected sizes such as 28 × 28 × 1, received {_shown(text)}.")
    return tuple(axes)


def size(text: str, *, minimum: float | None = None) -> int | tuple[int, ...] | tuple[tuple[int, ...], ...]:
    """Read one number for all axes, one for each, or two for each: ``3``, ``3 × 3``, ``(0, 1) × (0, 1)``."""
    if _PAIRS.fullmatch(text.strip()):
        return tuple(
            tuple(int(number) for number in re.findall(r"\d+", pair))
            for pair in re.findall(r"\([^()]+\)", text)
        )
    parts = _parts(text)
    if not parts or not all(_WHOLE.match(part) for part in parts):
        raise ValueError(f"Expected a size such as 3 or 3 × 3, received {_shown(text)}.")
    numbers = tuple(int(part) for part in parts)
    for number in numbers:
        _check_range(number, text, minimum, None)
    return numbers[0] if len(numbers) == 1 else numbers


def wholes(text: str) -> tuple[int, ...]:
    """Read whole numbers with commas or spaces between them."""
    parts = _parts(text)
    if not all(_WHOLE.match(part) for part in parts):
        raise ValueError(f"Expected whole numbers such as 1, 2, received {_shown(text)}.")
    return tuple(int(part) for part in parts)


def reals(text: str) -> tuple[float, ...]:
    """Read numbers with commas or spaces between them."""
    parts = [part for part in re.split(r"[\s,;]+", _bare(text)) if part]
    if not all(_NUMBER.match(part) for part in parts):
        raise ValueError(f"Expected numbers such as 0.1, 0.5, received {_shown(text)}.")
    return tuple(float(part) for part in parts)


def texts(text: str) -> tuple[str, ...]:
    """Read words with commas between them."""
    return tuple(part for part in (piece.strip() for piece in text.split(",")) if part)


def json_value(text: str) -> ParamValue:
    """Read anything a parameter can be, as JSON."""
    try:
        # Only inside a Spec does msgspec know what a parameter's value may be.
        holder = msgspec.convert({"kind": "", "params": {"": msgspec.json.decode(text)}}, Spec)
    except (msgspec.DecodeError, msgspec.ValidationError, RecursionError) as failure:
        raise ValueError(f'Expected JSON such as 3, "same" or [1, 2], received {_shown(text)}.') from failure
    return holder.params[""]


def _parts(text: str) -> list[str]:
    return [part for part in _BETWEEN_NUMBERS.split(_bare(text)) if part]


def _bare(text: str) -> str:
    return text.strip().strip("()[]").replace("−", "-")


def _check_range(number: float, text: str, minimum: float | None, maximum: float | None) -> None:
    if minimum is not None and number < minimum:
        raise ValueError(f"Expected at least {minimum:g}, received {_shown(text)}.")
    if maximum is not None and number > maximum:
        raise ValueError(f"Expected at most {maximum:g}, received {_shown(text)}.")


def _shown(text: str) -> str:
    stripped = text.strip()
    if not stripped:
        return "nothing"
    return f"“{stripped}”" if len(stripped) <= 40 else f"“{stripped[:40]}…”"
