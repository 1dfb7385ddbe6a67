"""Copies of what is selected, where one looks."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from workbench.project.blocks import ancestry
from workbench.project.clip import Clip, clip
from workbench.project.edits import DuplicateNodes, PasteNodes, Together
from workbench.project.edits.paste import Copies
from workbench.project.graph import BlockId, Graph, NodeId, Point
from workbench.ui.canvas.sight import Sight
from workbench.ui.document.document import Document


def taken(graph: Graph, nodes: Collection[NodeId], inside: BlockId | None) -> Clip:
    """Return those nodes as a clip; all that is in the block ``inside`` are its contents, not the block."""
    found, around = clip(graph, nodes), set(ancestry(graph)[inside])
    if not around:
        return found
    inner = tuple(replace(node, block=None) if node.block in around else node for node in found.nodes)
    blocks = tuple(
        replace(block, parent=None) if block.parent in around else block
        for block in found.blocks
        if block.id not in around
    )
    return replace(found, nodes=inner, blocks=blocks)


def at_home(found: Clip, homes: Collection[BlockId]) -> Clip:
    """Return a clip whose layers know no blocks but its own and ``homes``."""
    known = {*homes, *(block.id for block in found.blocks)}
    nodes = tuple(node if node.block in known else replace(node, block=None) for node in found.nodes)
    blocks = tuple(block if block.parent in known else replace(block, parent=None) for block in found.blocks)
    return replace(found, nodes=nodes, blocks=blocks)


def duplicate(document: Document, sight: Sight, by: Point) -> frozenset[NodeId | BlockId]:
    """Copy what is selected, moved by ``by``, and return the copies as they may be selected."""
    graph, chosen = document.project.graph, document.selection
    nodes = document.selected_nodes()
    if sight.inside is None:
        edit = DuplicateNodes(nodes, by)
        copies = edit.copies(graph)
        document.do(edit)
    else:
        paste = PasteNodes(taken(graph, nodes, sight.inside), by, inside=sight.inside)
        copies = paste.copies(graph)
        document.do(Together((paste,), DuplicateNodes.label))
    return at_sight(copies, chosen)


def at_sight(copies: Copies, chosen: Collection[NodeId | BlockId]) -> frozenset[NodeId | BlockId]:
    """Return the copies of these nodes and blocks."""
    made = {old: node.id for old, node in copies.nodes.items()}
    made |= {old: block.id for old, block in copies.blocks.items()}
    return frozenset(made[item] for item in chosen if item in made)
