"""What Keras says of a project's graph."""

from __future__ import annotations

import msgspec

from workbench.foundation.errors import Problem
from workbench.project.graph import BlockId, NodeId

Shape = tuple[int | None, ...]
"""A tensor's shape with the batch axis, which is None."""


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What a layer or several come to, as in ``LayerAnalysis``."""

    params: int = 0
    trainable_params: int = 0
    flops: int = 0
    memory: int = 0


class LayerAnalysis(msgspec.Struct, frozen=True, kw_only=True):
    """One node as Keras computes it; ``output_shapes`` is empty where it could not.

    The parameters of a layer that is called several times stand at the node that owns it.
    ``flops`` counts multiply-adds for one example; ``memory`` the bytes of one example's outputs.
    A node in repeated blocks speaks for its first copy; there are ``copies`` of it, and ``last_shapes`` are
    the outputs of the last one (empty where there is one copy).
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
    copies: int = 1
    last_shapes: tuple[Shape, ...] = ()
    sum_of_copies: Cost | None = None
    """None where all copies cost the same."""

    @property
    def cost(self) -> Cost:
        """Return what all copies come to: the first may take another shape than those behind it."""
        return self.sum_of_copies or Cost(
            params=self.params * self.copies,
            trainable_params=self.trainable_params * self.copies,
            flops=self.flops * self.copies,
            memory=self.memory * self.copies,
        )

    @property
    def leaving_shapes(self) -> tuple[Shape, ...]:
        """Return the shapes of what leaves the repeated blocks around, or of the outputs where none are."""
        return self.last_shapes or self.output_shapes


class BlockAnalysis(msgspec.Struct, frozen=True, kw_only=True):
    """A block with all that is in it, its own copies summed up.

    In a block that is repeated itself it speaks for the first copy of that. Shapes are those of its ports:
    what enters its first copy, and what leaves its last one; an empty shape where there is none.
    """

    id: BlockId
    layers: int = 0
    copies: int = 1
    input_shapes: tuple[Shape, ...] = ()
    output_shapes: tuple[Shape, ...] = ()
    params: int = 0
    trainable_params: int = 0
    flops: int = 0
    memory: int = 0


class Analysis(msgspec.Struct, frozen=True, kw_only=True):
    """The whole graph: nodes in topological order, totals, and what can't work, pinned to nodes.

    Totals count every copy in repeated blocks. ``weight_bytes`` is what the parameters take, and
    ``trainable_bytes`` what those do that training changes.
    """

    layers: tuple[LayerAnalysis, ...] = ()
    blocks: tuple[BlockAnalysis, ...] = ()
    params: int = 0
    trainable_params: int = 0
    flops: int = 0
    memory: int = 0
    weight_bytes: int = 0
    trainable_bytes: int = 0
    problems: tuple[Problem, ...] = ()

    def layer(self, node: NodeId) -> LayerAnalysis | None:
        return next((layer for layer in self.layers if layer.id == node), None)

    def block(self, block: BlockId) -> BlockAnalysis | None:
        return next((found for found in self.blocks if found.id == block), None)
