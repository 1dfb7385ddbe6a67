"""A part of a graph that is to be put into others: what came in at several places keeps one way in."""

from __future__ import annotations

from msgspec.structs import replace

from workbench.foundation.ids import fresh_id
from workbench.project.blocks import innermost_common
from workbench.project.chain import PITCH
from workbench.project.clip import Clip
from workbench.project.graph import Graph, Link, Node, NodeId, Point
from workbench.project.spec import Spec

_ENTRY = "Identity"


def with_entries(found: Clip, graph: Graph) -> Clip:
    """Return a clip of ``graph`` with an Identity for each tensor from outside that would lose its way in.

    That is one with several ends in the clip, as in a residual block or in parallel branches, or one that
    ends beside others at a layer that merges: cut off, those would be inputs of their own, or none.
    """
    inside = {node.id for node in found.nodes}
    fed = {link.target for link in found.links}
    entering: dict[tuple[NodeId, int], list[Link]] = {}
    for link in graph.links:
        if link.target in inside and link.source not in inside:
            entering.setdefault((link.source, link.output), []).append(link)
    targets = [link.target for links in entering.values() for link in links]
    for links in entering.values():
        ends = {link.target for link in links}
        if len(links) > 1 or any(end in fed or targets.count(end) > 1 for end in ends):
            found = _with_entry(found, links)
    return found


def _with_entry(found: Clip, links: list[Link]) -> Clip:
    graph, ends = found.as_graph(), {link.target for link in links}
    places = [node.at for node in found.nodes if node.id in ends]
    entry = Node(
        id=fresh_id("entry", graph.taken_ids()),
        spec=Spec(_ENTRY),
        name=fresh_id("entry", graph.names()),
        at=Point(sum(at.x for at in places) / len(places), min(node.at.y for node in found.nodes) - PITCH),
        block=innermost_common(graph, ends),
    )
    new = tuple(Link(entry.id, link.target, 0, link.input) for link in links)
    return replace(found, nodes=(entry, *found.nodes), links=(*new, *found.links))
