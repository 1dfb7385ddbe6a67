"""Makes the faces of what is at sight of a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from workbench.foundation.errors import Problem
from workbench.project.block_view import View
from workbench.project.graph import BlockId, Graph, Link, Node, NodeId
from workbench.protocol.analysis import Analysis, LayerAnalysis
from workbench.ui.canvas.block_faces import BlockParts, block_parts, card_of, frame_of
from workbench.ui.canvas.faces import FrameFace, LinkFace, NodeFace, link_place, shape_text, tr, words
from workbench.ui.canvas.kept import Kept
from workbench.ui.canvas.outside import NOTHING, Outside, outside_of
from workbench.ui.canvas.ports import input_count, output_count
from workbench.ui.canvas.sight import Sight
from workbench.ui.canvas.summary import summary
from workbench.ui.document.document import Document


class _NodeParts(NamedTuple):
    """All that a node's face is made of."""

    node: Node
    layer: LayerAnalysis | None
    problems: list[Problem]
    inputs: list[int]
    outputs: list[int]
    is_shared: bool
    outside: Outside


class _LinkParts(NamedTuple):
    output: int
    layer: LayerAnalysis | None
    is_leaving: bool
    problems: list[Problem]


class Faces(NamedTuple):
    """All that is to be seen, in the graph's order."""

    nodes: dict[NodeId, NodeFace]
    links: dict[Link, LinkFace]
    frames: dict[BlockId, FrameFace]


class FaceMaker:
    """Makes the faces of what is at sight of a document. What did not change keeps the face that it had."""

    def __init__(self, document: Document, sight: Sight) -> None:
        self._document, self._sight = document, sight
        self._summaries: dict[NodeId, tuple[Node, str]] = {}
        self._nodes: Kept[NodeId, _NodeParts, NodeFace] = Kept(self._node)
        self._cards: Kept[BlockId, BlockParts, NodeFace] = Kept(card_of)
        self._frames: Kept[BlockId, BlockParts, FrameFace] = Kept(frame_of)
        self._links: Kept[Link, _LinkParts, LinkFace] = Kept(_link_face)

    def make(self) -> Faces:
        graph, seen = self._document.project.graph, self._sight.seen
        layers = _by_id(self._document.analysis)
        pinned = _pinned(self._document.problems)
        outside = outside_of(graph, seen) if self._sight.inside is not None else {}
        nodes = self._nodes.of(self._node_parts(graph, seen, layers, pinned, outside))
        links = {link: _link_parts(link, seen, layers, pinned) for link in seen.graph.links}
        self._summaries = {node: known for node, known in self._summaries.items() if node in nodes}
        frames: dict[BlockId, FrameFace] = {}
        if graph.blocks:
            blocks = block_parts(graph, seen, self._document.analysis, pinned, outside)
            cards = self._cards.of({block: blocks[block] for block in seen.ports})
            nodes = {node.id: cards.get(node.id) or nodes[node.id] for node in seen.graph.nodes}
            frames = self._frames.of({block.id: blocks[block.id] for block in seen.graph.blocks})
        return Faces(nodes, self._links.of(links), frames)

    def _node_parts(
        self,
        graph: Graph,
        seen: View,
        layers: dict[NodeId, LayerAnalysis],
        pinned: dict[str, list[Problem]],
        outside: Mapping[NodeId, Outside],
    ) -> dict[NodeId, _NodeParts]:
        inputs: dict[NodeId, list[int]] = {}
        outputs: dict[NodeId, list[int]] = {}
        owners = {node.shares for node in graph.nodes if node.shares is not None}
        # A layer has the inputs that it has, wherever its links come from: count those out of sight too.
        for link in graph.links:
            inputs.setdefault(link.target, []).append(link.input)
            outputs.setdefault(link.source, []).append(link.output)
        return {
            node.id: _NodeParts(
                node=node,
                layer=layers.get(node.id),
                problems=pinned.get(f"node:{node.id}", []),
                inputs=inputs.get(node.id, []),
                outputs=outputs.get(node.id, []),
                is_shared=node.shares is not None or node.id in owners,
                outside=outside.get(node.id, NOTHING),
            )
            for node in seen.graph.nodes
            if not seen.is_block(node.id)
        }

    def _node(self, parts: _NodeParts) -> NodeFace:
        node, layer = parts.node, parts.layer
        catalog, name = self._document.catalog, node.spec.kind
        kind = catalog.kind("layer", name) if catalog.has("layer", name) else None
        shapes = layer.output_shapes if layer else ()
        is_again = node.shares is not None
        return NodeFace(
            kind=name,
            family=kind.family if kind else "",
            summary=tr("shared with {name}").format(name=node.name) if is_again else self._summary(node),
            name="" if is_again else node.name,
            at=node.at,
            inputs=input_count(kind, parts.inputs),
            outputs=output_count(kind, parts.outputs, len(shapes)),
            params=f"{layer.params:,}" if layer and name != "Input" and not is_again else "",
            tail=shape_text(shapes[0]) if shapes and not parts.outputs else "",
            is_shared=parts.is_shared,
            outside=parts.outside,
            errors=words(parts.problems, "error"),
            warnings=words(parts.problems, "warning"),
        )

    def _summary(self, node: Node) -> str:
        known = self._summaries.get(node.id)
        if known is not None and known[0].spec is node.spec:
            return known[1]
        catalog, name = self._document.catalog, node.spec.kind
        kind = catalog.kind("layer", name) if catalog.has("layer", name) else None
        text = summary(node.spec, kind)
        self._summaries[node.id] = (node, text)
        return text


def _link_parts(
    link: Link, seen: View, layers: dict[NodeId, LayerAnalysis], pinned: dict[str, list[Problem]]
) -> _LinkParts:
    """Return what a link's face is made of; one at a block's port stands for links of the graph."""
    behind = seen.behind[link]
    problems = [problem for each in behind for problem in pinned.get(link_place(each), ())]
    return _LinkParts(behind[0].output, layers.get(behind[0].source), seen.is_block(link.source), problems)


def _link_face(parts: _LinkParts) -> LinkFace:
    layer = parts.layer
    shapes = (layer.leaving_shapes if parts.is_leaving else layer.output_shapes) if layer else ()
    shape = shape_text(shapes[parts.output]) if parts.output < len(shapes) else ""
    return LinkFace(shape=shape, errors=words(parts.problems, "error"))


def _by_id(analysis: Analysis | None) -> dict[NodeId, LayerAnalysis]:
    return {layer.id: layer for layer in analysis.layers} if analysis else {}


def _pinned(problems: tuple[Problem, ...]) -> dict[str, list[Problem]]:
    """Return the problems by node or link; a parameter's problem belongs to its node."""
    table: dict[str, list[Problem]] = {}
    for problem in problems:
        where = problem.where
        place = where.partition(".")[0] if where.startswith("node:") else where
        table.setdefault(place, []).append(problem)
    return table
