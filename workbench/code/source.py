"""Python source as a small tree, written out the way a formatter would: one line, or broken at brackets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 88
_STEP = "    "


@dataclass(frozen=True)
class Call:
    """``function(arguments)`` and, for a layer that is used at once, ``(inputs)`` after it."""

    function: str
    arguments: tuple[tuple[str, Source], ...] = ()
    """Each with its keyword, which is empty for a positional one."""
    tail: str = ""


@dataclass(frozen=True)
class Items:
    """A list, tuple or dict; an entry's keyword is the source of a dict's key, else empty."""

    brackets: str
    entries: tuple[tuple[str, Source], ...]


Source = str | Call | Items
"""Source code: a string stands for itself and is never broken."""


def listed(items: Sequence[Source]) -> Items:
    """Return a list display."""
    return Items("[]", tuple(("", item) for item in items))


def write(source: Source, *, before: str = "", after: str = "", depth: int = 0) -> str:
    """Return the source between ``before`` and ``after``, indented by ``depth`` steps.

    The first line carries its indentation. What does not fit into the width is broken: a call's
    arguments go to a line of their own together if they fit there, else to one line each. A layer that
    fits with all of its arguments stays whole, and its inputs are broken off.
    """
    line = f"{_STEP * depth}{before}{flat(source)}{after}"
    if isinstance(source, str) or len(line) <= WIDTH or not _parts(source):
        return line
    if isinstance(source, Call) and source.tail and not after:
        head = f"{_STEP * depth}{before}{flat(Call(source.function, source.arguments))}("
        if len(head) <= WIDTH:
            return "\n".join([head, f"{_STEP * (depth + 1)}{source.tail[1:-1]}", f"{_STEP * depth})"])
    opening, closing = _brackets(source)
    together = _STEP * (depth + 1) + ", ".join(_flat_part(part) for part in _parts(source))
    if isinstance(source, Call) and len(together) <= WIDTH:
        inside = [together]
    else:
        inside = [
            write(value, before=_lead(source, key), after=",", depth=depth + 1)
            for key, value in _parts(source)
        ]
    return "\n".join([f"{_STEP * depth}{before}{opening}", *inside, f"{_STEP * depth}{closing}{after}"])


def flat(source: Source) -> str:
    """Return the source on one line."""
    if isinstance(source, str):
        return source
    opening, closing = _brackets(source)
    inside = ", ".join(f"{_lead(source, key)}{flat(value)}" for key, value in _parts(source))
    comma = "," if opening == "(" and isinstance(source, Items) and len(_parts(source)) == 1 else ""
    return f"{opening}{inside}{comma}{closing}"


def _flat_part(part: tuple[str, Source]) -> str:
    key, value = part
    return f"{key}={flat(value)}" if key else flat(value)


def _parts(source: Call | Items) -> tuple[tuple[str, Source], ...]:
    return source.arguments if isinstance(source, Call) else source.entries


def _lead(source: Call | Items, key: str) -> str:
    if not key:
        return ""
    return f"{key}=" if isinstance(source, Call) else f"{key}: "


def _brackets(source: Call | Items) -> tuple[str, str]:
    if isinstance(source, Call):
        return f"{source.function}(", f"){source.tail}"
    return source.brackets[0], source.brackets[1]
