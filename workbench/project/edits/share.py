"""Calling a layer once more."""

from __future__ import annotations

from typing import ClassVar

from workbench.foundation.ids import fresh_id, snake_case
from workbench.project.edits.base import Edit
from workbench.project.edits.nodes import AddNode
from workbench.project.graph import Graph, Node, NodeId, Point
from workbench.project.project import Project
from workbench.project.sharing import layer_of


class ShareLayer(Edit, frozen=True):
    """Use a node's layer at another place too, with the same weights; in a stack right behind the node."""

    label: ClassVar[str] = "Use layer again"
    node: NodeId
    at: Point

    def apply(self, project: Project) -> Project:
        return AddNode(self.call(project.graph), after=self.node).apply(project)

    def call(self, graph: Graph) -> Node:
        """Return the node that calls the layer again."""
        node = graph.node(self.node)
        if node.spec.kind == "Input":
            raise ValueError("Expected a layer, received an Input: it is where the data comes in once.")
        return Node(
            id=fresh_id(snake_case(node.spec.kind), graph.taken_ids()),
            spec=node.spec,
            name=node.name,
            at=self.at,
            shares=layer_of(node),
            block=node.block,
        )
