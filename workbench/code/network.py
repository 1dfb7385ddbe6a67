"""The network's part of a script: a list of layers for a chain, tensors with names for anything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.catalog.kinds import Kind
from workbench.code.literals import quote
from workbench.code.names import variables
from workbench.code.objects import Objects
from workbench.code.order import in_order
from workbench.code.source import Call, Source, listed, write
from workbench.foundation.errors import WorkbenchError, error
from workbench.foundation.ids import fresh_id
from workbench.project.graph import Graph, Node, NodeId
from workbench.project.sharing import layer_of
from workbench.project.spec import Spec

_ONE_EACH = frozenset(("MultiHeadAttention", "GroupQueryAttention"))


def network(graph: Graph, objects: Objects, taken: Sequence[str]) -> list[str]:
    """Return the lines that bind ``model``; WorkbenchError when the graph can't be built."""
    ordered = in_order(graph)
    if graph.style == "sequential" and ordered.is_chain and not _calls(graph):
        layers = [_layer(node, objects) for node in ordered.nodes]
        stack = Call("keras.Sequential", (("", listed(layers)),))
        return [*write(stack, before="model = ").split("\n"), *_freezing(graph)]
    names = _references(graph, objects, variables(graph, taken))
    shared = _shared_layers(graph, {*taken, *names.variables.values()})
    lines: list[str] = []
    made: set[NodeId] = set()
    for node in ordered.nodes:
        layer = layer_of(node)
        if layer in shared and layer not in made:
            made.add(layer)
            owner = graph.node(layer)
            lines += write(_layer(owner, objects), before=f"{shared[layer]} = ").split("\n")
        tensors = [names.of(link.source, link.output) for link in ordered.into[node.id]]
        lines += _tensor(node, objects, names.variables[node.id], tensors, shared.get(layer)).split("\n")
    inputs = _one_or_list([names.of(node.id, 0) for node in graph.inputs()])
    outputs = _one_or_list([names.of(node.id, 0) for node in graph.outputs()])
    model = Call("keras.Model", (("inputs", inputs), ("outputs", outputs)))
    return [*lines, *write(model, before="model = ").split("\n"), *_freezing(graph)]


def _freezing(graph: Graph) -> list[str]:
    """Return the lines that freeze layers with all that is in them, which their making would not."""
    frozen = [quote(node.name) for node in graph.nodes if node.spec.is_frozen and node.shares is None]
    if len(frozen) < 2:
        return [f"model.get_layer({name}).trainable = False" for name in frozen]
    loop = write(listed(frozen), before="for name in ", after=":").split("\n")
    return [*loop, "    model.get_layer(name).trainable = False"]


@dataclass(frozen=True)
class _References:
    """The variables of the nodes; those of the nodes in ``several`` hold a list of tensors."""

    variables: Mapping[NodeId, str]
    several: frozenset[NodeId]

    def of(self, node: NodeId, output: int) -> str:
        variable = self.variables[node]
        return f"{variable}[{output}]" if node in self.several else variable


def _calls(graph: Graph) -> tuple[Node, ...]:
    """Return the nodes that call the layer of another one again."""
    return tuple(node for node in graph.nodes if node.shares is not None)


def _shared_layers(graph: Graph, taken: set[str]) -> dict[NodeId, str]:
    """Return a variable for each layer that is called more than once."""
    names: dict[NodeId, str] = {}
    for node in _calls(graph):
        if not graph.has(layer_of(node)):
            message = f"“{node.name}” calls a layer that is not there: expected one of the network."
            raise WorkbenchError(error("code.shares", f"node:{node.id}", message, "Delete it."))
        if layer_of(node) not in names:
            names[layer_of(node)] = fresh_id(f"{node.name.lower()}_layer", taken)
            taken.add(names[layer_of(node)])
    return names


def _references(graph: Graph, objects: Objects, variables: Mapping[NodeId, str]) -> _References:
    several = {link.source for link in graph.links if link.output}
    several |= {node.id for node in graph.nodes if _gives_several(node, objects)}
    return _References(variables, frozenset(several))


def _layer(node: Node, objects: Objects, tail: str = "") -> Call:
    spec = node.spec.without_param("trainable") if node.spec.is_frozen else node.spec
    return objects.call("layer", spec, f"node:{node.id}", name=node.name, tail=tail)


def _tensor(node: Node, objects: Objects, variable: str, tensors: Sequence[str], shared: str | None) -> str:
    """Return the lines that call a layer, ``shared`` or made here, and bind what it gives to ``variable``."""
    before = f"{variable} = "
    if node.spec.kind == "Input":
        return write(_layer(node, objects), before=before)
    kind = objects.kind_of(node)
    given = _arguments(kind, tensors)
    layer = Call(shared, (("", given),)) if shared else _layer(node, objects, tail=f"({given})")
    if kind.outputs > 1:
        # A cell gives its output and a list of states.
        return write(layer, before=f"{before}keras.tree.flatten(", after=")")
    return write(layer, before=before)


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


def _gives_several(node: Node, objects: Objects) -> bool:
    """Tell whether a layer gives several tensors; a cell does, and what is not merged or keeps a state."""
    unmerged = node.spec.kind == "Bidirectional" and node.spec.params.get("merge_mode", "") is None
    return unmerged or objects.kind_of(node).outputs > 1 or _returns_state(node.spec)


def _returns_state(spec: Spec) -> bool:
    nested = (value for value in spec.params.values() if isinstance(value, Spec))
    return spec.params.get("return_state") is True or any(_returns_state(inner) for inner in nested)


def _one_or_list(names: Sequence[str]) -> Source:
    return names[0] if len(names) == 1 else listed(list(names))
