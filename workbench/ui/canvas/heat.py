"""The heat map's figures: what each card costs or learns by, and the scale that makes shares of the ramp."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from workbench.project.blocks import ancestry
from workbench.project.graph import Graph, NodeId
from workbench.protocol.analysis import Analysis, LayerAnalysis
from workbench.runs.layer_figures import LayerFigures

HeatBy = Literal["off", "params", "macs", "memory", "gradients"]
"""What colours the cards: nothing, parameters, multiply-adds, bytes of the outputs, or gradients' norms."""
CHOICES: tuple[HeatBy, ...] = get_args(HeatBy)
_WIDE = 50
"""From how many times the least on the most is shown logarithmically: else all but the largest look alike."""


@dataclass(frozen=True)
class Scale:
    """From the least to the most of the costs that are not zero; linear ones begin at zero."""

    least: float
    most: float
    is_log: bool

    def share(self, cost: float) -> float:
        """Return where a cost above zero lies: 0 for the least colour, 1 for the most."""
        if not self.is_log:
            return cost / self.most
        return math.log(cost / self.least) / math.log(self.most / self.least)

    def ticks(self) -> tuple[float, float, float]:
        """Return the costs at the beginning, the middle and the end of the ramp."""
        if self.is_log:
            return self.least, math.sqrt(self.least * self.most), self.most
        return 0, self.most / 2, self.most


def scale_of(costs: Iterable[float]) -> Scale | None:
    """Return the scale of some costs; None where nothing costs anything."""
    above = [cost for cost in costs if cost > 0]
    if not above:
        return None
    least, most = min(above), max(above)
    return Scale(least, most, is_log=most >= _WIDE * least)


def costs(graph: Graph, analysis: Analysis | None, by: HeatBy) -> dict[NodeId, int]:
    """Return what is known of the costs by layer, and of each block, what its layers come to."""
    if by in ("off", "gradients") or analysis is None:
        return {}
    known = {layer.id: _cost(layer, by) for layer in analysis.layers if layer.output_shapes}
    ways = ancestry(graph)
    of_blocks: dict[NodeId, int] = {}
    for node in graph.nodes:
        if node.id in known:
            for block in ways.get(node.block, ()):
                of_blocks[block] = of_blocks.get(block, 0) + known[node.id]
    return known | of_blocks


def gradients(graph: Graph, layers: Iterable[LayerFigures]) -> dict[NodeId, float]:
    """Return the norm of the loss's gradient by the weights of each card, all copies of it together.

    Of each block it is that of all its layers. Figures of layers that the graph doesn't have are passed by,
    and so are those that hold NaN or infinity.
    """
    nodes = {node.id: node for node in graph.nodes}
    ways = ancestry(graph)
    squares: dict[NodeId, float] = {}
    for layer in layers:
        node = nodes.get(layer.node)
        if node is None or layer.gradient is None or not layer.is_finite:
            continue
        if layer.kind == node.spec.kind or layer.name == node.name:
            for card in (node.id, *ways.get(node.block, ())):
                squares[card] = squares.get(card, 0.0) + layer.gradient**2
    return {card: math.sqrt(square) for card, square in squares.items()}


def _cost(layer: LayerAnalysis, by: HeatBy) -> int:
    """Return what all copies of a layer cost; there are several in a repeated block."""
    return {"params": layer.cost.params, "macs": layer.cost.flops, "memory": layer.cost.memory}[by]
