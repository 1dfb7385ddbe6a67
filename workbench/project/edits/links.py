"""Connecting nodes."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from workbench.project.blocks import innermost_common
from workbench.project.edits.base import Edit
from workbench.project.graph import Graph, Link, Node, NodeId
from workbench.project.project import Project


def would_close_a_cycle(graph: Graph, source: NodeId, target: NodeId) -> bool:
    """Tell whether a link from ``source`` to ``target`` would make a layer feed itself."""
    onward: dict[NodeId, list[NodeId]] = {}
    for link in graph.links:
        onward.setdefault(link.source, []).append(link.target)
    pending, seen = [target], {target}
    while pending:
        node = pending.pop()
        if node == source:
            return True
        for following in onward.get(node, ()):
            if following not in seen:
                seen.add(following)
                pending.append(following)
    return False


class Connect(Edit, frozen=True):
    """Link an output to an input; what was linked to that input is cut."""

    label: ClassVar[str] = "Connect"
    link: Link

    def apply(self, project: Project) -> Project:
        graph, link = project.graph, self.link
        if graph.style == "sequential":
            raise ValueError("A sequential graph connects itself; expected a functional one.")
        if not (graph.has(link.source) and graph.has(link.target)):
            raise ValueError(f"Expected a link between nodes of the graph, received {link}.")
        if would_close_a_cycle(graph, link.source, link.target):
            raise ValueError("Expected a link that closes no cycle: a layer can't feed itself.")
        kept = tuple(old for old in graph.links if (old.target, old.input) != (link.target, link.input))
        return project.with_graph(replace(graph, links=(*kept, link)))


class AddConnected(Edit, frozen=True):
    """Add a node to a functional graph together with links to or from it."""

    label: ClassVar[str] = "Add layer"
    node: Node
    links: tuple[Link, ...]

    def apply(self, project: Project) -> Project:
        if self.node.id in project.graph.taken_ids():
            raise ValueError(f"Expected a new node id, received {self.node.id!r}, which is taken.")
        graph = project.graph
        project = project.with_graph(replace(graph, nodes=(*graph.nodes, self.node)))
        for link in self.links:
            project = Connect(link).apply(project)
        return project


class InsertOnLink(Edit, frozen=True):
    """Add a node in the middle of a link, in the innermost block that both ends stand in."""

    label: ClassVar[str] = "Insert layer"
    node: Node
    link: Link

    def apply(self, project: Project) -> Project:
        graph = project.graph
        if self.link not in graph.links:
            raise ValueError(f"Expected a link of the graph, received {self.link}.")
        links: list[Link] = []
        for link in graph.links:
            if link == self.link:
                links.append(Link(link.source, self.node.id, link.output, 0))
                links.append(Link(self.node.id, link.target, 0, link.input))
            else:
                links.append(link)
        home = innermost_common(graph, {self.link.source, self.link.target})
        node = self.node if self.node.block is not None else replace(self.node, block=home)
        return project.with_graph(replace(graph, nodes=(*graph.nodes, node), links=tuple(links)))
