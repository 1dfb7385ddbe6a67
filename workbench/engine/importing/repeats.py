"""Blocks that follow each other and are alike, as one block that is repeated."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

from msgspec.structs import replace

from workbench.project.block_view import Ports
from workbench.project.blocks import ancestry
from workbench.project.clip import MOST_REPEATS
from workbench.project.graph import Block, BlockId, Graph, Link, Node, NodeId
from workbench.project.nesting import all_ports, shared_outside
from workbench.project.repeats import unroll

_NAMES = (r".*", r"{}(_1)*_{}(_\d+)?", r"{}(_1)*_{}")
"""What copies may be called by the original's name and their number; what proves wrong is tried narrower.

A copy has a further number behind its own where its name was taken.
"""


def folded(graph: Graph) -> tuple[Graph, dict[NodeId, NodeId]]:
    """Return the graph with repeats, and by each node that became a further copy its original.

    Only what ``unroll`` spells out to the same graph, names included, becomes a repeat.
    """
    for pattern in _NAMES:
        found, originals = _folded(graph, pattern)
        if originals and _told(unroll(found).graph) == _told(graph):
            return found, {node: _first(node, originals) for node in originals}
    return graph, {}


def _folded(graph: Graph, pattern: str) -> tuple[Graph, dict[NodeId, NodeId]]:
    """Return the graph with all that looks like a repeat folded, the innermost blocks first."""
    originals: dict[NodeId, NodeId] = {}
    ways = ancestry(graph)
    for depth in range(max(map(len, ways.values())), 0, -1):
        graph, gone = _Level(graph, depth, pattern).folded()
        originals |= gone
    return graph, originals


def _first(node: NodeId, originals: dict[NodeId, NodeId]) -> NodeId:
    while node in originals:
        node = originals[node]
    return node


class _Level:
    """The blocks that stand as deep in others; ``pattern`` is that of a copy's name."""

    def __init__(self, graph: Graph, depth: int, pattern: str) -> None:
        self._graph, self._pattern = graph, pattern
        self._ways = ancestry(graph)
        self._ports = all_ports(graph)
        shared = shared_outside(graph)
        self._nodes: dict[BlockId, list[Node]] = defaultdict(list)
        for node in graph.nodes:
            way = self._ways[node.block]
            if len(way) >= depth:
                self._nodes[way[depth - 1]].append(node)
        self._inner: dict[BlockId, list[Block]] = defaultdict(list)
        for block in graph.blocks:
            way = self._ways[block.id]
            if len(way) >= depth:
                self._inner[way[depth - 1]].append(block)
        self._within: dict[BlockId, list[Link]] = defaultdict(list)
        home = {node.id: block for block, nodes in self._nodes.items() for node in nodes}
        for link in graph.links:
            if link.source in home and home[link.source] == home.get(link.target):
                self._within[home[link.source]].append(link)
        self._blocks = {
            block.id: block
            for block in graph.blocks
            if len(self._ways[block.id]) == depth
            and block.id not in shared
            and _is_single(self._ports[block.id])
        }
        self._shapes = {block: self._shape(block) for block in self._blocks}

    def folded(self) -> tuple[Graph, dict[NodeId, NodeId]]:
        """Return the graph with the runs of this depth folded, and what each removed node was a copy of."""
        originals: dict[NodeId, NodeId] = {}
        gone: set[str] = set()
        moved: dict[tuple[NodeId, int], tuple[NodeId, int]] = {}
        repeats: dict[BlockId, int] = {}
        for run in self._runs():
            repeats[run[0]] = len(run)
            for copy in run[1:]:
                pairs = zip(self._nodes[copy], self._nodes[run[0]], strict=True)
                originals |= {node.id: original.id for node, original in pairs}
                gone.update(block.id for block in self._inner[copy])
            moved[self._ports[run[-1]].outputs[0]] = self._ports[run[0]].outputs[0]
        gone |= originals.keys()
        links = []
        for link in self._graph.links:
            start = moved.get((link.source, link.output), (link.source, link.output))
            if start[0] not in gone and link.target not in gone:
                links.append(replace(link, source=start[0], output=start[1]))
        nodes = tuple(node for node in self._graph.nodes if node.id not in gone)
        blocks = tuple(
            replace(block, repeat=repeats.get(block.id, block.repeat))
            for block in self._graph.blocks
            if block.id not in gone
        )
        return replace(self._graph, nodes=nodes, links=tuple(links), blocks=blocks), originals

    def _runs(self) -> Iterator[list[BlockId]]:
        after = self._following()
        later = set(after.values())
        for block in self._blocks:
            if block not in later:
                run = [block]
                while run[-1] in after:
                    following = after[run[-1]]
                    if len(run) < MOST_REPEATS and self._is_copy(following, run[0], len(run) + 1):
                        run.append(following)
                        continue
                    yield from [run] if len(run) > 1 else []
                    run = [following]
                yield from [run] if len(run) > 1 else []

    def _following(self) -> dict[BlockId, BlockId]:
        """Return the block beside each that alone takes what it gives, where both are alike."""
        taken: dict[tuple[NodeId, int], list[tuple[NodeId, int]]] = defaultdict(list)
        for link in self._graph.links:
            taken[link.source, link.output].append((link.target, link.input))
        by_ends = {frozenset(self._ports[block].inputs[0]): block for block in self._blocks}
        found: dict[BlockId, BlockId] = {}
        for block in self._blocks:
            inside = {node.id for node in self._nodes[block]}
            ends = [end for end in taken[self._ports[block].outputs[0]] if end[0] not in inside]
            other = by_ends.get(frozenset(ends))
            if other is None or other == block or self._shapes[other] != self._shapes[block]:
                continue
            if self._blocks[other].parent == self._blocks[block].parent:
                found[block] = other
        return found

    def _shape(self, block: BlockId) -> Hashable:
        """Return all that makes two blocks copies of each other, but for names."""
        place = {node.id: number for number, node in enumerate(self._nodes[block])}
        rank: dict[BlockId | None, int] = {each.id: n for n, each in enumerate(self._inner[block])}
        nodes = tuple(
            (
                str(node.spec),
                rank[node.block],
                None if node.shares is None else place.get(node.shares, node.shares),
            )
            for node in self._nodes[block]
        )
        inner = tuple((each.repeat, rank.get(each.parent)) for each in self._inner[block])
        links = sorted((place[e.source], place[e.target], e.output, e.input) for e in self._within[block])
        ports = self._ports[block]
        ends = tuple((place[node], number) for node, number in (*ports.inputs[0], *ports.outputs))
        return nodes, inner, tuple(links), ends

    def _is_copy(self, block: BlockId, first: BlockId, number: int) -> bool:
        """Tell whether all in a block is named as the copy of that number would be."""
        pairs = [
            *(
                (ours.name, theirs.name)
                for ours, theirs in zip(self._inner[block], self._inner[first], strict=True)
            ),
            *(
                (ours.name, theirs.name)
                for ours, theirs in zip(self._nodes[block], self._nodes[first], strict=True)
                if ours.shares is None
            ),
        ]
        return all(re.fullmatch(self._pattern.format(re.escape(name), number), ours) for ours, name in pairs)


def _is_single(ports: Ports) -> bool:
    return len(ports.inputs) == len(ports.outputs) == 1


def _told(graph: Graph) -> Hashable:
    """Return what a graph says without its ids and places; calls of one layer are told by their order."""
    seen: dict[str, int] = defaultdict(int)
    names: dict[str, str] = {}
    for node in graph.nodes:
        names[node.id] = f"{node.name}/{seen[node.name]}"
        seen[node.name] += 1
    names |= {block.id: block.name for block in graph.blocks}
    return (
        frozenset(
            (names[node.id], str(node.spec), names.get(node.block or ""), names.get(node.shares or ""))
            for node in graph.nodes
        ),
        frozenset((names[e.source], e.output, names[e.target], e.input) for e in graph.links),
        frozenset((block.name, names.get(block.parent or "")) for block in graph.blocks),
    )


def in_order(nodes: Sequence[Node], ordered: Sequence[NodeId]) -> tuple[Node, ...]:
    """Return the nodes with the named ones in the named order, on the places that they have together."""
    by_id = {node.id: node for node in nodes}
    chosen, turn = set(ordered), iter(ordered)
    return tuple(by_id[next(turn)] if node.id in chosen else node for node in nodes)
