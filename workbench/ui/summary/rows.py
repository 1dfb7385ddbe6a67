"""The layers of a network as rows of figures, and their sums."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from workbench.project.graph import Graph, Link, Node, NodeId
from workbench.project.sharing import layer_of
from workbench.protocol.analysis import Analysis, LayerAnalysis, Shape


@dataclass(frozen=True, kw_only=True)
class Row:
    """One layer. Figures are None while Keras has not told them.

    ``place`` is its number in the order in which tensors flow. ``macs`` counts multiply-adds for one
    example, ``memory`` the bytes of one example's outputs. ``owner`` names the layer that a repeated
    call shares its weights with; those are counted there. ``sources`` are what feeds it as
    ``(layer, call, output)``. A layer in a repeated block has ``copies``, which its figures count all.
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
    copies: int = 1
    sources: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What rows come to; the bytes of the parameters are known of a whole network only."""

    layers: int = 0
    params: int = 0
    trainable: int = 0
    macs: int = 0
    memory: int = 0
    weight_bytes: int = 0
    trainable_bytes: int = 0

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


def all_totals(analysis: Analysis | None, listed: Collection[Row]) -> Totals:
    """Return what the whole network comes to, as Keras counts it: copies may differ from each other."""
    if analysis is None:
        return Totals(layers=len(listed))
    return Totals(
        layers=sum(row.copies for row in listed),
        params=analysis.params,
        trainable=analysis.trainable_params,
        macs=analysis.flops,
        memory=analysis.memory,
        weight_bytes=analysis.weight_bytes,
        trainable_bytes=analysis.trainable_bytes,
    )


def totals(chosen: Iterable[Row]) -> Totals:
    """Return the sums of some rows; what is not known yet counts as nothing."""
    listed = tuple(chosen)
    return Totals(
        layers=sum(row.copies for row in listed),
        params=sum(row.params or 0 for row in listed),
        trainable=sum(row.trainable or 0 for row in listed),
        macs=sum(row.macs or 0 for row in listed),
        memory=sum(row.memory or 0 for row in listed),
    )


def _row(
    node: Node, place: int, layer: LayerAnalysis | None, sources: tuple[tuple[str, int, int], ...]
) -> Row:
    row = Row(
        id=node.id,
        place=place,
        name=node.name,
        kind=node.spec.kind,
        is_frozen=node.spec.is_frozen,
        owner=node.name if node.shares is not None else "",
        sources=sources,
    )
    if layer is None or not layer.output_shapes:
        return row
    return replace(
        row,
        shapes=layer.output_shapes,
        params=layer.cost.params,
        trainable=layer.cost.trainable_params,
        macs=layer.cost.flops,
        memory=layer.cost.memory,
        copies=layer.copies,
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
