"""Sequential graphs: a chain in the order of the nodes, stacked on the canvas."""

import itertools

from msgspec.structs import replace

from workbench.project.graph import Graph, Link, Node, Point

PITCH = 84.0
"""Scene pixels from the top of one node of a stack to the top of the next."""


def rechain(nodes: tuple[Node, ...], *, top: Point | None = None) -> Graph:
    """Return the sequential graph of ``nodes``, linked one after another and stacked from ``top``."""
    if not nodes:
        return Graph(style="sequential")
    start = top or nodes[0].at
    stacked = tuple(
        replace(node, at=Point(start.x, start.y + PITCH * index)) for index, node in enumerate(nodes)
    )
    links = tuple(Link(a.id, b.id) for a, b in itertools.pairwise(nodes))
    return Graph(style="sequential", nodes=stacked, links=links)


def chain_order(graph: Graph) -> tuple[Node, ...] | None:
    """Return the nodes in the order of their links, or None when the graph is no chain."""
    if not graph.nodes:
        return ()
    follows = {link.source: link.target for link in graph.links}
    targets = {link.target for link in graph.links}
    count = len(graph.nodes)
    if not len(follows) == len(targets) == len(graph.links) == count - 1:
        return None
    if any(link.input or link.output for link in graph.links):
        return None
    heads = [node.id for node in graph.nodes if node.id not in targets]
    if len(heads) != 1:
        return None
    order = [heads[0]]
    while order[-1] in follows and len(order) <= count:
        order.append(follows[order[-1]])
    by_id = {node.id: node for node in graph.nodes}
    return tuple(by_id[node_id] for node_id in order) if len(order) == count else None
