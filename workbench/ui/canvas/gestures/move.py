"""Moving the selected cards: they follow the pointer on the grid, and the edit comes on release."""

from __future__ import annotations

from PySide6.QtCore import Qt

from workbench.project.edits import MoveNodes
from workbench.project.graph import BlockId, NodeId, Point
from workbench.ui.canvas.geometry import GRID, STEP, snapped
from workbench.ui.canvas.gestures.click import clicked, pressed
from workbench.ui.canvas.gestures.gesture import Gesture, Outcome, Pointer, has_left
from workbench.ui.canvas.notes.along import NotesAlong
from workbench.ui.canvas.scene import Scene
from workbench.ui.document.document import Document


class MoveCards(Gesture):
    """Moves the card or open block under the pointer and all that is selected with it.

    The grabbed card snaps to the grid, the others keep their distance from it. A sequential stack
    moves as a whole.
    """

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, scene: Scene, document: Document, node: NodeId | BlockId) -> None:
        self._scene, self._document, self._node = scene, document, node
        self._places: dict[str, Point] = {}
        self._is_dragging = False

    def start(self, pointer: Pointer) -> None:
        self._start = pointer
        selection = pressed(self._node, self._document.selection, adds=pointer.adds)
        notes = self._scene.notes.chosen if self._node in selection else frozenset()
        self._scene.choose(selection, notes=notes)
        self._along = NotesAlong(self._scene.notes, notes)
        graph = self._document.project.graph
        moving = graph.ids() if graph.style == "sequential" else selection | {self._node}
        sight = self._scene.sight
        self._homes = sight.homes(moving)
        cards = sight.cards(moving)
        self._cards = {node.id: node.at for node in sight.graph.nodes if node.id in cards}

    def move(self, pointer: Pointer) -> None:
        self._is_dragging = self._is_dragging or has_left(self._start, pointer)
        if not self._is_dragging:
            return
        home, gone = self._homes[self._node], pointer.scene - self._start.scene
        step = GRID if pointer.is_coarse else STEP
        grabbed = snapped(home.x + gone.x(), home.y + gone.y(), step=step)
        by_x, by_y = grabbed.x - home.x, grabbed.y - home.y
        self._places = {node: Point(at.x + by_x, at.y + by_y) for node, at in self._homes.items()}
        self._scene.lift({card: Point(at.x + by_x, at.y + by_y) for card, at in self._cards.items()})
        self._along.go(by_x, by_y)

    def finish(self, pointer: Pointer) -> Outcome:
        self.move(pointer)
        if not self._is_dragging:
            adds = self._start.adds
            return Outcome(nodes=clicked(self._node, self._document.selection, adds=adds))
        if self._places == self._homes:
            self.cancel()
            return Outcome()
        return Outcome(edit=self._along.with_them(MoveNodes(self._places)))

    def cancel(self) -> None:
        self._scene.settle()
        self._scene.notes.settle()
