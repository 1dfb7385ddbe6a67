"""From every older file format to the one of this version."""

from collections.abc import Callable
from typing import Any

from workbench.project.project import FORMAT


def _tables(raw: dict[str, Any]) -> dict[str, Any]:
    """Format 2 knows tables of several kinds, where format 1 knew CSV files."""
    data = raw.get("data")
    source = data.get("source") if isinstance(data, dict) else None
    if isinstance(data, dict) and isinstance(source, dict) and source.get("type") == "csv":
        raw = {**raw, "data": {**data, "source": {**source, "type": "table"}}}
    return {**raw, "format": 2}


_STEPS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _tables}
"""``_STEPS[n]`` turns a file of format n into one of format n + 1."""


def migrate(raw: dict[str, Any]) -> dict[str, Any]:
    """Return ``raw`` in today's format; a format without a step is left for validation to refuse."""
    while raw["format"] < FORMAT and raw["format"] in _STEPS:
        raw = _STEPS[raw["format"]](raw)
    return raw
