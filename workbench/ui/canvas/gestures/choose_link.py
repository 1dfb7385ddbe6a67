"""Selecting a link by a click."""

from __future__ import annotations

from workbench.project.graph import Link
from workbench.ui.canvas.gestures.gesture import Gesture, Outcome, Pointer
from workbench.ui.canvas.scene import Scene
from workbench.ui.document.document import Document


class ChooseLink(Gesture):
    """Selects one link on release; with a modifier it is added to the selection or taken from it."""

    scrolls = False

    def __init__(self, scene: Scene, document: Document, link: Link) -> None:
        self._scene, self._document, self._link = scene, document, link

    def start(self, pointer: Pointer) -> None:
        self._adds = pointer.adds

    def move(self, pointer: Pointer) -> None:
        """Stay: a link goes where its layers are."""

    def finish(self, pointer: Pointer) -> Outcome:
        chosen = frozenset({self._link})
        if not self._adds:
            return Outcome(nodes=frozenset(), links=chosen)
        return Outcome(nodes=self._document.selection, links=self._scene.selected_links() ^ chosen)

    def cancel(self) -> None:
        """Nothing was shown."""
