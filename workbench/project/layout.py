"""A layered layout: every node below what feeds it, with few crossings."""

from __future__ import annotations

from msgspec.structs import replace

from workbench.project.chain import PITCH
from workbench.project.graph import Graph, NodeId, Point

COLUMN = 232.0
"""Scene pixels from the left edge of one node of a row to the left edge of the next, at least."""


def layered(graph: Graph) -> dict[NodeId, Point]:
    """Return a place for every node, the first row at y = 0; Sugiyama's layout by igraph."""
    if not graph.nodes:
        return {}
    # Loading igraph takes longer than all of this module; a window that only opens need not wait for it.
    import igraph

    index = {node.id: number for number, node in enumerate(graph.nodes)}
    edges = [
        (index[link.source], index[link.target])
        for link in graph.links
        if link.source in index and link.target in index
    ]
    drawing = igraph.Graph(n=len(index), edges=edges, directed=True)
    layout = drawing.layout_sugiyama(hgap=COLUMN, vgap=PITCH)
    top = min(layout[number][1] for number in index.values())
    return {node: Point(layout[number][0], layout[number][1] - top) for node, number in index.items()}


def tidied(graph: Graph) -> Graph:
    """Return the graph laid out in layers; a stack of layers is in order as it is."""
    if graph.style == "sequential":
        return graph
    places = layered(graph)
    return replace(graph, nodes=tuple(replace(node, at=places[node.id]) for node in graph.nodes))
