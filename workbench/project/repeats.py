"""Repeated blocks spelled out: every copy with nodes of its own, one behind the other."""

from __future__ import annotations

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


class Unrolled(msgspec.Struct, frozen=True):
    """A graph without repeats, and what its nodes and blocks are copies of."""

    graph: Graph
    origin: dict[str, str]
    """By the id of a copy the id of the original; originals stand for themselves and are left out."""


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
    followed the block follows its last copy. A block that ``can_repeat`` denies stands once.

    Raises:
        ValueError: the result would have more than ``MOST_NODES`` nodes.
    """
    if all(block.repeat == 1 for block in graph.blocks):
        return Unrolled(graph, {})
    size = unrolled_size(graph)
    if size > MOST_NODES:
        raise ValueError(f"Expected at most {MOST_NODES:,} layers with all repeats, received {size:,}.")
    ways = ancestry(graph)
    origin: dict[str, str] = {}
    for block in sorted(graph.blocks, key=lambda block: -len(ways[block.id])):
        if block.repeat > 1 and can_repeat(graph, block.id):
            graph = _spelled_out(graph, block, origin)
    blocks = tuple(replace(block, repeat=1) for block in graph.blocks)
    return Unrolled(replace(graph, blocks=blocks), origin)


def _spelled_out(graph: Graph, block: Block, origin: dict[str, str]) -> Graph:
    ports = ports_of(graph, block.id)
    inside = members(graph, block.id)
    within = (block, *blocks_within(graph, block.id))
    ids = dict.fromkeys(node.id for node in inside)
    among = [link for link in graph.links if link.source in ids and link.target in ids]
    start, ends = ports.outputs[0], ports.inputs[0]
    leaving = [link for link in graph.links if (link.source, link.output) == start and link.target not in ids]
    names, taken = set(graph.names()), set(graph.taken_ids())
    nodes, links, blocks = list(graph.nodes), list(graph.links), list(graph.blocks)
    last = start
    for number in range(2, block.repeat + 1):
        new = {old: _next(old, number, taken) for old in (*ids, *(each.id for each in within))}
        origin |= {copy: origin.get(old, old) for old, copy in new.items()}
        nodes += [_copy(node, new, number, names) for node in inside]
        blocks += [_block_copy(each, new, number, names) for each in within]
        links += [replace(link, source=new[link.source], target=new[link.target]) for link in among]
        links += [_link(last, (new[node], index)) for node, index in ends]
        last = (new[start[0]], start[1])
    links = [link for link in links if link not in leaving]
    links += [_link(last, (link.target, link.input)) for link in leaving]
    return replace(graph, nodes=in_step(tuple(nodes)), links=tuple(links), blocks=tuple(blocks))


def _link(start: tuple[NodeId, int], end: End) -> Link:
    return Link(start[0], end[0], start[1], end[1])


def _copy(node: Node, new: dict[str, str], number: int, names: set[str]) -> Node:
    shares = None if node.shares is None else new.get(node.shares, node.shares)
    name = node.name if shares is not None else _next(node.name, number, names)
    return replace(node, id=new[node.id], name=name, shares=shares, block=new[node.block or ""])


def _block_copy(block: Block, new: dict[str, str], number: int, names: set[str]) -> Block:
    name = _next(block.name, number, names)
    parent = None if block.parent is None else new.get(block.parent, block.parent)
    return replace(block, id=new[block.id], name=name, parent=parent)


def _next(stem: str, number: int, taken: set[str]) -> str:
    """Return ``stem_number``, or the next that is free, and note it as taken."""
    wanted = fresh_id(f"{stem[:_LONGEST_STEM]}_{number}", taken)
    taken.add(wanted)
    return wanted
