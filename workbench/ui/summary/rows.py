"""The layers of a network as rows of figures, and their sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.project.graph import Graph, Link, Node, NodeId
from workbench.project.sharing import layer_of
from workbench.protocol.analysis import Analysis, LayerAnalysis, Shape


@dataclass(frozen=True, kw_only=True)
class Row:
    """One layer. Figures are None while Keras has not told them.

    ``place`` is its number in the order in which tensors flow. ``macs`` counts multiply-adds for one
    example, ``memory`` the bytes of one example's outputs. ``owner`` names the layer that a repeated
    call shares its weights with; those are counted there. ``sources`` are what feeds it as
    ``(layer, call, output)``.
    """

    id: NodeId
    place: int
    name: str
    kind: str
    shapes: tuple[Shape, ...] = ()
    params: int | None = None
    trainable: int | None = None
    macs: int | None = None
    memory: int | None = None
    is_frozen: bool = False
    owner: str = ""
    sources: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What rows come to."""

    layers: int = 0
    params: int = 0
    trainable: int = 0
    macs: int = 0
    memory: int = 0

    @property
    def frozen(self) -> int:
        """The parameters that training leaves alone."""
        return self.params - self.trainable


def rows(graph: Graph, analysis: Analysis | None) -> tuple[Row, ...]:
    """Return a row for every node: first those that Keras put in order, then the others."""
    known = {layer.id: layer for layer in analysis.layers} if analysis else {}
    by_id = {node.id: node for node in graph.nodes}
    ordered = [by_id[id_] for id_ in known if id_ in by_id]
    ordered += [node for node in graph.nodes if node.id not in known]
    calls = _calls(ordered)
    feeding: dict[NodeId, list[Link]] = {}
    for link in graph.links:
        feeding.setdefault(link.target, []).append(link)
    return tuple(
        _row(
            node,
            place,
            known.get(node.id),
            tuple(
                (by_id[link.source].name, calls[link.source], link.output)
                for link in sorted(feeding.get(node.id, ()), key=lambda link: link.input)
                if link.source in by_id
            ),
        )
        for place, node in enumerate(ordered)
    )


def totals(chosen: Iterable[Row]) -> Totals:
    """Return the sums of some rows; what is not known yet counts as nothing."""
    listed = tuple(chosen)
    return Totals(
        layers=len(listed),
        params=sum(row.params or 0 for row in listed),
        trainable=sum(row.trainable or 0 for row in listed),
        macs=sum(row.macs or 0 for row in listed),
        memory=sum(row.memory or 0 for row in listed),
    )


def _row(
    node: Node, place: int, layer: LayerAnalysis | None, sources: tuple[tuple[str, int, int], ...]
) -> Row:
    is_known = layer is not None and bool(layer.output_shapes)
    return Row(
        id=node.id,
        place=place,
        name=node.name,
        kind=node.spec.kind,
        shapes=layer.output_shapes if layer else (),
        params=layer.params if layer and is_known else None,
        trainable=layer.trainable_params if layer and is_known else None,
        macs=layer.flops if layer and is_known else None,
        memory=layer.memory if layer and is_known else None,
        is_frozen=node.spec.is_frozen,
        owner=node.name if node.shares is not None else "",
        sources=sources,
    )


def _calls(ordered: Iterable[Node]) -> dict[NodeId, int]:
    """Return which call of its layer each node is, from 0."""
    seen: dict[NodeId, int] = {}
    numbers: dict[NodeId, int] = {}
    for node in ordered:
        layer = layer_of(node)
        numbers[node.id] = seen.get(layer, 0)
        seen[layer] = numbers[node.id] + 1
    return numbers
