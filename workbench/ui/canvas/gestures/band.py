"""Selecting by a rubber band; a mere click on bare canvas selects nothing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from workbench.project.graph import BlockId, NodeId
from workbench.project.notes import NoteId
from workbench.ui.canvas.frames import nesting
from workbench.ui.canvas.geometry import CARD
from workbench.ui.canvas.gestures.gesture import Gesture, Outcome, Pointer, has_left
from workbench.ui.canvas.marks import Band
from workbench.ui.canvas.scene import Scene


class SelectByBand(Gesture):
    """Selects every card and note that the band touches, on top of ``kept`` when a modifier is held.

    A band around the whole frame of an open block selects the block, which means all that is in it.
    """

    def __init__(self, scene: Scene, kept: frozenset[NodeId | BlockId]) -> None:
        self._scene, self._before = scene, kept
        self._notes_before = scene.notes.chosen
        self._band: Band | None = None

    def start(self, pointer: Pointer) -> None:
        self._start = pointer
        self._kept = self._before if pointer.adds else frozenset()
        self._kept_notes = self._notes_before if pointer.adds else frozenset()

    def move(self, pointer: Pointer) -> None:
        if self._band is None:
            if not has_left(self._start, pointer):
                return
            self._band = Band(self._scene.look)
            self._scene.addItem(self._band)
        self._band.span(self._start.scene, pointer.scene)
        self._scene.preview_selection(self._caught(pointer.scene))
        self._scene.notes.preview(self._caught_notes(pointer.scene))

    def finish(self, pointer: Pointer) -> Outcome:
        caught = self._caught(pointer.scene) if self._band else self._kept
        notes = self._caught_notes(pointer.scene) if self._band else self._kept_notes
        self.cancel()
        return Outcome(nodes=caught, notes=notes)

    def cancel(self) -> None:
        if self._band is not None:
            self._scene.removeItem(self._band)
            self._band = None
        self._scene.restore_selection()
        self._scene.notes.preview(self._scene.notes.chosen)

    def _caught_notes(self, corner: QPointF) -> frozenset[NoteId]:
        return self._kept_notes | self._scene.notes.touched(QRectF(self._start.scene, corner).normalized())

    def _caught(self, corner: QPointF) -> frozenset[NodeId | BlockId]:
        band = QRectF(self._start.scene, corner).normalized()
        whole = {block for block, frame in self._scene.frames.items() if band.contains(frame.area)}
        ways = nesting(self._scene.sight.graph) if whole else {}
        outermost = {block for block in whole if whole.isdisjoint(ways[block][:-1])}
        held = self._scene.sight.cards(outermost)
        touched = {
            node
            for node, item in self._scene.nodes.items()
            if node not in held and CARD.translated(item.pos()).intersects(band)
        }
        return self._kept | outermost | touched
