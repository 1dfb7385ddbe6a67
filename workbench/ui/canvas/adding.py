"""Adding a layer without a drag: behind the selected one, wired in where that is clear."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from workbench.project.block_view import View
from workbench.project.edits import AddNode, new_node
from workbench.project.graph import Graph, Link, Node, NodeId, Point
from workbench.project.spec import ParamValue
from workbench.ui.canvas.geometry import PITCH, centred, free_place
from workbench.ui.canvas.ports import takes_input
from workbench.ui.canvas.sight import Sight
from workbench.ui.canvas.wiring import adding, inserting
from workbench.ui.document.document import Document


def add_layer(
    document: Document, sight: Sight, kind: str, params: Mapping[str, ParamValue] | None = None
) -> NodeId:
    """Add a layer where one looks, as one undo step, select it and return its id.

    Sequential: behind the selected layer, or at the end. Functional: below the selected layer and fed
    by it, on its link where it has just one; below everything when not exactly one is selected.
    """
    graph, seen = document.project.graph, sight.seen
    before = _selected(document, seen.graph)
    wanted = Point(before.at.x, before.at.y + PITCH) if before else _below(seen.graph)
    node = new_node(graph, kind, free_place(seen.graph, wanted), params)
    if graph.style == "sequential":
        document.do(AddNode(node, after=before.id if before else None))
    else:
        node = replace(node, block=before.block if before else sight.inside)
        if before is None or not takes_input(document.catalog, kind):
            document.do(AddNode(node))
        else:
            _wire_in(document, seen, node, before)
    document.select({node.id})
    return node.id


def _below(graph: Graph) -> Point:
    if not graph.nodes:
        return centred(0, 0)
    lowest = max(graph.nodes, key=lambda node: node.at.y).at
    return Point(lowest.x, lowest.y + PITCH)


def _wire_in(document: Document, seen: View, node: Node, before: Node) -> None:
    following = seen.graph.out_of(before.id)
    if len(following) == 1:
        document.do(inserting(seen, node, following[0]))
        return
    document.do(adding(seen, node, Link(before.id, node.id)))


def _selected(document: Document, graph: Graph) -> Node | None:
    chosen = [node for node in graph.nodes if node.id in document.selection]
    if graph.style == "sequential":
        return chosen[-1] if chosen else None
    return chosen[0] if len(chosen) == 1 else None
