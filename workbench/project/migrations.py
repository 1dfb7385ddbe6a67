"""From every older file format to the one of this version."""

from collections.abc import Callable
from typing import Any

from workbench.project.project import FORMAT

_STEPS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""``_STEPS[n]`` turns a file of format n into one of format n + 1."""


def migrate(raw: dict[str, Any]) -> dict[str, Any]:
    """Return ``raw`` in today's format; a format without a step is left for validation to refuse."""
    while raw["format"] < FORMAT and raw["format"] in _STEPS:
        raw = _STEPS[raw["format"]](raw)
    return raw
