"""What Keras says of a project's graph, and what the data turned out to be."""

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


class ColumnFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One column of a table."""

    name: str
    dtype: str
    missing: int = 0
    distinct: int = 0
    minimum: float | None = None
    maximum: float | None = None


class DataFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a data source holds and how the split falls.

    ``input_shape`` is one example's shape without the batch axis. ``classes`` is empty for regression,
    else the class names in the order of their numbers. ``counts`` are examples per class. ``task`` is
    ``classification`` or ``regression``. ``targets`` is the number of target columns (1, or more).
    ``preview`` holds some examples as flat rows of floats, ``preview_labels`` their targets as text.
    ``problems`` are warnings of what the split could not do.
    """

    input_shape: tuple[int, ...]
    task: str
    classes: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()
    targets: int = 1
    examples: int = 0
    training: int = 0
    validation: int = 0
    test: int = 0
    minimum: float = 0.0
    maximum: float = 0.0
    columns: tuple[ColumnFacts, ...] = ()
    preview: tuple[tuple[float, ...], ...] = ()
    preview_labels: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
