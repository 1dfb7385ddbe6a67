"""Bringing nodes into the graph that came from elsewhere, or from itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

import msgspec
from msgspec.structs import replace

from workbench.foundation.ids import fresh_id
from workbench.project.chain import rechain
from workbench.project.clip import Clip
from workbench.project.edits.base import Edit
from workbench.project.graph import Block, BlockId, Graph, Link, Node, NodeId, Point
from workbench.project.project import Project
from workbench.project.sharing import in_step, with_owners

_LONGEST_STEM = 56
"""Leaves room for a number within the 64 characters of an id."""


class Copies(msgspec.Struct, frozen=True):
    """New nodes and blocks, each by the id of what it is a copy of."""

    nodes: dict[NodeId, Node]
    blocks: dict[BlockId, Block] = {}


class PasteNodes(Edit, frozen=True):
    """Add what a clip holds, moved by ``by``, with ids and names of its own and its links.

    In a sequential graph the nodes follow ``after``, or the last one where that is None, in their order;
    a clip with blocks turns it into a functional one. ``inside`` is the block to paste into.
    """

    label: ClassVar[str] = "Paste"
    clip: Clip
    by: Point = Point(0, 0)
    after: NodeId | None = None
    inside: BlockId | None = None

    def apply(self, project: Project) -> Project:
        graph = project.graph
        copies = self.copies(graph)
        if graph.style == "sequential" and not copies.blocks:
            return project.with_graph(self._in_stack(graph, tuple(copies.nodes.values())))
        links = (*graph.links, *links_among(copies.nodes, self.clip.links))
        nodes = (*graph.nodes, *copies.nodes.values())
        blocks = (*graph.blocks, *copies.blocks.values())
        pasted = replace(graph, style="functional", nodes=nodes, links=links, blocks=blocks)
        return project.with_graph(pasted)

    def copies(self, graph: Graph) -> Copies:
        """Return the new node and block of each one in the clip, by the id that it has there."""
        return fresh_copies(graph, self.clip.nodes, self.clip.blocks, by=self.by, inside=self.inside)

    def _in_stack(self, graph: Graph, copies: tuple[Node, ...]) -> Graph:
        ids = [node.id for node in graph.nodes]
        if self.after is not None and self.after not in ids:
            raise ValueError(f"Expected a node of the graph to paste behind, received {self.after!r}.")
        index = len(ids) if self.after is None else ids.index(self.after) + 1
        nodes = (*graph.nodes[:index], *copies, *graph.nodes[index:])
        return rechain(nodes, top=graph.nodes[0].at if graph.nodes else None)


def fresh_copies(
    graph: Graph,
    nodes: Iterable[Node],
    blocks: Iterable[Block] = (),
    *,
    by: Point,
    inside: BlockId | None = None,
) -> Copies:
    """Return a copy of each node and block, none with an id or a name of ``graph``.

    Nodes that share a layer have copies that share its copy. A copy stands in the copy of its block where
    that is copied too, else in the same block where ``graph`` has it, else ``inside``.
    """
    originals = with_owners(tuple(nodes))
    ids, names = set(graph.taken_ids()), set(graph.names())
    groups = tuple(blocks)
    new_ids: dict[str, str] = {}
    for old in (*(node.id for node in originals), *(block.id for block in groups)):
        new_ids[old] = _own(old, ids)
        ids.add(new_ids[old])
    copied = {block.id: new_ids[block.id] for block in groups}
    present = {block.id for block in graph.blocks}

    def home(block: BlockId | None) -> BlockId | None:
        return copied.get(block or "", block if inside is None and block in present else inside)

    copies: list[Node] = []
    for node in originals:
        name = _named(node.name, names) if node.shares is None else node.name
        shares = None if node.shares is None else new_ids[node.shares]
        at, block = _moved(node.at, by), home(node.block)
        copies.append(replace(node, id=new_ids[node.id], name=name, at=at, shares=shares, block=block))
    named = {node.id: copy for node, copy in zip(originals, in_step(tuple(copies)), strict=True)}
    return Copies(
        named, {block.id: _block_copy(block, new_ids, names, by, home(block.parent)) for block in groups}
    )


def _block_copy(
    block: Block, ids: dict[str, str], names: set[str], by: Point, parent: BlockId | None
) -> Block:
    name = _named(block.name, names)
    return replace(block, id=ids[block.id], name=name, at=_moved(block.at, by), parent=parent)


def _named(wanted: str, taken: set[str]) -> str:
    name = _own(wanted, taken)
    taken.add(name)
    return name


def _moved(at: Point, by: Point) -> Point:
    return Point(at.x + by.x, at.y + by.y)


def links_among(copies: dict[NodeId, Node], links: Iterable[Link]) -> tuple[Link, ...]:
    """Return those links that run between the originals, as links between the copies."""
    return tuple(
        replace(link, source=copies[link.source].id, target=copies[link.target].id)
        for link in links
        if link.source in copies and link.target in copies
    )


def _own(wanted: str, taken: set[str]) -> str:
    """Return ``wanted`` when it is free, else its stem with the next number: ``dense_1`` -> ``dense_2``."""
    if wanted not in taken:
        return wanted
    return fresh_id(re.sub(r"_\d+\Z", "", wanted)[:_LONGEST_STEM] or wanted, taken)
