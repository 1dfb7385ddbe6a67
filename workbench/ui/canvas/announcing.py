"""Saying where the keyboard is on the canvas: to a screen reader, and in the window's line."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from workbench.ui.canvas.faces import NodeFace
from workbench.ui.canvas.scene import Scene
from workbench.ui.canvas.walking import Walker
from workbench.ui.document.document import Document


class Announcer(QObject):
    """Keeps the accessible description of ``view`` in step with what is selected.

    ``said`` carries words for everybody's eyes, empty when what was said last no longer holds.
    """

    said = Signal(str)

    def __init__(self, view: QWidget, *, scene: Scene, document: Document, walker: Walker) -> None:
        super().__init__(view)
        self._view, self._scene, self._document = view, scene, document
        document.selection_changed.connect(self._on_selection_changed)
        scene.notes.changed.connect(self._on_notes_changed)
        walker.told.connect(self._on_walker_told)

    def _on_selection_changed(self) -> None:
        chosen = self._document.selection
        told = [self._told(card.face) for node, card in self._scene.nodes.items() if node in chosen]
        told += [
            self.tr("open block {0}").format(frame.face.name)
            for block, frame in self._scene.frames.items()
            if block in chosen
        ]
        self._view.setAccessibleDescription(", ".join(told))
        self.said.emit("")

    def _told(self, face: NodeFace) -> str:
        if face.is_block:
            return self.tr("block {0}, {1}").format(face.kind, face.summary)
        return f"{face.kind} {face.name}"

    def _on_notes_changed(self) -> None:
        texts = [note.text for note in self._scene.notes.chosen_notes()]
        if texts:
            self._view.setAccessibleDescription(self.tr("Note: {0}").format(" ".join(texts)))

    def _on_walker_told(self, words: str) -> None:
        self.said.emit(words)
        if words:
            self._view.setAccessibleDescription(words)
