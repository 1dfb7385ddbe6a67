"""Names in a script: variables, the file of the model, the title in the first line."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable

from workbench.foundation.ids import fresh_id, is_identifier, snake_case
from workbench.project.graph import BlockId, Graph, NodeId

_RESERVED = frozenset((*keyword.kwlist, *keyword.softkwlist, *dir(builtins)))
_PORTS = (f"{port}{number}" for port in ("com", "lpt") for number in range(10))
_DEVICES = frozenset(("con", "prn", "aux", "nul", *_PORTS))
_FUNCTION = re.compile(r"(activation|learning_rate)(_\d+)?\Z")
_TITLE_WIDTH = 70
_FILE_WIDTH = 60


def variables(graph: Graph, taken: Iterable[str]) -> dict[NodeId, str]:
    """Return a Python variable for every node, none of them in ``taken``, a word of Python's or a formula."""
    used = set(taken)
    names: dict[NodeId, str] = {}
    for node in graph.nodes:
        stem = node.name if is_identifier(node.name) else snake_case(node.spec.kind)
        stem = stem.lower() if is_identifier(stem) else "layer"
        if node.shares is not None:
            stem = f"{stem}_again"
        names[node.id] = _free(stem, "layer", used)
    return names


def functions(graph: Graph, used: set[str]) -> dict[BlockId, str]:
    """Return a Python name for every block's function, none of those that are ``used``, and use them."""
    names: dict[BlockId, str] = {}
    for block in graph.blocks:
        stem = block.name.lower() if is_identifier(block.name) else "block"
        names[block.id] = _free(stem, "block", used)
    return names


def _free(stem: str, otherwise: str, used: set[str]) -> str:
    if stem in _RESERVED or stem in used or _FUNCTION.match(stem):
        stem = f"{stem}_{otherwise}"
    name = fresh_id(stem, used)
    used.add(name)
    return name


def file_stem(title: str) -> str:
    """Return a file name, without a suffix, that every file system takes."""
    words = re.findall(r"[a-z0-9]+", title.lower())
    stem = "-".join(words)[:_FILE_WIDTH].strip("-") or "model"
    return f"{stem}-model" if stem in _DEVICES else stem


def headline(title: str) -> str:
    """Return the title as it may stand in a docstring: one line, nothing that ends or escapes it."""
    kept = "".join(character if character.isprintable() else " " for character in title)
    text = " ".join(kept.replace("\\", "/").replace('"', "'").split())
    if len(text) > _TITLE_WIDTH:
        text = f"{text[: _TITLE_WIDTH - 3]}..."
    return text or "A Keras network"
