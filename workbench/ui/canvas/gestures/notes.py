"""Moving notes, with the cards that are chosen with them; pulling at a note's right border."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt

from workbench.project.edits import MoveNodes, SizeNote
from workbench.project.graph import Point
from workbench.project.notes import LEAST_WIDTH, MOST_WIDTH
from workbench.ui.canvas.geometry import GRID, STEP, snapped
from workbench.ui.canvas.gestures.click import pressed
from workbench.ui.canvas.gestures.gesture import Gesture, Outcome, Pointer, has_left
from workbench.ui.canvas.notes.along import NotesAlong
from workbench.ui.canvas.notes.note_item import NoteItem
from workbench.ui.canvas.scene import Scene
from workbench.ui.document.document import Document


class HoldNote(Gesture):
    """Chooses the note under the pointer; a drag moves all chosen notes, and chosen cards of a free graph."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, scene: Scene, document: Document, item: NoteItem) -> None:
        self._scene, self._document, self._note = scene, document, item.note
        self._is_dragging = False
        self._gone = (0.0, 0.0)

    def start(self, pointer: Pointer) -> None:
        self._start = pointer
        layer, own = self._scene.notes, self._note.id
        keeps = pointer.adds or own in layer.chosen
        nodes = self._document.selection if keeps else frozenset()
        chosen = pressed(own, layer.chosen, adds=pointer.adds)
        self._scene.choose(nodes, notes=chosen)
        self._along = NotesAlong(layer, chosen | {own})
        is_free = self._document.project.graph.style == "functional"
        sight, moving = self._scene.sight, nodes if is_free else frozenset()
        self._homes, cards = sight.homes(moving), sight.cards(moving)
        self._cards = {node.id: node.at for node in sight.graph.nodes if node.id in cards}

    def move(self, pointer: Pointer) -> None:
        self._is_dragging = self._is_dragging or has_left(self._start, pointer)
        if not self._is_dragging:
            return
        home, gone = self._note.at, pointer.scene - self._start.scene
        step = GRID if pointer.is_coarse else STEP
        held = snapped(home.x + gone.x(), home.y + gone.y(), step=step)
        self._gone = held.x - home.x, held.y - home.y
        self._along.go(*self._gone)
        self._scene.lift(self._places(self._cards))

    def finish(self, pointer: Pointer) -> Outcome:
        self.move(pointer)
        layer, own = self._scene.notes, self._note.id
        if not self._is_dragging:
            kept = layer.chosen if self._start.adds else frozenset({own})
            nodes = self._document.selection if self._start.adds else frozenset()
            return Outcome(nodes=nodes, notes=kept)
        self.cancel()
        is_moved = bool(self._homes) and self._gone != (0.0, 0.0)
        return Outcome(edit=self._along.with_them(MoveNodes(self._places(self._homes)) if is_moved else None))

    def cancel(self) -> None:
        self._scene.settle()
        self._scene.notes.settle()

    def _places(self, homes: Mapping[str, Point]) -> dict[str, Point]:
        across, down = self._gone
        return {item: Point(at.x + across, at.y + down) for item, at in homes.items()}


class PullNote(Gesture):
    """The right border follows the pointer; the edit comes on release."""

    cursor = Qt.CursorShape.SizeHorCursor

    def __init__(self, scene: Scene, item: NoteItem) -> None:
        self._scene, self._note = scene, item.note
        self._width = item.note.width

    def start(self, pointer: Pointer) -> None:
        self._start = pointer
        self._scene.choose((), notes={self._note.id})

    def move(self, pointer: Pointer) -> None:
        wanted = self._note.width + pointer.scene.x() - self._start.scene.x()
        self._width = min(max(round(wanted / STEP) * STEP, LEAST_WIDTH), MOST_WIDTH)
        self._scene.notes.stretch(self._note.id, self._width)

    def finish(self, pointer: Pointer) -> Outcome:
        self.move(pointer)
        self.cancel()
        is_same = not has_left(self._start, pointer) or self._width == self._note.width
        return Outcome() if is_same else Outcome(edit=SizeNote(self._note.id, self._width))

    def cancel(self) -> None:
        self._scene.notes.settle()
