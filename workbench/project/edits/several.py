"""Configuring several layers at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from msgspec.structs import replace

from workbench.project.edits.base import Edit
from workbench.project.graph import NodeId
from workbench.project.project import Project
from workbench.project.sharing import layer_of
from workbench.project.spec import ParamValue, Spec


class SetParams(Edit, frozen=True):
    """Set one parameter of several layers to the same value."""

    label: ClassVar[str] = "Change parameter of several layers"
    nodes: frozenset[NodeId]
    param: str
    value: ParamValue

    def apply(self, project: Project) -> Project:
        return _with_specs(project, self.nodes, lambda spec: spec.with_param(self.param, self.value))

    @property
    def merge_key(self) -> str:
        return f"params:{','.join(sorted(self.nodes))}.{self.param}"


class ResetParams(Edit, frozen=True):
    """Put one parameter of several layers back at Keras' default."""

    label: ClassVar[str] = "Reset parameter of several layers"
    nodes: frozenset[NodeId]
    param: str

    def apply(self, project: Project) -> Project:
        return _with_specs(project, self.nodes, lambda spec: spec.without_param(self.param))


class MakeAlike(Edit, frozen=True):
    """Configure several layers like one of them; ValueError when they are of different kinds."""

    label: ClassVar[str] = "Make layers alike"
    nodes: frozenset[NodeId]
    like: NodeId

    def apply(self, project: Project) -> Project:
        model = project.graph.node(self.like).spec
        kinds = {node.spec.kind for node in project.graph.nodes if node.id in self.nodes}
        if kinds - {model.kind}:
            raise ValueError(f"Expected layers of kind {model.kind}, received {', '.join(sorted(kinds))}.")
        return _with_specs(project, self.nodes, lambda _spec: model)


def _with_specs(project: Project, nodes: frozenset[NodeId], change: Callable[[Spec], Spec]) -> Project:
    """Return the project with those layers changed, wherever they are called."""
    graph = project.graph
    layers = {layer_of(node) for node in graph.nodes if node.id in nodes}
    changed = tuple(
        replace(node, spec=change(node.spec)) if layer_of(node) in layers else node for node in graph.nodes
    )
    return project.with_graph(replace(graph, nodes=changed))
