"""Changing what one node is called and how it is configured."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from workbench.foundation.ids import is_identifier
from workbench.project.edits.base import Edit
from workbench.project.graph import NodeId
from workbench.project.project import Project
from workbench.project.spec import ParamValue


class RenameNode(Edit, frozen=True):
    """Give a layer another name: ASCII letters, digits, underscores, and not another layer's."""

    label: ClassVar[str] = "Rename layer"
    node: NodeId
    name: str

    def apply(self, project: Project) -> Project:
        node = project.graph.node(self.node)
        if not is_identifier(self.name):
            raise ValueError(
                "Expected a name of letters, digits and underscores that starts with a letter, "
                f"received {self.name!r}."
            )
        if self.name != node.name and self.name in project.graph.names():
            raise ValueError(f"Expected a name of its own, received {self.name!r}, which another layer has.")
        return project.with_node(replace(node, name=self.name))


class SetParam(Edit, frozen=True):
    """Set one parameter of a layer."""

    label: ClassVar[str] = "Change parameter"
    node: NodeId
    param: str
    value: ParamValue

    def apply(self, project: Project) -> Project:
        node = project.graph.node(self.node)
        return project.with_node(replace(node, spec=node.spec.with_param(self.param, self.value)))

    @property
    def merge_key(self) -> str:
        return f"param:{self.node}.{self.param}"


class ResetParam(Edit, frozen=True):
    """Put one parameter of a layer back at Keras' default."""

    label: ClassVar[str] = "Reset parameter"
    node: NodeId
    param: str

    def apply(self, project: Project) -> Project:
        node = project.graph.node(self.node)
        return project.with_node(replace(node, spec=node.spec.without_param(self.param)))
