"""A layered layout: every node below what feeds it, with few crossings."""

from __future__ import annotations

from msgspec.structs import replace

from workbench.project.chain import PITCH
from workbench.project.graph import Graph, NodeId, Point
from workbench.project.layout_columns import columns_of
from workbench.project.layout_halves import rows_down
from workbench.project.layout_rows import prepare, rows_of

__all__ = ["COLUMN", "layered", "prepare", "tidied"]

COLUMN = 232.0
"""Scene pixels from the left edge of one node of a row to the left edge of the next, at least."""
_ROOM = 112.0
"""From the middle of a node to where a link may run beside it."""
_LANE = 32.0
"""From one link that passes a row to the next."""


def layered(graph: Graph) -> dict[NodeId, Point]:
    """Return a place for every node, the first row at y = 0; Sugiyama's layout, its order by igraph."""
    if not graph.nodes:
        return {}
    rows = rows_of(graph)
    across = columns_of(rows, pitch=COLUMN, lane=_LANE)
    left = min(across[: rows.nodes])
    down = rows_down(rows, across, pitch=COLUMN, room=_ROOM)
    return {
        node.id: Point(across[number] - left, PITCH * down[number]) for number, node in enumerate(graph.nodes)
    }


def tidied(graph: Graph) -> Graph:
    """Return the graph laid out in layers; a stack of layers is in order as it is."""
    if graph.style == "sequential":
        return graph
    places = layered(graph)
    return replace(graph, nodes=tuple(replace(node, at=places[node.id]) for node in graph.nodes))
