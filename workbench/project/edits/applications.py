"""Changing what a block that was made of a network of keras.applications begins with."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from workbench.project.edits.base import Edit
from workbench.project.graph import BlockId
from workbench.project.project import Project


class SetBlockWeights(Edit, frozen=True):
    """Let a block begin with other weights: ``imagenet``, a file's, or random ones where empty."""

    label: ClassVar[str] = "Change weights"
    block: BlockId
    weights: str

    def apply(self, project: Project) -> Project:
        graph = project.graph
        application = graph.block(self.block).application
        if application is None:
            raise ValueError("Expected a block that was made of a network of keras.applications.")
        changed = replace(graph.block(self.block), application=replace(application, weights=self.weights))
        blocks = tuple(changed if block.id == self.block else block for block in graph.blocks)
        return project.with_graph(replace(graph, blocks=blocks))
