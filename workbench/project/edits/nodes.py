"""Adding, deleting, moving, duplicating and replacing nodes."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from workbench.project.chain import rechain
from workbench.project.edits.base import Edit
from workbench.project.edits.paste import fresh_copies, links_among
from workbench.project.graph import Graph, Link, Node, NodeId, Point
from workbench.project.project import Project
from workbench.project.sharing import with_owners
from workbench.project.spec import Spec


class AddNode(Edit, frozen=True):
    """Add a node; in a sequential graph behind ``after``, at the end when that is None.

    ``first`` puts it at the top of the stack instead.
    """

    label: ClassVar[str] = "Add layer"
    node: Node
    after: NodeId | None = None
    first: bool = False

    def apply(self, project: Project) -> Project:
        graph = project.graph
        if self.node.id in graph.ids():
            raise ValueError(f"Expected a new node id, received {self.node.id!r}, which is taken.")
        if graph.style == "functional":
            return project.with_graph(replace(graph, nodes=(*graph.nodes, self.node)))
        nodes = list(graph.nodes)
        nodes.insert(self._index(graph), self.node)
        top = graph.nodes[0].at if graph.nodes else self.node.at
        return project.with_graph(rechain(tuple(nodes), top=top))

    def _index(self, graph: Graph) -> int:
        if self.first:
            return 0
        if self.after is None:
            return len(graph.nodes)
        return [node.id for node in graph.nodes].index(self.after) + 1


class DeleteItems(Edit, frozen=True):
    """Delete nodes with their links, and single links. A sequential stack closes the gap.

    A layer that is called elsewhere too lives on there.
    """

    label: ClassVar[str] = "Delete"
    nodes: frozenset[NodeId] = frozenset()
    links: frozenset[Link] = frozenset()

    def apply(self, project: Project) -> Project:
        graph = project.graph
        nodes = with_owners(tuple(node for node in graph.nodes if node.id not in self.nodes))
        if graph.style == "sequential":
            return project.with_graph(rechain(nodes, top=graph.nodes[0].at if graph.nodes else None))
        links = tuple(
            link
            for link in graph.links
            if link not in self.links and link.source not in self.nodes and link.target not in self.nodes
        )
        heads = tuple(head for head in project.training.heads if head.output not in self.nodes)
        training = replace(project.training, heads=heads)
        return project.with_graph(replace(graph, nodes=nodes, links=links)).with_training(training)


class MoveNodes(Edit, frozen=True):
    """Put nodes at other places of the canvas; a sequential stack moves as a whole."""

    label: ClassVar[str] = "Move"
    places: dict[NodeId, Point]

    def apply(self, project: Project) -> Project:
        graph = project.graph
        nodes = tuple(replace(node, at=self.places.get(node.id, node.at)) for node in graph.nodes)
        if graph.style == "sequential":
            moved = next((i for i, node in enumerate(graph.nodes) if node.id in self.places), None)
            if moved is None:
                return project
            by_x = nodes[moved].at.x - graph.nodes[moved].at.x
            by_y = nodes[moved].at.y - graph.nodes[moved].at.y
            top = graph.nodes[0].at
            return project.with_graph(rechain(graph.nodes, top=Point(top.x + by_x, top.y + by_y)))
        return project.with_graph(replace(graph, nodes=nodes))


class MoveInChain(Edit, frozen=True):
    """Put a node of a sequential graph at another place of the stack; ``index`` counts without it."""

    label: ClassVar[str] = "Reorder"
    node: NodeId
    index: int

    def apply(self, project: Project) -> Project:
        graph = project.graph
        if graph.style != "sequential":
            raise ValueError("Expected a sequential graph, received a functional one.")
        rest = [node for node in graph.nodes if node.id != self.node]
        rest.insert(self.index, graph.node(self.node))
        return project.with_graph(rechain(tuple(rest), top=graph.nodes[0].at))


class DuplicateNodes(Edit, frozen=True):
    """Copy nodes and the links among them, moved by ``by``; in a stack the copies follow the last one."""

    label: ClassVar[str] = "Duplicate"
    nodes: frozenset[NodeId]
    by: Point

    def apply(self, project: Project) -> Project:
        graph = project.graph
        copies = self.copies(graph)
        if graph.style == "sequential":
            last = max(i for i, node in enumerate(graph.nodes) if node.id in self.nodes) + 1
            nodes = (*graph.nodes[:last], *copies.values(), *graph.nodes[last:])
            return project.with_graph(rechain(nodes, top=graph.nodes[0].at))
        links = (*graph.links, *links_among(copies, graph.links))
        nodes = (*graph.nodes, *copies.values())
        return project.with_graph(replace(graph, nodes=nodes, links=links))

    def copies(self, graph: Graph) -> dict[NodeId, Node]:
        """Return the copy of each node by the original's id."""
        chosen = (node for node in graph.nodes if node.id in self.nodes)
        return fresh_copies(graph, chosen, by=self.by)


class SetNodeSpec(Edit, frozen=True):
    """Make another layer of a node, at the same place with the same links; ``name`` renames it as well."""

    label: ClassVar[str] = "Replace layer"
    node: NodeId
    spec: Spec
    name: str | None = None

    def apply(self, project: Project) -> Project:
        node = project.graph.node(self.node)
        return project.with_node(replace(node, spec=self.spec, name=self.name or node.name))
