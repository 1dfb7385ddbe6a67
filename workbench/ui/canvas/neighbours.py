"""Which card the keyboard goes to next: along the links, or to the one beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from workbench.project.graph import Link, NodeId, Point

Way = Literal["up", "down", "left", "right"]
_ASLANT = 3.0
"""How much farther a card seems for every pixel that it stands higher or lower."""


def neighbour(
    node: NodeId, way: Way, *, places: Mapping[NodeId, Point], links: Iterable[Link]
) -> NodeId | None:
    """Return the next card: up to what feeds ``node``, down to what it feeds, left or right beside it.

    Among several the nearest, the first of them in ``places`` where two are equally near. None where
    nothing is that way.
    """
    here = places[node]
    if way in ("up", "down"):
        linked = _linked(node, links, upwards=way == "up")
        wanted = [other for other in places if other in linked]
        return min(wanted, key=lambda other: abs(places[other].x - here.x), default=None)
    side = -1 if way == "left" else 1
    beside = [other for other in places if (places[other].x - here.x) * side > 0]
    return min(beside, key=lambda other: _distance(here, places[other]), default=None)


def links_around(node: NodeId | None, links: Iterable[Link]) -> list[Link]:
    """Return the links that touch a node, those that lead to it first; all links for no node."""
    if node is None:
        return list(links)
    touching = [link for link in links if node in (link.source, link.target)]
    return sorted(touching, key=lambda link: (link.source == node, link.input, link.output))


def _linked(node: NodeId, links: Iterable[Link], *, upwards: bool) -> set[NodeId]:
    if upwards:
        return {link.source for link in links if link.target == node}
    return {link.target for link in links if link.source == node}


def _distance(here: Point, there: Point) -> float:
    return abs(there.x - here.x) + _ASLANT * abs(there.y - here.y)
