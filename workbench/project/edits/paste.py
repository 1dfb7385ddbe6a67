"""Bringing nodes into the graph that came from elsewhere, or from itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from msgspec.structs import replace

from workbench.foundation.ids import fresh_id
from workbench.project.chain import rechain
from workbench.project.clip import Clip
from workbench.project.edits.base import Edit
from workbench.project.graph import Graph, Link, Node, NodeId, Point
from workbench.project.project import Project
from workbench.project.sharing import in_step, with_owners

_LONGEST_STEM = 56
"""Leaves room for a number within the 64 characters of an id."""


class PasteNodes(Edit, frozen=True):
    """Add what a clip holds, moved by ``by``, with ids and names of its own and its links.

    In a sequential graph the nodes follow ``after``, or the last one where that is None, in their order.
    """

    label: ClassVar[str] = "Paste"
    clip: Clip
    by: Point = Point(0, 0)
    after: NodeId | None = None

    def apply(self, project: Project) -> Project:
        graph = project.graph
        copies = self.copies(graph)
        if graph.style == "sequential":
            return project.with_graph(self._in_stack(graph, tuple(copies.values())))
        links = links_among(copies, self.clip.links)
        nodes = (*graph.nodes, *copies.values())
        return project.with_graph(replace(graph, nodes=nodes, links=(*graph.links, *links)))

    def copies(self, graph: Graph) -> dict[NodeId, Node]:
        """Return the new node of each one in the clip, by the id that it has there."""
        return fresh_copies(graph, self.clip.nodes, by=self.by)

    def _in_stack(self, graph: Graph, copies: tuple[Node, ...]) -> Graph:
        ids = [node.id for node in graph.nodes]
        if self.after is not None and self.after not in ids:
            raise ValueError(f"Expected a node of the graph to paste behind, received {self.after!r}.")
        index = len(ids) if self.after is None else ids.index(self.after) + 1
        nodes = (*graph.nodes[:index], *copies, *graph.nodes[index:])
        return rechain(nodes, top=graph.nodes[0].at if graph.nodes else None)


def fresh_copies(graph: Graph, nodes: Iterable[Node], *, by: Point) -> dict[NodeId, Node]:
    """Return a copy of each node by the original's id, none with an id or a name of ``graph``.

    Nodes that share a layer have copies that share its copy.
    """
    originals = with_owners(tuple(nodes))
    ids, names = set(graph.ids()), set(graph.names())
    new_ids: dict[NodeId, NodeId] = {}
    copies: list[Node] = []
    for node in originals:
        new_ids[node.id] = _own(node.id, ids)
        ids.add(new_ids[node.id])
    for node in originals:
        name = _own(node.name, names) if node.shares is None else node.name
        names.add(name)
        at = Point(node.at.x + by.x, node.at.y + by.y)
        shares = None if node.shares is None else new_ids[node.shares]
        copies.append(replace(node, id=new_ids[node.id], name=name, at=at, shares=shares))
    return {node.id: copy for node, copy in zip(originals, in_step(tuple(copies)), strict=True)}


def links_among(copies: dict[NodeId, Node], links: Iterable[Link]) -> tuple[Link, ...]:
    """Return those links that run between the originals, as links between the copies."""
    return tuple(
        replace(link, source=copies[link.source].id, target=copies[link.target].id)
        for link in links
        if link.source in copies and link.target in copies
    )


def _own(wanted: str, taken: set[str]) -> str:
    """Return ``wanted`` when it is free, else its stem with the next number: ``dense_1`` -> ``dense_2``."""
    if wanted not in taken:
        return wanted
    return fresh_id(re.sub(r"_\d+\Z", "", wanted)[:_LONGEST_STEM] or wanted, taken)
