"""A graph as a script goes through it: its nodes in an order in which they can be made."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.foundation.errors import Problem, WorkbenchError, error
from workbench.project import ordering
from workbench.project.graph import Graph, Link, Node, NodeId


@dataclass(frozen=True)
class Ordered:
    """The nodes, each after all that it takes from, and the links into each by input index."""

    nodes: tuple[Node, ...]
    into: dict[NodeId, tuple[Link, ...]]

    @property
    def is_chain(self) -> bool:
        """Tell whether each node takes from the one before it only."""
        sources = [[link.source for link in self.into[node.id]] for node in self.nodes]
        return sources == [[], *([node.id] for node in self.nodes[:-1])]


def in_order(graph: Graph) -> Ordered:
    """Return the nodes in order; ties keep the drawing order.

    Raises:
        WorkbenchError: the graph has no input or no layer, a cycle, a link from nowhere, or a node that
            nothing leads to.
    """
    into = _into(graph)
    problems = _problems(graph, into)
    if problems:
        raise WorkbenchError(*problems)
    nodes = ordering.in_order(graph)
    if len(nodes) < len(graph.nodes):
        done = {node.id for node in nodes}
        stuck = next(node for node in graph.nodes if node.id not in done)
        message = "The links run in a circle: expected a way from the inputs to the outputs."
        raise WorkbenchError(error("code.cycle", f"node:{stuck.id}", message, "Remove a link."))
    return Ordered(nodes, into)


def _into(graph: Graph) -> dict[NodeId, tuple[Link, ...]]:
    known = graph.ids()
    for link in graph.links:
        if link.source not in known or link.target not in known:
            place = f"link:{link.source}.{link.output}->{link.target}.{link.input}"
            message = "A link starts or ends at a layer that is not there: expected two layers."
            raise WorkbenchError(error("code.dangling", place, message, "Remove the link."))
    return dict.fromkeys(known, ()) | ordering.links_by_target(graph)


def _problems(graph: Graph, into: dict[NodeId, tuple[Link, ...]]) -> list[Problem]:
    if not graph.inputs():
        message = "The network has no input: expected at least one Input layer."
        return [error("code.no_input", "graph", message, "Add an Input layer.")]
    if len(graph.nodes) == len(graph.inputs()):
        message = "The network has no layer: expected at least one after the input."
        return [error("code.no_layer", "graph", message, "Add a layer.")]
    return [
        error(
            "code.unconnected",
            f"node:{node.id}",
            f"Nothing leads to “{node.name}”: expected a link into it.",
            "Connect it, or delete it.",
        )
        for node in graph.nodes
        if node.spec.kind != "Input" and not into[node.id]
    ]
