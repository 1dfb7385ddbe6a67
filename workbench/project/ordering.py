"""The order in which a graph's layers can be made."""

from __future__ import annotations

import heapq
from collections import defaultdict

from workbench.project.graph import Graph, Link, Node, NodeId


def in_order(graph: Graph) -> tuple[Node, ...]:
    """Return the nodes so that each follows all that it takes from; among several the first drawn.

    Nodes of a cycle, and those that depend on one, are left out.
    """
    place = {node.id: number for number, node in enumerate(graph.nodes)}
    open_links: dict[NodeId, int] = dict.fromkeys(place, 0)
    after: defaultdict[NodeId, list[NodeId]] = defaultdict(list)
    for link in graph.links:
        if link.source in place and link.target in place:
            open_links[link.target] += 1
            after[link.source].append(link.target)
    ready = [place[node] for node, count in open_links.items() if count == 0]
    heapq.heapify(ready)
    ordered: list[Node] = []
    while ready:
        node = graph.nodes[heapq.heappop(ready)]
        ordered.append(node)
        for target in after[node.id]:
            open_links[target] -= 1
            if open_links[target] == 0:
                heapq.heappush(ready, place[target])
    return tuple(ordered)


def links_by_target(graph: Graph) -> dict[NodeId, tuple[Link, ...]]:
    """Return the links into every node by input index, found in one pass."""
    found: defaultdict[NodeId, list[Link]] = defaultdict(list)
    for link in graph.links:
        found[link.target].append(link)
    return {node: tuple(sorted(links, key=lambda link: link.input)) for node, links in found.items()}
