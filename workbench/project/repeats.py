"""Repeated blocks spelled out: every copy with nodes of its own, one behind the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from workbench.foundation.ids import fresh_id
from workbench.project.block_view import End, ports_of
from workbench.project.blocks import ancestry, blocks_within, members
from workbench.project.graph import Block, BlockId, Graph, Link, Node, NodeId
from workbench.project.sharing import in_step

MOST_NODES = 5_000
"""Beyond so many nodes a graph is not spelled out: a few nested repeats multiply to millions."""

_LONGEST_STEM = 56


Copies = tuple[tuple[BlockId, int], ...]
"""Which copy something stands in: each repeated block around it, outermost first, with a number from 1."""


class Unrolled(msgspec.Struct, frozen=True):
    """A graph without repeats, and what its nodes and blocks are copies of."""

    graph: Graph
    origin: dict[str, str]
    """By the id of a copy the id of the original; originals stand for themselves and are left out."""
    copies: dict[str, Copies]
    """By the id of a node or block in a repeated block the copy that it is; a block counts as in itself."""


def unrolled_size(graph: Graph) -> int:
    """Return how many nodes the graph has with all its repeats spelled out."""
    ways = ancestry(graph)
    repeats = {block.id: block.repeat for block in graph.blocks}
    total = 0
    for node in graph.nodes:
        copies = 1
        for block in ways.get(node.block, ()):
            copies *= repeats[block]
        total += copies
    return total


def can_repeat(graph: Graph, block: BlockId) -> bool:
    """Tell whether copies of a block can follow each other: one tensor goes in and one comes out."""
    ports = ports_of(graph, block)
    return len(ports.inputs) == 1 and len(ports.outputs) == 1


def unroll(graph: Graph) -> Unrolled:
    """Return the graph with every repeated block spelled out, copies named ``name_2``, ``name_3`` ...

    The first copy is the block itself; each further one takes what the one before it gives, and what
    followed the block follows its last copy. A block that ``can_repeat`` denies stands once. In a block
    repeated within a repeated one, ``name_1_2`` is the second inner copy of the first outer one. Copies
    stand behind their originals, so that the outputs keep their order.

    Raises:
        ValueError: the result would have more than ``MOST_NODES`` nodes.
    """
    if all(block.repeat == 1 for block in graph.blocks):
        return Unrolled(graph, {}, {})
    size = unrolled_size(graph)
    if size > MOST_NODES:
        raise ValueError(f"Expected at most {MOST_NODES:,} layers with all repeats, received {size:,}.")
    ways = ancestry(graph)
    origin: dict[str, str] = {}
    copies: dict[str, Copies] = {}
    spelled = graph
    for block in sorted(graph.blocks, key=lambda block: -len(ways[block.id])):
        if block.repeat > 1 and can_repeat(spelled, block.id):
            spelled = _spelled_out(spelled, block, origin, copies)
    blocks = tuple(replace(block, repeat=1) for block in spelled.blocks)
    whole = _named(replace(spelled, blocks=blocks), graph.names(), origin, copies)
    return Unrolled(_behind_originals(whole, graph, origin), origin, copies)


def copy_suffix(numbers: Sequence[int]) -> str:
    """Return what is put behind the names in a copy: nothing for the first, ``_2``, ``_1_2`` ..."""
    kept = list(numbers)
    while kept and kept[-1] == 1:
        kept.pop()
    return "".join(f"_{number}" for number in kept)


def _spelled_out(graph: Graph, block: Block, origin: dict[str, str], copies: dict[str, Copies]) -> Graph:
    ports = ports_of(graph, block.id)
    inside = members(graph, block.id)
    within = (block, *blocks_within(graph, block.id))
    ids = dict.fromkeys(node.id for node in inside)
    among = [link for link in graph.links if link.source in ids and link.target in ids]
    start, ends = ports.outputs[0], ports.inputs[0]
    leaving = [link for link in graph.links if (link.source, link.output) == start and link.target not in ids]
    taken = set(graph.taken_ids())
    nodes, links, blocks = list(graph.nodes), list(graph.links), list(graph.blocks)
    last = start
    for number in range(2, block.repeat + 1):
        new = {old: _next(old, number, taken) for old in (*ids, *(each.id for each in within))}
        origin |= {copy: origin.get(old, old) for old, copy in new.items()}
        copies |= {copy: ((block.id, number), *copies.get(old, ())) for old, copy in new.items()}
        nodes += [_copy(node, new) for node in inside]
        blocks += [_block_copy(each, new) for each in within]
        links += [replace(link, source=new[link.source], target=new[link.target]) for link in among]
        links += [_link(last, (new[node], index)) for node, index in ends]
        last = (new[start[0]], start[1])
    copies |= {old: ((block.id, 1), *copies.get(old, ())) for old in (*ids, *(each.id for each in within))}
    links = [link for link in links if link not in leaving]
    links += [_link(last, (link.target, link.input)) for link in leaving]
    return replace(graph, nodes=tuple(nodes), links=tuple(links), blocks=tuple(blocks))


def _link(start: tuple[NodeId, int], end: End) -> Link:
    return Link(start[0], end[0], start[1], end[1])


def _copy(node: Node, new: dict[str, str]) -> Node:
    shares = None if node.shares is None else new.get(node.shares, node.shares)
    return replace(node, id=new[node.id], shares=shares, block=new[node.block or ""])


def _block_copy(block: Block, new: dict[str, str]) -> Block:
    parent = None if block.parent is None else new.get(block.parent, block.parent)
    return replace(block, id=new[block.id], parent=parent)


def _named(graph: Graph, names: Iterable[str], origin: dict[str, str], copies: dict[str, Copies]) -> Graph:
    """Return the graph with names of their own for all copies of layers and blocks."""
    taken = set(names)

    def name(item: Node | Block) -> str:
        suffix = copy_suffix([number for _, number in copies[item.id]])
        found = fresh_id(f"{item.name[:_LONGEST_STEM]}{suffix}", taken)
        taken.add(found)
        return found

    nodes = tuple(
        replace(node, name=name(node)) if node.id in origin and node.shares is None else node
        for node in graph.nodes
    )
    blocks = tuple(
        replace(block, name=name(block)) if block.id in origin else block for block in graph.blocks
    )
    return replace(graph, nodes=in_step(nodes), blocks=blocks)


def _behind_originals(graph: Graph, original: Graph, origin: dict[str, str]) -> Graph:
    items: tuple[Node | Block, ...] = (*original.nodes, *original.blocks)
    place = {item.id: number for number, item in enumerate(items)}

    def rank(item: Node | Block) -> int:
        return place[origin.get(item.id, item.id)]

    return replace(
        graph, nodes=tuple(sorted(graph.nodes, key=rank)), blocks=tuple(sorted(graph.blocks, key=rank))
    )


def _next(stem: str, number: int, taken: set[str]) -> str:
    """Return ``stem_number``, or the next that is free, and note it as taken."""
    wanted = fresh_id(f"{stem[:_LONGEST_STEM]}_{number}", taken)
    taken.add(wanted)
    return wanted
