"""Keras' own documentation of a class, as text that a person reads beside the form."""

from __future__ import annotations

import re
import textwrap

import keras

from workbench.catalog.kinds import Group
from workbench.engine.model.classes import public_classes
from workbench.engine.model.docstrings import args_section, arguments, docstring
from workbench.engine.model.offered import offered
from workbench.foundation.errors import WorkbenchError, error

_FENCE = re.compile(r"^\s*```\w*\s*$")
_ACCURACY = (
    "The accuracy that fits the loss: binary, categorical or sparse categorical accuracy.\n\n"
    "Keras chooses among the three by the loss and the shape of the outputs."
)


def describe(group: Group, kind: str) -> tuple[str, dict[str, str]]:
    """Return the docstring as plain text without its Args section, and the arguments' texts by name.

    Raises:
        WorkbenchError: Keras offers no such kind.
    """
    if not offered().has(group, kind):
        message = f"Keras {keras.__version__} offers no {group} “{kind[:80]}”."
        raise WorkbenchError(error("unknown-kind", "graph", message, "Choose another one from the list."))
    name = offered().kind(group, kind).name
    if (group, name) == ("metric", "accuracy"):
        return _ACCURACY, {}
    subject = keras.Input if name == "Input" else public_classes()[group][name]
    text = docstring(subject)
    described = {name: _plain(entry) for name, entry in arguments(text).items()}
    return _readable(text), described


def _readable(text: str) -> str:
    """Leave out the Args section and the marks of Markdown; code stays indented."""
    lines = text.splitlines()
    section = args_section(text)
    start = _find(lines, section)
    if start is not None:
        lines = [*lines[: start - 1], *lines[start + len(section) :]]
    kept: list[str] = []
    in_code = False
    for line in lines:
        if _FENCE.match(line):
            in_code = not in_code
        else:
            kept.append(f"    {line}" if in_code else _plain(line))
    return re.sub(r"\n{3,}", "\n\n", textwrap.dedent("\n".join(kept))).strip()


def _find(lines: list[str], part: list[str]) -> int | None:
    if not part:
        return None
    for start in range(len(lines) - len(part) + 1):
        if lines[start : start + len(part)] == part:
            return start
    return None


def _plain(text: str) -> str:
    text = re.sub(r"\[([^\]]+)\]\((https?://[^)]+)\)", r"\1 (\2)", text)
    text = re.sub(r"`+([^`]*)`+", r"\1", text)
    return re.sub(r"\*\*([^*]+)\*\*", r"\1", text)
