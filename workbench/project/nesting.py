"""A graph with blocks as models within models: what each makes, in which order, and what can be one."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection

import msgspec
from msgspec.structs import replace

from workbench.project.block_view import End, Ports, Start
from workbench.project.blocks import ancestry
from workbench.project.graph import BlockId, Graph, Node, NodeId
from workbench.project.sharing import layer_of

Card = str
"""The id of a node, or of a block that stands for all that is in it."""


_Way = tuple[Card, Card]


class Level(msgspec.Struct, frozen=True):
    """One model: the graph itself or a block. ``ports`` are the block's; the graph itself has none."""

    steps: tuple[Card, ...]
    """Its nodes and the blocks in it, each behind all that it takes from; among several the first drawn."""
    circle: tuple[Card, ...] = ()
    """Its nodes and blocks that wait for each other: no steps. Those between two circles count too."""
    ways: tuple[tuple[Card, Card], ...] = ()
    """Which of them takes from which."""
    ports: Ports = Ports()


def levels(graph: Graph) -> dict[BlockId | None, Level]:
    """Return the models that a graph consists of, the whole under None; in one pass over the links."""
    ways = ancestry(graph)
    cards: dict[BlockId | None, dict[Card, int]] = {None: {}}
    for place, node in enumerate(graph.nodes):
        way = (*ways.get(node.block, ()), node.id)
        for outer, card in zip((None, *way), way, strict=False):
            cards.setdefault(outer, {}).setdefault(card, place)
    onward: dict[BlockId | None, set[_Way]] = defaultdict(set)
    at = {node.id: (*ways.get(node.block, ()), node.id) for node in graph.nodes}
    for link in graph.links:
        if link.source in at and link.target in at:
            outer, source, target = _parting(at[link.source], at[link.target])
            if source != target:
                onward[outer].add((source, target))
    ports = all_ports(graph)
    found: dict[BlockId | None, Level] = {}
    for level, placed in cards.items():
        steps = _in_order(placed, onward[level])
        circle = _circle(placed, steps, onward[level])
        found[level] = Level(steps, circle, tuple(sorted(onward[level])), ports.get(level or "", Ports()))
    return found


def all_ports(graph: Graph) -> dict[BlockId, Ports]:
    """Return what ``ports_of`` says of every block that holds a node, in one pass over the links."""
    ways = ancestry(graph)
    way = {node.id: ways.get(node.block, ()) for node in graph.nodes}
    place = {node.id: number for number, node in enumerate(graph.nodes)}
    entering: dict[BlockId, dict[Start, list[End]]] = defaultdict(dict)
    leaving: dict[BlockId, set[Start]] = defaultdict(set)
    fed = {link.target for link in graph.links} | {node.id for node in graph.inputs()}
    used = {link.source for link in graph.links}
    for link in graph.links:
        start, end = (link.source, link.output), (link.target, link.input)
        outside = set(way.get(link.source, ()))
        for block in way.get(link.target, ()):
            if block not in outside:
                entering[block].setdefault(start, []).append(end)
        inside = set(way.get(link.target, ()))
        for block in way.get(link.source, ()):
            if block not in inside:
                leaving[block].add(start)
    loose: dict[BlockId, list[tuple[End, ...]]] = defaultdict(list)
    blocks: dict[BlockId, None] = {}
    for node in graph.nodes:
        for block in way[node.id]:
            blocks[block] = None
            if node.id not in fed:
                loose[block].append(((node.id, 0),))
            if node.id not in used:
                leaving[block].add((node.id, 0))

    def rank(port: tuple[NodeId, int]) -> tuple[int, int]:
        return place[port[0]], port[1]

    return {
        block: Ports(
            tuple(
                sorted(
                    [*(tuple(sorted(ends, key=rank)) for ends in entering[block].values()), *loose[block]],
                    key=lambda ends: rank(ends[0]),
                )
            ),
            tuple(sorted(leaving[block], key=rank)),
        )
        for block in blocks
    }


def shared_outside(graph: Graph) -> dict[BlockId, Node]:
    """Return the blocks with a layer that is called both inside and outside, each with such a call.

    Keras' files know a layer of several models as several layers: what a block shares with the outside
    it can't hold as a model of its own.
    """
    if all(node.shares is None for node in graph.nodes):
        return {}
    ways = ancestry(graph)
    calls: dict[NodeId, list[Node]] = defaultdict(list)
    for node in graph.nodes:
        calls[layer_of(node)].append(node)
    found: dict[BlockId, Node] = {}
    for nodes in calls.values():
        around = [ways.get(node.block, ()) for node in nodes]
        common = set(around[0]).intersection(*around)
        for node, way in zip(nodes, around, strict=True):
            for block in way:
                if block not in common:
                    found.setdefault(block, node)
    return found


def without_blocks(graph: Graph, blocks: Collection[BlockId]) -> Graph:
    """Return the graph with these blocks taken away; what stood in them stands where they stood."""
    if not blocks:
        return graph
    parents = {block.id: block.parent for block in graph.blocks}

    def home(block: BlockId | None) -> BlockId | None:
        seen: set[BlockId] = set()
        while block is not None and block in blocks and block not in seen:
            seen.add(block)
            block = parents.get(block)
        return block

    return replace(
        graph,
        nodes=tuple(replace(node, block=home(node.block)) for node in graph.nodes),
        blocks=tuple(
            replace(block, parent=home(block.parent)) for block in graph.blocks if block.id not in blocks
        ),
    )


def _parting(source: tuple[str, ...], target: tuple[str, ...]) -> tuple[BlockId | None, Card, Card]:
    """Return where two ways from the outside to a node part: the model, and its two cards."""
    outer: BlockId | None = None
    for one, other in zip(source, target, strict=False):
        if one != other:
            return outer, one, other
        outer = one
    return outer, source[-1], target[-1]


def _circle(placed: dict[Card, int], steps: Collection[Card], onward: Collection[_Way]) -> tuple[Card, ...]:
    done = set(steps)
    left = {card: place for card, place in placed.items() if card not in done}
    back = [(target, source) for source, target in onward if source in left and target in left]
    behind = set(_in_order(left, back))
    return tuple(card for card in left if card not in behind)


def _in_order(placed: dict[Card, int], onward: Collection[_Way]) -> tuple[Card, ...]:
    after: dict[Card, list[Card]] = defaultdict(list)
    waits = dict.fromkeys(placed, 0)
    for source, target in onward:
        after[source].append(target)
        waits[target] += 1
    ready = [(placed[card], card) for card, count in waits.items() if not count]
    heapq.heapify(ready)
    ordered: list[Card] = []
    while ready:
        _, card = heapq.heappop(ready)
        ordered.append(card)
        for target in after[card]:
            waits[target] -= 1
            if not waits[target]:
                heapq.heappush(ready, (placed[target], target))
    return tuple(ordered)
