"""Sequential to functional, and back where the graph is a chain."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from workbench.project.chain import chain_order, rechain
from workbench.project.edits.base import Edit
from workbench.project.graph import Style
from workbench.project.project import Project


class SetStyle(Edit, frozen=True):
    """Change the graph's style; ValueError when a functional graph is no chain."""

    label: ClassVar[str] = "Change graph style"
    style: Style

    def apply(self, project: Project) -> Project:
        graph = project.graph
        if self.style == graph.style:
            return project
        if self.style == "functional":
            return project.with_graph(replace(graph, style="functional"))
        if graph.blocks:
            raise ValueError("Expected a chain without blocks: ungroup them first.")
        order = chain_order(graph)
        if order is None:
            raise ValueError("Expected a chain of layers, each with one input and one output.")
        return project.with_graph(rechain(order))
