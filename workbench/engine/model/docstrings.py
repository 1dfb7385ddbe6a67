"""Keras' docstrings taken apart: the running text and the text of each argument."""

from __future__ import annotations

import re
from typing import Any

_ARGUMENT = re.compile(r"`?(\*{0,2}\w+)`?(?:\s*\([^)]*\))?\s*:(?:\s+(.*))?$")
_HEADINGS = ("Args:", "Arguments:")


def docstring(subject: Any) -> str:
    """Return the docstring with the indentation of its second paragraph taken off, or an empty text.

    ``inspect.cleandoc`` takes the least indentation, which a single slipped line decides.
    """
    first, *rest = (getattr(subject, "__doc__", None) or "").strip().expandtabs().split("\n")
    margin = next((_indent(line) for line in rest if line.strip()), 0)
    return "\n".join((first, *(line[min(margin, _indent(line)) :].rstrip() for line in rest)))


def arguments(text: str) -> dict[str, str]:
    """Return the entries of the Args section by name, each as one line of text."""
    entries: dict[str, list[str]] = {}
    current: list[str] | None = None
    margin: int | None = None
    for line in args_section(text):
        match = _ARGUMENT.match(line.strip())
        if match and (margin is None or _indent(line) <= margin):
            margin = _indent(line)
            current = [match[2] or ""]
            entries[match[1].lstrip("*")] = current
        elif current is not None:
            current.append(line.strip())
    return {name: " ".join(part for part in parts if part) for name, parts in entries.items()}


def args_section(text: str) -> list[str]:
    """Return the lines below the Args heading; some docstrings indent the heading itself."""
    heading: int | None = None
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() in _HEADINGS:
            heading = _indent(line)
        elif line.strip() and heading is not None and _indent(line) <= heading:
            heading = None
        elif heading is not None:
            lines.append(line)
    return lines


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
