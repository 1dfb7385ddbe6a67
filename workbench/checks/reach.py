"""Ways through a graph, drawn rightly or wrongly."""

from __future__ import annotations

from collections import defaultdict

from workbench.project.graph import Graph, Node, NodeId

_Ways = defaultdict[NodeId, set[NodeId]]


def reached_from_inputs(graph: Graph) -> frozenset[NodeId]:
    """Return the nodes that a way from an Input leads to, the Inputs included."""
    after, _ = _ways(graph)
    found = {node.id for node in graph.inputs()}
    waiting = list(found)
    while waiting:
        new = after[waiting.pop()] - found
        found |= new
        waiting += new
    return frozenset(found)


def in_cycles(graph: Graph) -> tuple[Node, ...]:
    """Return the nodes of cycles (and those between two cycles), in drawing order.

    A node that is linked to itself is no cycle here.
    """
    after, before = _ways(graph)
    left = graph.ids()
    left = _without_ends(left, after, before)
    left = _without_ends(left, before, after)
    return tuple(node for node in graph.nodes if node.id in left)


def _without_ends(nodes: frozenset[NodeId], after: _Ways, before: _Ways) -> frozenset[NodeId]:
    """Peel off the nodes that nothing of the rest leads to, until none is left or all are led to."""
    open_ways = {node: len(before[node] & nodes) for node in nodes}
    waiting = [node for node, count in open_ways.items() if count == 0]
    peeled = set(waiting)
    while waiting:
        for target in after[waiting.pop()] & nodes:
            open_ways[target] -= 1
            if open_ways[target] == 0:
                peeled.add(target)
                waiting.append(target)
    return nodes - peeled


def _ways(graph: Graph) -> tuple[_Ways, _Ways]:
    known = graph.ids()
    after, before = _Ways(set), _Ways(set)
    for link in graph.links:
        if link.source in known and link.target in known and link.source != link.target:
            after[link.source].add(link.target)
            before[link.target].add(link.source)
    return after, before
