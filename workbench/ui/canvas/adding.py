"""Adding a layer without a drag: behind the selected one, wired in where that is clear."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.project.edits import AddConnected, AddNode, InsertOnLink, new_node
from workbench.project.graph import Graph, Link, Node, NodeId, Point
from workbench.project.spec import ParamValue
from workbench.ui.canvas.geometry import PITCH, centred, free_place
from workbench.ui.canvas.ports import takes_input
from workbench.ui.document.document import Document


def add_layer(document: Document, kind: str, params: Mapping[str, ParamValue] | None = None) -> NodeId:
    """Add a layer as one undo step, select it and return its id.

    Sequential: behind the selected layer, or at the end. Functional: below the selected layer and fed
    by it, on its link where it has just one; below everything when not exactly one is selected.
    """
    graph = document.project.graph
    before = _selected(document, graph)
    wanted = Point(before.at.x, before.at.y + PITCH) if before else _below(graph)
    node = new_node(graph, kind, free_place(graph, wanted), params)
    if graph.style == "sequential":
        document.do(AddNode(node, after=before.id if before else None))
    elif before is None or not takes_input(document.catalog, kind):
        document.do(AddNode(node))
    else:
        _wire_in(document, graph, node, before)
    document.select({node.id})
    return node.id


def _below(graph: Graph) -> Point:
    if not graph.nodes:
        return centred(0, 0)
    lowest = max(graph.nodes, key=lambda node: node.at.y).at
    return Point(lowest.x, lowest.y + PITCH)


def _wire_in(document: Document, graph: Graph, node: Node, before: Node) -> None:
    following = graph.out_of(before.id)
    if len(following) == 1:
        document.do(InsertOnLink(node, following[0]))
        return
    document.do(AddConnected(node, (Link(before.id, node.id),)))


def _selected(document: Document, graph: Graph) -> Node | None:
    chosen = [node for node in graph.nodes if node.id in document.selection]
    if graph.style == "sequential":
        return chosen[-1] if chosen else None
    return chosen[0] if len(chosen) == 1 else None
