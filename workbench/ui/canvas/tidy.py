"""The layered layout on the canvas: around where the graph was, on the grid."""

from __future__ import annotations

from workbench.project.graph import Graph, NodeId, Point
from workbench.project.layout import layered
from workbench.ui.canvas.geometry import WIDTH, bounds, snapped


def tidy(graph: Graph) -> dict[NodeId, Point]:
    """Return a new place for every node, every layer below what feeds it."""
    places = layered(graph)
    if not places:
        return {}
    middle = (min(at.x for at in places.values()) + max(at.x for at in places.values())) / 2
    was = bounds(node.at for node in graph.nodes)
    to_x, to_y = was.center().x() - WIDTH / 2 - middle, was.top()
    return {node: snapped(at.x + to_x, at.y + to_y) for node, at in places.items()}
