"""Layers that are called at several places: is there an owner, and can the calls be told apart?"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks import places
from workbench.foundation.errors import Problem, error
from workbench.project.graph import Graph, Node, NodeId
from workbench.project.sharing import layer_of


def sharing(graph: Graph) -> Iterator[Problem]:
    """Yield the problems of nodes that share another one's layer."""
    if all(node.shares is None for node in graph.nodes):
        return
    by_id = {node.id: node for node in graph.nodes}
    for node in graph.nodes:
        if node.shares is not None:
            yield from _owner(node, by_id)
    yield from _outputs(graph)


def _owner(node: Node, by_id: dict[NodeId, Node]) -> Iterator[Problem]:
    where = places.of_node(node)
    owner = by_id.get(node.shares or "")
    if owner is None:
        message = f"“{node.name}” calls the layer of “{node.shares}”, which doesn't exist."
        yield error("share.missing", where, message, "Delete it, and use a layer of the network again.")
    elif owner.shares is not None:
        message = f"“{node.name}” calls the layer of a node that has none of its own: expected its owner."
        yield error("share.not-owner", where, message, "Delete it, and use the layer again.")
    elif owner.spec.kind == "Input":
        message = (
            f"“{node.name}” calls an Input again: expected a layer, for an Input is where data comes in."
        )
        yield error("share.input", where, message, "Draw a second link from the Input instead.")


def _outputs(graph: Graph) -> Iterator[Problem]:
    """Keras names an output after its layer, and keeps one figure for each name."""
    seen: set[NodeId] = set()
    for node in graph.outputs():
        layer = layer_of(node)
        if layer in seen:
            message = (
                f"Two outputs of the network are calls of one layer, “{node.name}”: expected one at most."
            )
            yield error("share.outputs", places.of_node(node), message, "Put an Identity behind this one.")
        seen.add(layer)
