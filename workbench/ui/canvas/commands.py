"""What the keys and menus of the canvas do to the selection, each in at most one edit."""

from __future__ import annotations

from workbench.project.edits import DeleteItems, MoveInChain, MoveNodes, ShareLayer
from workbench.project.graph import Link, NodeId, Point
from workbench.ui.canvas.arranging import Arrange
from workbench.ui.canvas.copying import duplicate
from workbench.ui.canvas.geometry import GRID, free_place, shift_beside
from workbench.ui.canvas.notes import note_edits
from workbench.ui.canvas.scene import Scene
from workbench.ui.canvas.tidy import tidy
from workbench.ui.canvas.tidy_part import tidy_part
from workbench.ui.document.document import Document


class Commands:
    """Commands on what is selected."""

    def __init__(self, scene: Scene, document: Document) -> None:
        self._scene, self._document = scene, document

    def delete(self) -> None:
        nodes, links = self._document.selected_nodes(), self._behind(*self._scene.selected_links())
        own = [DeleteItems(nodes, links)] if nodes or links else []
        note_edits.do_together(
            self._document, [*own, *note_edits.deleting(self._scene.notes)], DeleteItems.label
        )

    def cut_link(self, link: Link) -> None:
        """Take a link away; a stack has none to spare."""
        if self._document.project.graph.style == "functional":
            self._document.do(DeleteItems(links=self._behind(link)))

    def duplicate(self) -> None:
        """Copy the selected nodes, or notes alone, beside themselves and select the copies."""
        selection = self._document.selection
        if not selection:
            self._scene.choose((), notes=note_edits.duplicate(self._document, self._scene.notes))
            return
        sight = self._scene.sight
        self._scene.choose(
            duplicate(self._document, sight, shift_beside(sight.graph, sight.cards(selection)))
        )

    def share(self) -> None:
        """Call the selected layer again beside itself, with the same weights, and select that call."""
        if not self.can_share():
            return
        graph, (chosen,) = self._document.project.graph, self._document.selection
        edit = ShareLayer(chosen, free_place(self._scene.sight.graph, graph.node(chosen).at))
        call = edit.call(graph)
        self._document.do(edit)
        self._scene.choose({call.id})

    def can_share(self) -> bool:
        graph, selection = self._document.project.graph, self._document.selection
        kinds = [node.spec.kind for node in graph.nodes if node.id in selection]
        return len(kinds) == len(selection) == 1 and kinds != ["Input"]

    def select_all(self) -> None:
        self._scene.choose(self._scene.nodes, notes=self._scene.notes.items)

    def select_none(self) -> None:
        self._scene.choose(())

    def tidy(self) -> None:
        """Lay out in layers what is selected, or all that is at sight."""
        graph, sight = self._document.project.graph, self._scene.sight
        if graph.style == "functional" and graph.nodes:
            part = self.part_to_tidy()
            places = tidy_part(graph, part, sight.inside) if part else tidy(sight.graph, sight.inside)
            self._document.do(MoveNodes(places))

    def part_to_tidy(self) -> frozenset[NodeId]:
        """Return the selected cards where they are several but not all; else none."""
        sight = self._scene.sight
        cards = sight.cards(self._document.selection)
        return cards if 1 < len(cards) < len(sight.graph.nodes) else frozenset()

    def arrange(self, how: Arrange) -> None:
        """Line the selected cards up or space them out; a stack is always in line."""
        graph = self._scene.sight.graph
        chosen = [node for node in graph.nodes if node.id in self._document.selection]
        if graph.style == "functional" and len(chosen) > 1:
            self._document.do(MoveNodes(how(chosen)))

    def nudge(self, across: int, down: int, *, step: float = GRID) -> None:
        """Move the selection by so many pixels a step; one card of a stack goes up or down a place."""
        graph, selection = self._document.project.graph, self._document.selection
        if graph.style == "sequential" and len(selection) == 1 and down:
            self._shift(next(iter(selection)), down)
            return
        places = {
            item: Point(at.x + across * step, at.y + down * step)
            for item, at in self._scene.sight.homes(selection).items()
        }
        notes = note_edits.moving(self._scene.notes, across * step, down * step)
        own = [MoveNodes(places)] if places else []
        note_edits.do_together(self._document, [*own, *notes], MoveNodes.label)

    def step_through(self, *, forward: bool) -> bool:
        """Select the next node, then the next note; False where they end, so that the focus may go on."""
        ids, layer = [node.id for node in self._scene.sight.graph.nodes], self._scene.notes
        notes = list(layer.items)
        marks = [node in self._document.selection for node in ids] + [note in layer.chosen for note in notes]
        chosen = [index for index, is_chosen in enumerate(marks) if is_chosen]
        before, after = (chosen[0], chosen[-1]) if chosen else (len(marks), -1)
        index = after + 1 if forward else before - 1
        if not 0 <= index < len(marks):
            return False
        note = index - len(ids)
        self._scene.choose(ids[index : index + 1], notes=notes[note : note + 1] if note >= 0 else ())
        return True

    def _behind(self, *drawn: Link) -> frozenset[Link]:
        seen = self._scene.sight.seen
        return frozenset(link for each in drawn for link in seen.links(each))

    def _shift(self, node: NodeId, by: int) -> None:
        nodes = self._document.project.graph.nodes
        index = [other.id for other in nodes].index(node) + by
        if 0 <= index < len(nodes):
            self._document.do(MoveInChain(node, index))
