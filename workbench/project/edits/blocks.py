"""Grouping nodes into blocks, and what can be said of a block."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from msgspec.structs import replace

from workbench.foundation.ids import fresh_id, is_identifier
from workbench.project.blocks import ancestry, innermost_common, leaves_and_returns, members, with_blocks_held
from workbench.project.clip import MOST_REPEATS
from workbench.project.edits.base import Edit
from workbench.project.graph import Block, BlockId, Graph, NodeId, Point
from workbench.project.project import Project


def group_refusal(graph: Graph, nodes: Collection[NodeId]) -> str:
    """Return why these nodes can't be one block, in words; empty when they can."""
    chosen = [node for node in graph.nodes if node.id in nodes]
    if not chosen:
        return "Expected at least one layer to group, received none."
    if any(node.spec.kind == "Input" for node in chosen):
        return "An Input is where the network's data comes in: expected layers only. Leave it outside."
    if leaves_and_returns(graph, nodes):
        return "A way leads out of these layers and back in: expected all layers on it. Select them too."
    if _cuts_a_block(graph, nodes):
        return "Expected whole blocks or layers of one block, received a part of a block with layers outside."
    return ""


class GroupNodes(Edit, frozen=True):
    """Make a block of nodes; whole blocks among them end up inside. A sequential graph turns functional.

    The block's ``parent`` follows from where the nodes stand. All nodes of a block make a block around it,
    unless the user looks ``inside`` of that block.
    """

    label: ClassVar[str] = "Group"
    nodes: frozenset[NodeId]
    block: Block
    inside: BlockId | None = None

    def apply(self, project: Project) -> Project:
        graph = project.graph
        refusal = group_refusal(graph, self.nodes)
        if refusal:
            raise ValueError(refusal)
        if self.block.id in graph.taken_ids() or self.block.name in graph.names():
            raise ValueError(f"Expected a new id and name, received {self.block.id!r}, {self.block.name!r}.")
        parent = innermost_common(graph, self.nodes)
        while parent is not None and parent != self.inside and _is_all(graph, parent, self.nodes):
            parent = graph.block(parent).parent
        ways = ancestry(graph)
        depth = len(ways[parent])
        chosen = [ways[node.block] for node in graph.nodes if node.id in self.nodes]
        inner = {way[depth] for way in chosen if len(way) > depth}
        blocks = tuple(replace(old, parent=self.block.id) if old.id in inner else old for old in graph.blocks)
        nodes = tuple(
            replace(node, block=self.block.id) if node.id in self.nodes and node.block == parent else node
            for node in graph.nodes
        )
        block = replace(self.block, parent=parent)
        return project.with_graph(replace(graph, style="functional", nodes=nodes, blocks=(*blocks, block)))


class Ungroup(Edit, frozen=True):
    """Take a block away; what stood in it stands where it stood."""

    label: ClassVar[str] = "Ungroup"
    block: BlockId

    def apply(self, project: Project) -> Project:
        graph = project.graph
        parent = graph.block(self.block).parent
        nodes = tuple(
            replace(node, block=parent) if node.block == self.block else node for node in graph.nodes
        )
        blocks = tuple(
            replace(other, parent=parent) if other.parent == self.block else other
            for other in graph.blocks
            if other.id != self.block
        )
        return project.with_graph(replace(graph, nodes=nodes, blocks=blocks))


class RenameBlock(Edit, frozen=True):
    """Give a block another name, as Keras takes them: each once in the network."""

    label: ClassVar[str] = "Rename block"
    block: BlockId
    name: str

    def apply(self, project: Project) -> Project:
        graph = project.graph
        if not is_identifier(self.name):
            raise ValueError(
                "Expected a letter, then letters, digits and underscores, at most 64 in all; "
                f"received {self.name!r}."
            )
        if self.name in graph.names() and self.name != graph.block(self.block).name:
            raise ValueError(f"Expected a name that nothing else has, received {self.name!r}.")
        return _with_block(project, replace(graph.block(self.block), name=self.name))


class CollapseBlock(Edit, frozen=True):
    """Show a block as one card, or open it in its place."""

    label: ClassVar[str] = "Open or close block"
    block: BlockId
    is_collapsed: bool

    def apply(self, project: Project) -> Project:
        block = project.graph.block(self.block)
        return _with_block(project, replace(block, is_collapsed=self.is_collapsed))


class RepeatBlock(Edit, frozen=True):
    """Stack a block ``repeat`` times, each copy with its own weights."""

    label: ClassVar[str] = "Repeat block"
    block: BlockId
    repeat: int

    def apply(self, project: Project) -> Project:
        if not 1 <= self.repeat <= MOST_REPEATS:
            raise ValueError(f"Expected 1 to {MOST_REPEATS:,} repeats, received {self.repeat:,}.")
        return _with_block(project, replace(project.graph.block(self.block), repeat=self.repeat))


def new_block(graph: Graph, nodes: Collection[NodeId], stem: str = "block") -> Block:
    """Return a block for these nodes with an id and a name that nothing has, at their top left corner."""
    places = [node.at for node in graph.nodes if node.id in nodes]
    at = Point(min(place.x for place in places), min(place.y for place in places)) if places else Point(0, 0)
    return Block(id=fresh_id(stem, graph.taken_ids()), name=fresh_id(stem, graph.names()), at=at)


def _way(graph: Graph, block: BlockId | None) -> tuple[BlockId, ...]:
    return ancestry(graph).get(block, ())


def _cuts_a_block(graph: Graph, nodes: Collection[NodeId]) -> bool:
    """Tell whether a block is only partly among these nodes while others of them stand outside of it."""
    common = _way(graph, innermost_common(graph, nodes))
    ways = ancestry(graph)
    touched = {block for node in graph.nodes if node.id in nodes for block in ways.get(node.block, ())}
    return any(
        any(member.id not in nodes for member in members(graph, block)) for block in touched - set(common)
    )


def _is_all(graph: Graph, block: BlockId, nodes: Collection[NodeId]) -> bool:
    return {node.id for node in members(graph, block)} == set(nodes)


def _with_block(project: Project, block: Block) -> Project:
    graph = project.graph
    blocks = tuple(block if old.id == block.id else old for old in graph.blocks)
    return project.with_graph(with_blocks_held(replace(graph, blocks=blocks)))
