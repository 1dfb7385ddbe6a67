"""What the outline says of each layer: a snapshot of a document, in the order in which data flows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from workbench.foundation.errors import Problem
from workbench.project.blocks import ancestry
from workbench.project.graph import Graph, Node, NodeId
from workbench.project.ordering import in_order
from workbench.protocol.analysis import LayerAnalysis
from workbench.ui.canvas.faces import shape_text
from workbench.ui.document.document import Document

_RANK = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One layer in words. ``shape`` and ``params`` are empty while unknown; ``problem`` is the gravest.

    ``inside`` names the blocks around the layer, the outermost first.
    """

    name: str
    kind: str
    family: str
    shape: str = ""
    params: str = ""
    fed_by: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    problem: Problem | None = None

    def sentence(self) -> str:
        """Return all of it as it is read aloud."""
        parts = [self.name, self.kind]
        if self.inside:
            parts.append(_tr("in block {0}").format(_tr(" in ").join(reversed(self.inside))))
        parts.append(_tr("output {0}").format(self.shape) if self.shape else _tr("output not known yet"))
        if self.params:
            parts.append(_tr("{0} parameters").format(self.params))
        if self.fed_by:
            parts.append(_tr("fed by {0}").format(_listed(self.fed_by)))
        elif self.kind != "Input":
            parts.append(_tr("fed by nothing"))
        parts.append(_tr("feeds {0}").format(_listed(self.feeds)) if self.feeds else _tr("feeds nothing"))
        text = ", ".join(parts) + "."
        if self.problem is not None:
            words = {"error": _tr("Error"), "warning": _tr("Warning"), "info": _tr("Note")}
            said = f"{self.problem.message} {self.problem.hint}".strip()
            text += f" {words[self.problem.severity]}: {said}"
        return text


class Rows:
    """The rows of a document at one moment; each is made when it is asked for."""

    def __init__(self, document: Document) -> None:
        graph = document.project.graph
        self._catalog = document.catalog
        self._nodes = _ordered(graph)
        self._names = {node.id: node.name for node in graph.nodes}
        self._ways = ancestry(graph)
        self._blocks = {block.id: block.name for block in graph.blocks}
        self._layers = _by_id(document)
        self._problems = _gravest(document.problems)
        self._fed_by: dict[NodeId, list[tuple[int, NodeId]]] = {}
        self._feeds: dict[NodeId, dict[NodeId, None]] = {}
        for link in graph.links:
            self._fed_by.setdefault(link.target, []).append((link.input, link.source))
            self._feeds.setdefault(link.source, {})[link.target] = None
        self.ids = tuple(node.id for node in self._nodes)
        self.places = {node: number for number, node in enumerate(self.ids)}

    def row(self, number: int) -> Row:
        """Return one row, counted from 0."""
        node = self._nodes[number]
        kind = node.spec.kind
        known = self._catalog.has("layer", kind)
        layer = self._layers.get(node.id)
        shapes = layer.output_shapes if layer is not None else ()
        counts = layer is not None and kind != "Input" and node.shares is None
        sources = dict.fromkeys(source for _, source in sorted(self._fed_by.get(node.id, ())))
        return Row(
            name=node.name,
            kind=kind,
            family=self._catalog.kind("layer", kind).family if known else "",
            shape=", ".join(shape_text(shape) for shape in shapes),
            params=f"{layer.params:,}" if layer is not None and counts else "",
            fed_by=self._called(sources),
            feeds=self._called(self._feeds.get(node.id, {})),
            inside=tuple(self._blocks[block] for block in self._ways.get(node.block, ())),
            problem=self._problems.get(node.id),
        )

    def _called(self, nodes: dict[NodeId, None]) -> tuple[str, ...]:
        return tuple(self._names.get(node, node) for node in nodes)


def _ordered(graph: Graph) -> tuple[Node, ...]:
    """Return every node: those that can be made in their order, then those in a circle."""
    ordered = in_order(graph)
    placed = {node.id for node in ordered}
    return ordered + tuple(node for node in graph.nodes if node.id not in placed)


def _by_id(document: Document) -> dict[NodeId, LayerAnalysis]:
    analysis = document.analysis
    return {layer.id: layer for layer in analysis.layers} if analysis is not None else {}


def _gravest(problems: tuple[Problem, ...]) -> dict[NodeId, Problem]:
    """Return the gravest problem of every node that has one; a link's counts for the node it leads to."""
    found: dict[NodeId, Problem] = {}
    for problem in sorted(problems, key=lambda problem: _RANK[problem.severity]):
        room, _, place = problem.where.partition(":")
        if room == "node":
            found.setdefault(place.partition(".")[0], problem)
        elif room == "link":
            found.setdefault(place.partition("->")[2].rpartition(".")[0], problem)
    return found


def _listed(names: tuple[str, ...]) -> str:
    """Return names as people say them: ``a``, ``a and b``, ``a, b and c``."""
    if len(names) == 1:
        return names[0]
    return _tr("{0} and {1}").format(", ".join(names[:-1]), names[-1])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Outline", text)
