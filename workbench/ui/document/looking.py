"""What of a project its shapes and counts depend on: all that the engine is asked to look at."""

from __future__ import annotations

from msgspec.structs import replace

from workbench.project.data import DataSpec
from workbench.project.graph import Point
from workbench.project.project import Project
from workbench.project.training import TrainingSpec

_NOWHERE = Point(0, 0)


def to_look_at(project: Project) -> Project:
    """Return the network alone, without its places on the canvas, and its precision."""
    graph = replace(
        project.graph,
        nodes=tuple(replace(node, at=_NOWHERE) for node in project.graph.nodes),
        blocks=tuple(replace(block, at=_NOWHERE) for block in project.graph.blocks),
    )
    return Project(graph=graph, training=TrainingSpec(precision=project.training.precision))


def to_read(data: DataSpec) -> DataSpec:
    """Return what the facts of the data depend on: all but what happens to batches while training."""
    return replace(data, augment=(), class_weight=None)
