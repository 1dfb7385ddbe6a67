"""The layered layout of some cards: around where they are, and clear of all that stays."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF

from workbench.project.block_view import view
from workbench.project.blocks import innermost_common
from workbench.project.graph import BlockId, Graph, Link, NodeId, Point
from workbench.ui.canvas.frames import frames_of, nesting
from workbench.ui.canvas.geometry import GRID, STEP
from workbench.ui.canvas.room import items, make_room
from workbench.ui.canvas.tidy import tidy

_Places = dict[NodeId | BlockId, Point]


def tidy_part(graph: Graph, chosen: Collection[NodeId], inside: BlockId | None) -> _Places:
    """Return new places for the chosen cards of what is at sight ``inside``.

    An open block counts as one where only some of its cards are chosen beside others. Where the cards go
    to takes more room in their block than before, what is around the block makes that room.
    """
    seen = view(graph, inside).graph
    level = innermost_common(seen, chosen)
    part = _part(seen, chosen, level)
    places = _clear(part, tidy(part), [area for _, area in _others(seen, part, level)])
    if level is None or level == inside:
        return places
    moved = _at(seen, places)
    return make_room(graph, level, inside, frames_of(seen)[level], frames_of(moved)[level]) | places


def _part(seen: Graph, chosen: Collection[NodeId], level: BlockId | None) -> Graph:
    """Return the chosen cards as a graph of their own, with the whole of the open blocks among them."""
    ways = nesting(seen)
    depth = len(ways[level]) if level is not None and level in ways else 0
    homes = {node.id: ways.get(node.block, ()) if node.block is not None else () for node in seen.nodes}
    whole = {homes[node][depth] for node in chosen if len(homes[node]) > depth}
    nodes = tuple(
        node for node in seen.nodes if node.id in chosen or not whole.isdisjoint(homes[node.id][depth:])
    )
    blocks = tuple(block for block in seen.blocks if not whole.isdisjoint(ways[block.id][depth:]))
    return Graph(nodes=nodes, links=tuple(_links(seen, {node.id for node in nodes})), blocks=blocks)


def _links(seen: Graph, chosen: Collection[NodeId]) -> Iterator[Link]:
    """Give the links among the chosen cards, and one for each way that leads past others between them."""
    onward: dict[NodeId, list[Link]] = {}
    for link in seen.links:
        onward.setdefault(link.source, []).append(link)
    for source in chosen:
        met: set[NodeId] = set()
        pending = list(onward.get(source, ()))
        while pending:
            link = pending.pop()
            if link.target in chosen:
                yield Link(source, link.target, link.output if link.source == source else 0, link.input)
            elif link.target not in met:
                met.add(link.target)
                pending += onward.get(link.target, ())


def _others(seen: Graph, part: Graph, level: BlockId | None) -> list[tuple[str, QRectF]]:
    own = part.ids() | {block.id for block in part.blocks}
    at_level = level if level in nesting(seen) else None
    return [(item, area) for item, area in items(seen, at_level, frames_of(seen)) if item not in own]


def _clear(part: Graph, places: _Places, others: list[QRectF]) -> _Places:
    """Return the places moved the shortest way, across or down, to where they cover nothing else."""
    moved = _at(part, places)
    own = [area for _, area in items(moved, None, frames_of(moved))]
    ways = [_way(own, others, QPointF(x, y)) for x, y in ((0, 1), (1, 0), (-1, 0), (0, -1))]
    by = min(ways, key=lambda way: abs(way.x()) + abs(way.y()))
    return {item: Point(at.x + by.x(), at.y + by.y()) for item, at in places.items()}


def _way(own: list[QRectF], others: list[QRectF], towards: QPointF) -> QPointF:
    """Return how far areas must go in one direction until they keep a gap to all others."""
    gone = 0.0
    while True:
        by = towards * gone
        here = [area.translated(by).adjusted(-GRID, -GRID, GRID, GRID) for area in own]
        reach = QRectF()
        for area in here:
            reach = reach.united(area)
        near = [other for other in others if reach.intersects(other)]
        more = max((_past(area, other, towards) for area in here for other in near), default=0.0)
        if more <= 0:
            return by
        gone += -(-more // STEP) * STEP


def _past(area: QRectF, other: QRectF, towards: QPointF) -> float:
    """Return how far an area must go in a direction to be past another that it touches; 0 if it doesn't."""
    if not area.intersects(other):
        return 0.0
    if towards.x():
        return other.right() - area.left() if towards.x() > 0 else area.right() - other.left()
    return other.bottom() - area.top() if towards.y() > 0 else area.bottom() - other.top()


def _at(graph: Graph, places: _Places) -> Graph:
    nodes = tuple(replace(node, at=places.get(node.id, node.at)) for node in graph.nodes)
    blocks = tuple(replace(block, at=places.get(block.id, block.at)) for block in graph.blocks)
    return replace(graph, nodes=nodes, blocks=blocks)
