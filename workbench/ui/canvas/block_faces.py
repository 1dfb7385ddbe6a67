"""The card of a collapsed block and the frame of an open one, as values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from workbench.foundation.errors import Problem
from workbench.project.block_view import Ports, View
from workbench.project.blocks import ancestry
from workbench.project.graph import Block, BlockId, Graph, NodeId
from workbench.protocol.analysis import Analysis, BlockAnalysis, Shape
from workbench.ui.canvas.faces import FrameFace, NodeFace, layers_text, shape_text, words
from workbench.ui.canvas.outside import NOTHING, Outside


class BlockParts(NamedTuple):
    """All that the card or the frame of a block is made of."""

    block: Block
    known: BlockAnalysis | None
    problems: list[Problem]
    drawn: int
    inputs: int
    outputs: int
    depth: int
    is_used: bool
    outside: Outside


def block_parts(
    graph: Graph,
    seen: View,
    analysis: Analysis | None,
    pinned: Mapping[str, list[Problem]],
    outside: Mapping[NodeId, Outside],
) -> dict[BlockId, BlockParts]:
    """Return what the cards and frames of all blocks are made of; a card tells all trouble in it."""
    ways = ancestry(graph)
    known = {block.id: block for block in analysis.blocks} if analysis else {}
    problems = {block.id: list(pinned.get(f"block:{block.id}", ())) for block in graph.blocks}
    drawn = Counter(block for node in graph.nodes for block in ways.get(node.block, ()))
    for node in graph.nodes:
        card = seen.card.get(node.id)
        if card in seen.ports:
            problems[card] += pinned.get(f"node:{node.id}", ())
    for block in graph.blocks:
        for card in ways[block.id][:-1]:
            if card in seen.ports:
                problems[card] += pinned.get(f"block:{block.id}", ())
    used = {link.source for link in seen.graph.links}
    parts = {}
    for block in graph.blocks:
        ports = seen.ports.get(block.id, Ports())
        parts[block.id] = BlockParts(
            block=block,
            known=known.get(block.id),
            problems=problems[block.id],
            drawn=drawn[block.id],
            inputs=len(ports.inputs),
            outputs=len(ports.outputs),
            depth=len(ways[block.id]),
            is_used=block.id in used,
            outside=outside.get(block.id, NOTHING),
        )
    return parts


def card_of(parts: BlockParts) -> NodeFace:
    """Return the card of a collapsed block; it counts the layers of one copy, and the parameters of all."""
    block, known = parts.block, parts.known
    return NodeFace(
        kind=block.name,
        family="block",
        summary=layers_text(known.layers // known.copies if known else parts.drawn),
        name="",
        at=block.at,
        inputs=parts.inputs,
        outputs=parts.outputs,
        params=_params(known),
        tail="" if parts.is_used or parts.outside.outputs or known is None else _tail(known.output_shapes),
        repeat=block.repeat,
        outside=parts.outside,
        errors=words(parts.problems, "error"),
        warnings=words(parts.problems, "warning"),
    )


def frame_of(parts: BlockParts) -> FrameFace:
    block = parts.block
    return FrameFace(
        name=block.name,
        repeat=block.repeat,
        depth=parts.depth,
        params=_params(parts.known),
        errors=words(parts.problems, "error"),
        warnings=words(parts.problems, "warning"),
    )


def _params(known: BlockAnalysis | None) -> str:
    return "" if known is None else f"{known.params:,}"


def _tail(shapes: tuple[Shape, ...]) -> str:
    return shape_text(shapes[0]) if shapes and shapes[0] else ""
