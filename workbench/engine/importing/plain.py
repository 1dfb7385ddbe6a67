"""JSON of strangers: finite numbers, unique keys, bounded depth and whole letters, or nothing."""

from __future__ import annotations

import json
import math
from typing import Any

from workbench.engine.importing.refusal import quoted, refused

_DEPTH = 64
_LARGEST = 1 << 53
_MOST_OBJECTS = 150_000
"""Twice what a network of 5,000 layers has; more would take seconds to read only to be refused."""
_TOO_DEEP = f"expected at most {_DEPTH} levels, received more"


def parse(content: bytes, name: str) -> dict[str, Any]:
    """Return a JSON object.

    Raises:
        WorkbenchError: it is none, or holds what no configuration of a layer holds.
    """
    objects = content.count(b"{")
    if objects > _MOST_OBJECTS:
        raise refused(
            f"Its {name} can't be used: expected at most {_MOST_OBJECTS:,} objects, received {objects:,}."
        )
    try:
        found = json.loads(
            content.decode("utf-8"),
            parse_constant=_no_constant,
            parse_float=_finite,
            object_pairs_hook=_no_duplicates,
        )
        _check(found)
    except RecursionError as failure:
        raise refused(f"Its {name} nests too deep: {_TOO_DEEP}.") from failure
    except ValueError as failure:
        raise refused(f"Its {name} can't be used: {failure}.") from failure
    if not isinstance(found, dict):
        raise refused(f"Its {name} can't be used: expected a JSON object, received something else.")
    return found


def _check(found: Any) -> None:
    waiting = [(found, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _DEPTH:
            raise ValueError(f"it nests too deep: {_TOO_DEEP}")
        if isinstance(value, dict):
            waiting.extend((entry, depth + 1) for entry in value.values())
            waiting.extend((key, depth + 1) for key in value)
        elif isinstance(value, list):
            waiting.extend((entry, depth + 1) for entry in value)
        elif isinstance(value, str):
            value.encode("utf-8")  # a lone surrogate can't be written anywhere
        elif isinstance(value, int) and abs(value) > _LARGEST:
            raise ValueError("expected whole numbers up to 2⁵³, received a larger one")


def _no_constant(text: str) -> Any:
    raise ValueError(f"expected a finite number, received {text}")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"expected a finite number, received {text[:20]}")
    return value


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for key, value in pairs:
        if key in table:
            raise ValueError(f"expected every key of an object once, received {quoted(key)} twice")
        table[key] = value
    return table
