"""What the canvas shows of a document, as values that can be compared: one face per node and link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from workbench.foundation.errors import Problem
from workbench.project.graph import Link, Node, NodeId, Point
from workbench.protocol.analysis import Analysis, LayerAnalysis, Shape
from workbench.ui.canvas.kept import Kept
from workbench.ui.canvas.ports import input_count, output_count
from workbench.ui.canvas.summary import summary
from workbench.ui.document.document import Document


@dataclass(frozen=True, kw_only=True)
class NodeFace:
    """One card. ``params`` is empty while unknown; ``tail`` is the shape of a network's output.

    ``is_shared``: this layer is called at other places too.
    """

    kind: str
    family: str
    summary: str
    name: str
    at: Point
    inputs: int
    outputs: int
    params: str = ""
    tail: str = ""
    is_shared: bool = False
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LinkFace:
    """One link with the shape that flows through it."""

    shape: str = ""
    errors: tuple[str, ...] = ()


class _NodeParts(NamedTuple):
    """All that a node's face is made of."""

    node: Node
    layer: LayerAnalysis | None
    problems: list[Problem]
    inputs: list[int]
    outputs: list[int]
    is_shared: bool


class _LinkParts(NamedTuple):
    link: Link
    layer: LayerAnalysis | None
    problems: list[Problem]


class FaceMaker:
    """Makes the faces of a document. What did not change keeps the face that it had."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._summaries: dict[NodeId, tuple[Node, str]] = {}
        self._nodes: Kept[NodeId, _NodeParts, NodeFace] = Kept(self._node)
        self._links: Kept[Link, _LinkParts, LinkFace] = Kept(_link_face)

    def make(self) -> tuple[dict[NodeId, NodeFace], dict[Link, LinkFace]]:
        """Return the faces of all nodes and links, in the graph's order."""
        graph = self._document.project.graph
        layers = _by_id(self._document.analysis)
        pinned = _pinned(self._document.problems)
        inputs: dict[NodeId, list[int]] = {}
        outputs: dict[NodeId, list[int]] = {}
        owners = {node.shares for node in graph.nodes if node.shares is not None}
        for link in graph.links:
            inputs.setdefault(link.target, []).append(link.input)
            outputs.setdefault(link.source, []).append(link.output)
        nodes = {
            node.id: _NodeParts(
                node=node,
                layer=layers.get(node.id),
                problems=pinned.get(f"node:{node.id}", []),
                inputs=inputs.get(node.id, []),
                outputs=outputs.get(node.id, []),
                is_shared=node.shares is not None or node.id in owners,
            )
            for node in graph.nodes
        }
        links = {
            link: _LinkParts(link, layers.get(link.source), pinned.get(link_place(link), []))
            for link in graph.links
        }
        self._summaries = {node: known for node, known in self._summaries.items() if node in nodes}
        return self._nodes.of(nodes), self._links.of(links)

    def _node(self, parts: _NodeParts) -> NodeFace:
        node, layer = parts.node, parts.layer
        catalog, name = self._document.catalog, node.spec.kind
        kind = catalog.kind("layer", name) if catalog.has("layer", name) else None
        shapes = layer.output_shapes if layer else ()
        is_again = node.shares is not None
        return NodeFace(
            kind=name,
            family=kind.family if kind else "",
            summary=_tr("shared with {name}").format(name=node.name) if is_again else self._summary(node),
            name="" if is_again else node.name,
            at=node.at,
            inputs=input_count(kind, parts.inputs),
            outputs=output_count(kind, parts.outputs, len(shapes)),
            params=f"{layer.params:,}" if layer and name != "Input" and not is_again else "",
            tail=shape_text(shapes[0]) if shapes and not parts.outputs else "",
            is_shared=parts.is_shared,
            errors=_words(parts.problems, "error"),
            warnings=_words(parts.problems, "warning"),
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


def _tr(text: str) -> str:
    return QCoreApplication.translate("NodeFace", text)


def shape_text(shape: Shape) -> str:
    """Return one example's shape: (None, 148, 148, 32) -> ``148·148·32``."""
    return "·".join("?" if axis is None else str(axis) for axis in shape[1:]) or "scalar"


def link_place(link: Link) -> str:
    """Return where the problems of a link are pinned."""
    return f"link:{link.source}.{link.output}->{link.target}.{link.input}"


def _link_face(parts: _LinkParts) -> LinkFace:
    shapes, output = parts.layer.output_shapes if parts.layer else (), parts.link.output
    shape = shape_text(shapes[output]) if output < len(shapes) else ""
    return LinkFace(shape=shape, errors=_words(parts.problems, "error"))


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


def _words(problems: list[Problem], severity: str) -> tuple[str, ...]:
    return tuple(
        f"{problem.message} {problem.hint}".strip() for problem in problems if problem.severity == severity
    )
