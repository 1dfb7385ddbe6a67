"""A graph as one looks at it: from the top or inside one block, with collapsed blocks as single cards."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec
from msgspec.structs import replace

from workbench.project.blocks import ancestry
from workbench.project.graph import BlockId, Graph, Link, Node, NodeId
from workbench.project.spec import Spec

BLOCK_KIND = "Block"
"""The kind that a collapsed block's card has in a view; Keras has no layer of that name."""

Start = tuple[NodeId, int]
"""A node and the index of one of its outputs."""
End = tuple[NodeId, int]
"""A node and the index of one of its inputs."""


class Ports(msgspec.Struct, frozen=True):
    """What crosses a block's border.

    An input is a tensor from outside with all the ends inside that take it, or one node inside that
    nothing feeds yet. An output is one that is used outside, or that nobody uses: then its node is an
    output of the network.
    """

    inputs: tuple[tuple[End, ...], ...] = ()
    outputs: tuple[Start, ...] = ()


class View(msgspec.Struct, frozen=True):
    """What is to be seen of a graph, and what stands behind it.

    ``graph`` holds the nodes at sight and a node of kind ``Block`` for each collapsed block, whose id and
    name are the block's. Its blocks are those at sight that are open.
    """

    graph: Graph
    ports: dict[BlockId, Ports]
    card: dict[NodeId, NodeId]
    """The card that shows a node: its own or its collapsed block's; none where it is out of sight."""
    behind: dict[Link, tuple[Link, ...]]
    """The links of the graph that a link at sight stands for."""

    def is_block(self, card: NodeId) -> bool:
        return card in self.ports

    def nodes(self, cards: Collection[NodeId]) -> frozenset[NodeId]:
        """Return the graph's nodes that these cards show."""
        return frozenset(node for node, card in self.card.items() if card in cards)

    def cards(self, nodes: Iterable[NodeId]) -> frozenset[NodeId]:
        """Return the cards that show any of these nodes."""
        return frozenset(self.card[node] for node in nodes if node in self.card)

    def links(self, drawn: Link) -> tuple[Link, ...]:
        """Return the links of the graph for one that is drawn between cards, there already or new.

        An end at a port that a collapsed block doesn't have gives none.
        """
        if drawn in self.behind:
            return self.behind[drawn]
        start = self._start(drawn)
        if start is None:
            return ()
        return tuple(Link(start[0], node, start[1], index) for node, index in self._ends(drawn))

    def _start(self, drawn: Link) -> Start | None:
        if drawn.source not in self.ports:
            return (drawn.source, drawn.output)
        outputs = self.ports[drawn.source].outputs
        return outputs[drawn.output] if drawn.output < len(outputs) else None

    def _ends(self, drawn: Link) -> tuple[End, ...]:
        if drawn.target not in self.ports:
            return ((drawn.target, drawn.input),)
        inputs = self.ports[drawn.target].inputs
        return inputs[drawn.input] if drawn.input < len(inputs) else ()


def view(graph: Graph, inside: BlockId | None = None) -> View:
    """Return what is to be seen of a graph from the top, or inside one of its blocks."""
    if not graph.blocks:
        return View(
            graph, {}, {node.id: node.id for node in graph.nodes}, {link: (link,) for link in graph.links}
        )
    ways = ancestry(graph)
    depth = len(ways.get(inside, ()))
    collapsed = {block.id for block in graph.blocks if block.is_collapsed}
    card: dict[NodeId, NodeId] = {}
    for node in graph.nodes:
        way = ways.get(node.block, ())
        if inside is None or inside in way:
            card[node.id] = next((block for block in way[depth:] if block in collapsed), node.id)
    shown = frozenset(card.values())
    ports = {block.id: ports_of(graph, block.id) for block in graph.blocks if block.id in shown}
    behind: dict[Link, list[Link]] = {}
    for link in graph.links:
        drawn = _drawn(link, card, ports)
        if drawn is not None:
            behind.setdefault(drawn, []).append(link)
    return View(
        _at_sight(graph, inside, card, tuple(behind)), ports, card, {k: tuple(v) for k, v in behind.items()}
    )


def ports_of(graph: Graph, block: BlockId) -> Ports:
    """Return a block's ports, each side in the drawing order of the nodes inside."""
    ways = ancestry(graph)
    inside = {node.id: place for place, node in enumerate(graph.nodes) if block in ways.get(node.block, ())}
    entering: dict[Start, list[End]] = {}
    leaving: set[Start] = set()
    fed: set[NodeId] = set()
    used: set[NodeId] = set()
    for link in graph.links:
        fed.add(link.target)
        used.add(link.source)
        if link.target in inside and link.source not in inside:
            entering.setdefault((link.source, link.output), []).append((link.target, link.input))
        elif link.source in inside and link.target not in inside:
            leaving.add((link.source, link.output))
    inputs_of_network = {node.id for node in graph.inputs()}
    loose = [((node, 0),) for node in inside if node not in fed | inputs_of_network]
    unused = {(node, 0) for node in inside if node not in used}
    inputs = [tuple(sorted(ends, key=lambda end: (inside[end[0]], end[1]))) for ends in entering.values()]
    inputs = sorted([*inputs, *loose], key=lambda ends: (inside[ends[0][0]], ends[0][1]))
    outputs = sorted(leaving | unused, key=lambda start: (inside[start[0]], start[1]))
    return Ports(tuple(inputs), tuple(outputs))


def _drawn(link: Link, card: dict[NodeId, NodeId], ports: dict[BlockId, Ports]) -> Link | None:
    """Return the link as it is drawn between cards; None within one card or to what is out of sight."""
    source, target = card.get(link.source), card.get(link.target)
    if source is None or target is None or source == target:
        return None
    output, index = link.output, link.input
    if source in ports:
        output = ports[source].outputs.index((link.source, link.output))
    if target in ports:
        end = (link.target, link.input)
        index = next(place for place, ends in enumerate(ports[target].inputs) if end in ends)
    return Link(source, target, output, index)


def _at_sight(
    graph: Graph, inside: BlockId | None, card: dict[NodeId, NodeId], links: tuple[Link, ...]
) -> Graph:
    by_id = {block.id: block for block in graph.blocks}
    nodes: list[Node] = []
    seen: set[NodeId] = set()
    for node in graph.nodes:
        shown = card.get(node.id)
        if shown is None or shown in seen:
            continue
        seen.add(shown)
        nodes.append(node if shown == node.id else _block_card(by_id[shown].id, graph))
    ways = ancestry(graph)
    open_ones = {
        block
        for node in graph.nodes
        if node.id in card
        for block in (ways.get(node.block, ()) if card[node.id] == node.id else ways[card[node.id]][:-1])
    }
    within = set(ways.get(inside, ()))
    blocks = tuple(block for block in graph.blocks if block.id in open_ones and block.id not in within)
    return replace(graph, nodes=tuple(nodes), links=links, blocks=blocks)


def _block_card(block_id: BlockId, graph: Graph) -> Node:
    block = graph.block(block_id)
    return Node(id=block.id, spec=Spec(BLOCK_KIND), name=block.name, at=block.at, block=block.parent)
