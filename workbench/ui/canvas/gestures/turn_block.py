"""Opening or closing a block by a click on its sign."""

from __future__ import annotations

from workbench.project.graph import BlockId
from workbench.ui.canvas.block_commands import turning
from workbench.ui.canvas.gestures.gesture import Gesture, Outcome, Pointer, has_left
from workbench.ui.canvas.scene import Scene
from workbench.ui.document.document import Document


class TurnBlock(Gesture):
    """Opens a closed block in its place, or closes an open one, on release."""

    def __init__(self, scene: Scene, document: Document, block: BlockId) -> None:
        self._scene, self._document, self._block = scene, document, block

    def start(self, pointer: Pointer) -> None:
        self._start = pointer

    def move(self, pointer: Pointer) -> None:
        """Stay: the block goes by its title."""

    def finish(self, pointer: Pointer) -> Outcome:
        if has_left(self._start, pointer):
            return Outcome()
        is_closed = self._document.project.graph.block(self._block).is_collapsed
        words = self._scene.tr("Open block") if is_closed else self._scene.tr("Close block")
        edit = turning(self._document.project, [self._block], self._scene.sight.inside, words)
        return Outcome(edit=edit, nodes=frozenset({self._block}))

    def cancel(self) -> None:
        """Nothing was shown."""
