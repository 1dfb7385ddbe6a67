"""Moving one card of a sequential stack to another place of the stack."""

from __future__ import annotations

from PySide6.QtCore import Qt

from workbench.project.edits import MoveInChain
from workbench.project.graph import NodeId, Point
from workbench.ui.canvas.geometry import HEIGHT
from workbench.ui.canvas.gestures.click import clicked, pressed
from workbench.ui.canvas.gestures.gesture import Gesture, Outcome, Pointer, has_left
from workbench.ui.canvas.marks import InsertionMark
from workbench.ui.canvas.scene import Scene
from workbench.ui.canvas.stack import gap_at, place_of_gap
from workbench.ui.document.document import Document


class Reorder(Gesture):
    """The card follows the pointer freely; a mark shows the gap that it will take."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, scene: Scene, document: Document, node: NodeId) -> None:
        self._scene, self._document, self._node = scene, document, node
        self._mark: InsertionMark | None = None
        nodes = document.project.graph.nodes
        self._home = document.project.graph.node(node).at
        self._index = [other.id for other in nodes].index(node)
        self._rest = [other for other in nodes if other.id != node]
        self._gap = self._index

    def start(self, pointer: Pointer) -> None:
        self._start = pointer
        self._scene.choose(pressed(self._node, self._document.selection, adds=pointer.adds))

    def move(self, pointer: Pointer) -> None:
        if self._mark is None:
            if not has_left(self._start, pointer):
                return
            self._mark = InsertionMark(self._scene.look)
            self._scene.addItem(self._mark)
        gone = pointer.scene - self._start.scene
        at = Point(self._home.x + gone.x(), self._home.y + gone.y())
        self._scene.lift({self._node: at})
        self._gap = gap_at(self._rest, at.y + HEIGHT / 2)
        place = place_of_gap(self._rest, self._gap)
        self._mark.setPos(place.x, place.y)

    def finish(self, pointer: Pointer) -> Outcome:
        self.move(pointer)
        if self._mark is None:
            adds = self._start.adds
            return Outcome(nodes=clicked(self._node, self._document.selection, adds=adds))
        self.cancel()
        if self._gap == self._index:
            return Outcome()
        return Outcome(edit=MoveInChain(self._node, self._gap))

    def cancel(self) -> None:
        if self._mark is not None:
            self._scene.removeItem(self._mark)
            self._mark = None
        self._scene.settle()
