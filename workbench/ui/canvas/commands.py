"""What the keys and menus of the canvas do to the selection, each in at most one edit."""

from __future__ import annotations

from workbench.project.edits import DeleteItems, DuplicateNodes, MoveInChain, MoveNodes, ShareLayer
from workbench.project.graph import Link, NodeId, Point
from workbench.ui.canvas.arranging import Arrange
from workbench.ui.canvas.geometry import GRID, free_place, shift_beside
from workbench.ui.canvas.scene import Scene
from workbench.ui.canvas.tidy import tidy
from workbench.ui.document.document import Document


class Commands:
    """Commands on what is selected."""

    def __init__(self, scene: Scene, document: Document) -> None:
        self._scene, self._document = scene, document

    def delete(self) -> None:
        nodes, links = self._document.selection, self._scene.selected_links()
        if nodes or links:
            self._document.do(DeleteItems(nodes, links))

    def cut_link(self, link: Link) -> None:
        """Take a link away; a stack has none to spare."""
        if self._document.project.graph.style == "functional":
            self._document.do(DeleteItems(links=frozenset({link})))

    def duplicate(self) -> None:
        """Copy the selected nodes beside themselves and select the copies."""
        graph, selection = self._document.project.graph, self._document.selection
        if not selection:
            return
        edit = DuplicateNodes(selection, shift_beside(graph, selection))
        copies = edit.copies(graph)
        self._document.do(edit)
        self._scene.choose(copy.id for copy in copies.nodes.values())

    def share(self) -> None:
        """Call the selected layer again beside itself, with the same weights, and select that call."""
        if not self.can_share():
            return
        graph, (chosen,) = self._document.project.graph, self._document.selection
        edit = ShareLayer(chosen, free_place(graph, graph.node(chosen).at))
        call = edit.call(graph)
        self._document.do(edit)
        self._scene.choose({call.id})

    def can_share(self) -> bool:
        graph, selection = self._document.project.graph, self._document.selection
        kinds = [node.spec.kind for node in graph.nodes if node.id in selection]
        return len(kinds) == 1 and kinds != ["Input"]

    def select_all(self) -> None:
        self._scene.choose(self._document.project.graph.ids())

    def select_none(self) -> None:
        self._scene.choose(())

    def tidy(self) -> None:
        graph = self._document.project.graph
        if graph.style == "functional" and graph.nodes:
            self._document.do(MoveNodes(tidy(graph)))

    def arrange(self, how: Arrange) -> None:
        """Line the selected cards up or space them out; a stack is always in line."""
        graph = self._document.project.graph
        chosen = [node for node in graph.nodes if node.id in self._document.selection]
        if graph.style == "functional" and len(chosen) > 1:
            self._document.do(MoveNodes(how(chosen)))

    def nudge(self, across: int, down: int, *, step: float = GRID) -> None:
        """Move the selection by so many pixels a step; one card of a stack goes up or down a place."""
        graph, selection = self._document.project.graph, self._document.selection
        if not selection:
            return
        if graph.style == "sequential" and len(selection) == 1 and down:
            self._shift(next(iter(selection)), down)
            return
        places = {
            node.id: Point(node.at.x + across * step, node.at.y + down * step)
            for node in graph.nodes
            if node.id in selection
        }
        self._document.do(MoveNodes(places))

    def step_through(self, *, forward: bool) -> bool:
        """Select the next node; False where the nodes end, so that the focus may go on."""
        ids = [node.id for node in self._document.project.graph.nodes]
        chosen = [index for index, node in enumerate(ids) if node in self._document.selection]
        before, after = (chosen[0], chosen[-1]) if chosen else (len(ids), -1)
        index = after + 1 if forward else before - 1
        if not 0 <= index < len(ids):
            return False
        self._scene.choose({ids[index]})
        return True

    def _shift(self, node: NodeId, by: int) -> None:
        nodes = self._document.project.graph.nodes
        index = [other.id for other in nodes].index(node) + by
        if 0 <= index < len(nodes):
            self._document.do(MoveInChain(node, index))
