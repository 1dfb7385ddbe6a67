"""Adding, deleting, moving, duplicating and replacing nodes."""

from __future__ import annotations

from typing import ClassVar

from msgspec.structs import replace

from workbench.project.blocks import blocks_within, members, whole_blocks, with_blocks_held
from workbench.project.chain import rechain
from workbench.project.edits.base import Edit
from workbench.project.edits.paste import Copies, fresh_copies, links_among
from workbench.project.graph import Block, BlockId, Graph, Link, Node, NodeId, Point
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
        if self.node.id in graph.taken_ids():
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

    A layer that is called elsewhere too lives on there; a block that holds nothing any more goes as well.
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
        graph = with_blocks_held(replace(graph, nodes=nodes, links=links))
        return project.with_graph(graph).with_training(training)


class MoveNodes(Edit, frozen=True):
    """Put nodes at other places of the canvas; a sequential stack moves as a whole.

    The card of a block may be among them: all that is in the block moves by as much.
    """

    label: ClassVar[str] = "Move"
    places: dict[NodeId | BlockId, Point]

    def apply(self, project: Project) -> Project:
        graph = project.graph
        places = _with_contents(graph, self.places)
        nodes = tuple(replace(node, at=places.get(node.id, node.at)) for node in graph.nodes)
        if graph.style == "sequential":
            moved = next((i for i, node in enumerate(graph.nodes) if node.id in self.places), None)
            if moved is None:
                return project
            by_x = nodes[moved].at.x - graph.nodes[moved].at.x
            by_y = nodes[moved].at.y - graph.nodes[moved].at.y
            top = graph.nodes[0].at
            return project.with_graph(rechain(graph.nodes, top=Point(top.x + by_x, top.y + by_y)))
        blocks = tuple(replace(block, at=places.get(block.id, block.at)) for block in graph.blocks)
        return project.with_graph(replace(graph, nodes=nodes, blocks=blocks))


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
    """Copy nodes and the links among them, moved by ``by``; in a stack the copies follow the last one.

    A block of which every node is copied is copied too; other copies stand in the block of the original.
    """

    label: ClassVar[str] = "Duplicate"
    nodes: frozenset[NodeId]
    by: Point

    def apply(self, project: Project) -> Project:
        graph = project.graph
        copies = self.copies(graph)
        if graph.style == "sequential":
            last = max(i for i, node in enumerate(graph.nodes) if node.id in self.nodes) + 1
            nodes = (*graph.nodes[:last], *copies.nodes.values(), *graph.nodes[last:])
            return project.with_graph(rechain(nodes, top=graph.nodes[0].at))
        links = (*graph.links, *links_among(copies.nodes, graph.links))
        nodes = (*graph.nodes, *copies.nodes.values())
        blocks = (*graph.blocks, *copies.blocks.values())
        return project.with_graph(replace(graph, nodes=nodes, links=links, blocks=blocks))

    def copies(self, graph: Graph) -> Copies:
        """Return the copy of each node and block by the original's id."""
        chosen = (node for node in graph.nodes if node.id in self.nodes)
        return fresh_copies(graph, chosen, whole_blocks(graph, self.nodes), by=self.by)


class SetNodeSpec(Edit, frozen=True):
    """Make another layer of a node, at the same place with the same links; ``name`` renames it as well."""

    label: ClassVar[str] = "Replace layer"
    node: NodeId
    spec: Spec
    name: str | None = None

    def apply(self, project: Project) -> Project:
        node = project.graph.node(self.node)
        return project.with_node(replace(node, spec=self.spec, name=self.name or node.name))


def _with_contents(graph: Graph, places: dict[str, Point]) -> dict[str, Point]:
    """Return the places with those of all that is in the blocks among them."""
    moved: dict[str, Point] = {}
    for block in graph.blocks:
        if block.id in places:
            by_x, by_y = places[block.id].x - block.at.x, places[block.id].y - block.at.y
            contents: list[Node | Block] = [*members(graph, block.id), *blocks_within(graph, block.id)]
            for item in contents:
                moved[item.id] = Point(item.at.x + by_x, item.at.y + by_y)
    return moved | places
