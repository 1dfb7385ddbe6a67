"""What Keras says of a project's graph."""

from __future__ import annotations

import msgspec

from workbench.foundation.errors import Problem
from workbench.project.graph import NodeId

Shape = tuple[int | None, ...]
"""A tensor's shape with the batch axis, which is None."""


class LayerAnalysis(msgspec.Struct, frozen=True, kw_only=True):
    """One node as Keras computes it; ``output_shapes`` is empty where it could not.

    The parameters of a layer that is called several times stand at the node that owns it.
    ``flops`` counts multiply-adds for one example; ``memory`` the bytes of one example's outputs.
    """

    id: NodeId
    name: str
    kind: str
    input_shapes: tuple[Shape, ...] = ()
    output_shapes: tuple[Shape, ...] = ()
    params: int = 0
    trainable_params: int = 0
    flops: int = 0
    memory: int = 0


class Analysis(msgspec.Struct, frozen=True, kw_only=True):
    """The whole graph: nodes in topological order, totals, and what can't work, pinned to nodes."""

    layers: tuple[LayerAnalysis, ...] = ()
    params: int = 0
    trainable_params: int = 0
    flops: int = 0
    memory: int = 0
    problems: tuple[Problem, ...] = ()

    def layer(self, node: NodeId) -> LayerAnalysis | None:
        return next((layer for layer in self.layers if layer.id == node), None)
