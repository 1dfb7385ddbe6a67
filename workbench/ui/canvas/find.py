"""Which layers a search means: by name, kind, or a parameter's value."""

from __future__ import annotations

from workbench.project.graph import Graph, Node, NodeId
from workbench.project.spec import Spec


def found(graph: Graph, text: str) -> list[NodeId]:
    """Return the layers that hold every word of ``text``, in drawing order; none for no words.

    A word is a part of a name or kind, a value (``relu``, ``3x3``), a parameter that was set (``units``), or
    both (``units=64``). A number means a whole value: ``64`` is not in 640.
    """
    words = text.lower().split()
    return [node.id for node in graph.nodes if words and all(_holds(node, word) for word in words)]


def _holds(node: Node, word: str) -> bool:
    if word in node.name.lower() or word in node.spec.kind.lower():
        return True
    return any(_means(word, name.lower(), _text(value)) for name, value in node.spec.params.items())


def _means(word: str, name: str, value: str) -> bool:
    if "=" in word:
        return word == f"{name}={value}"
    is_number = word[0].isdigit() or word[0] in ".-"
    return word == value if is_number else word in name or word in value


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return "x".join(_text(entry) for entry in value)
    return (value.kind if isinstance(value, Spec) else str(value)).lower()
