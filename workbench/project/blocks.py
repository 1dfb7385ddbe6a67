"""Who stands in which block of a graph."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from workbench.project.graph import Block, BlockId, Graph, Node, NodeId


def ancestry(graph: Graph) -> dict[BlockId | None, tuple[BlockId, ...]]:
    """Return for every block its way from the outermost block down to itself; () for None, no block.

    A block whose parents run in a circle or don't exist counts as one without parents.
    """
    parents = {block.id: block.parent for block in graph.blocks}
    ways: dict[BlockId | None, tuple[BlockId, ...]] = {None: ()}
    for block in graph.blocks:
        way: list[BlockId] = []
        at: BlockId | None = block.id
        while at is not None and at in parents and at not in way:
            way.append(at)
            at = parents[at]
        ways[block.id] = tuple(reversed(way)) if at is None else (block.id,)
    return ways


def members(graph: Graph, block: BlockId) -> tuple[Node, ...]:
    """Return the nodes in a block and in all blocks within it, in drawing order."""
    ways = ancestry(graph)
    return tuple(node for node in graph.nodes if block in ways.get(node.block, ()))


def blocks_within(graph: Graph, block: BlockId) -> tuple[Block, ...]:
    """Return the blocks in a block, at any depth, itself left out."""
    ways = ancestry(graph)
    return tuple(other for other in graph.blocks if other.id != block and block in ways[other.id])


def nodes_meant(graph: Graph, ids: Collection[str]) -> frozenset[NodeId]:
    """Return the nodes that ids of nodes and blocks mean: a block stands for all that is in it."""
    blocks = {block.id for block in graph.blocks if block.id in ids}
    if not blocks:
        return frozenset(node.id for node in graph.nodes if node.id in ids)
    ways = ancestry(graph)
    return frozenset(
        node.id for node in graph.nodes if node.id in ids or not blocks.isdisjoint(ways.get(node.block, ()))
    )


def with_blocks_held(graph: Graph) -> Graph:
    """Return the graph without blocks that hold no node, and with no node or block in one that is gone."""
    if not graph.blocks and all(node.block is None for node in graph.nodes):
        return graph
    ways = ancestry(graph)
    held = {block for node in graph.nodes for block in ways.get(node.block, ())}
    blocks = tuple(
        replace(block, parent=_nearest(ways[block.id][:-1], held))
        for block in graph.blocks
        if block.id in held
    )
    nodes = tuple(
        node if node.block is None or node.block in held else replace(node, block=None)
        for node in graph.nodes
    )
    return replace(graph, nodes=nodes, blocks=blocks)


def innermost_common(graph: Graph, nodes: Collection[NodeId]) -> BlockId | None:
    """Return the innermost block that all these nodes stand in; None when it is the graph itself."""
    ways = ancestry(graph)
    chosen = [ways.get(node.block, ()) for node in graph.nodes if node.id in nodes]
    if not chosen:
        return None
    depth = 0
    while all(len(way) > depth and way[depth] == chosen[0][depth] for way in chosen):
        depth += 1
    return chosen[0][depth - 1] if depth else None


def whole_blocks(graph: Graph, nodes: Collection[NodeId]) -> tuple[Block, ...]:
    """Return the blocks of which every node is among these."""
    ways = ancestry(graph)
    cut = {block for node in graph.nodes if node.id not in nodes for block in ways.get(node.block, ())}
    return tuple(block for block in graph.blocks if block.id not in cut)


def leaves_and_returns(graph: Graph, nodes: Collection[NodeId]) -> bool:
    """Tell whether a way leads out of these nodes and back in: then they can't be one block."""
    onward: dict[NodeId, list[NodeId]] = {}
    for link in graph.links:
        onward.setdefault(link.source, []).append(link.target)
    inside = set(nodes)
    pending = [target for node in inside for target in onward.get(node, ()) if target not in inside]
    seen = set(pending)
    while pending:
        for target in onward.get(pending.pop(), ()):
            if target in inside:
                return True
            if target not in seen:
                seen.add(target)
                pending.append(target)
    return False


def _nearest(way: tuple[BlockId, ...], held: Collection[BlockId]) -> BlockId | None:
    return next((block for block in reversed(way) if block in held), None)
