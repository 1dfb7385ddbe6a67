"""One layer's part of a script: how it is made, and called on its tensors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from workbench.catalog.kinds import Kind
from workbench.code.literals import quote
from workbench.code.objects import Objects
from workbench.code.source import Call, Source, write
from workbench.foundation.ids import is_identifier
from workbench.project.graph import Node
from workbench.project.spec import Spec

_ONE_EACH = frozenset(("MultiHeadAttention", "GroupQueryAttention"))


def named(name: str, *, varies: bool) -> Source:
    """Return the source of a name; where it varies, with what the variable ``copy`` holds behind it."""
    if not varies:
        return quote(name)
    return f'f"{name}{{copy}}"' if is_identifier(name) else f"{quote(name)} + copy"


def layer(node: Node, objects: Objects, tail: str = "", *, varies: bool = False) -> Call:
    """Return the call that makes a node's layer, and calls it where there is a ``tail``."""
    spec = node.spec.without_param("trainable") if node.spec.is_frozen else node.spec
    made = objects.call("layer", spec, f"node:{node.id}", tail=tail)
    return Call(made.function, (*made.arguments, ("name", named(node.name, varies=varies))), made.tail)


def tensor(
    node: Node,
    objects: Objects,
    variable: str,
    tensors: Sequence[str],
    shared: str | None,
    *,
    varies: bool = False,
    depth: int = 0,
) -> str:
    """Return the lines that call a layer, ``shared`` or made here, and bind what it gives to ``variable``."""
    before = f"{variable} = "
    if node.spec.kind == "Input":
        return write(layer(node, objects), before=before, depth=depth)
    kind = objects.kind_of(node)
    given = _arguments(kind, tensors)
    called = Call(shared, (("", given),)) if shared else layer(node, objects, f"({given})", varies=varies)
    if kind.outputs > 1:
        # A cell gives its output and a list of states.
        return write(called, before=f"{before}keras.tree.flatten(", after=")", depth=depth)
    return write(called, before=before, depth=depth)


def _arguments(kind: Kind, tensors: Sequence[str]) -> str:
    """Return the arguments of a layer's call; how each kind takes its tensors is Keras' own."""
    match calling_style(kind):
        case "list":
            return f"[{', '.join(tensors)}]"
        case "positional":
            return ", ".join(tensors)
        case "states" if len(tensors) > 1:
            word = "states" if kind.outputs > 1 else "initial_state"
            return f"{tensors[0]}, {word}=[{', '.join(tensors[1:])}]"
        case _:
            return tensors[0]


def calling_style(kind: Kind) -> Literal["one", "list", "positional", "states"]:
    """Tell how a layer takes its tensors, as ``workbench.engine.model.ports`` reads it from Keras."""
    if kind.max_inputs == 1:
        return "one"
    if kind.name in _ONE_EACH:
        return "positional"
    return "states" if kind.inputs == 1 or kind.outputs > 1 else "list"


def gives_several(node: Node, objects: Objects) -> bool:
    """Tell whether a layer gives several tensors; a cell does, and what is not merged or keeps a state."""
    unmerged = node.spec.kind == "Bidirectional" and node.spec.params.get("merge_mode", "") is None
    return unmerged or objects.kind_of(node).outputs > 1 or _returns_state(node.spec)


def _returns_state(spec: Spec) -> bool:
    nested = (value for value in spec.params.values() if isinstance(value, Spec))
    return spec.params.get("return_state") is True or any(_returns_state(inner) for inner in nested)
