"""Leads one gesture at a time from its start to its outcome, and carries the outcome out."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from workbench.ui.canvas.gestures.gesture import Gesture, Outcome, Pointer, has_left
from workbench.ui.canvas.scene import Scene
from workbench.ui.document.document import Document


class Hand(QObject):
    """Holds the gesture that goes on. ``message`` tells its status, empty when there is nothing to say."""

    message = Signal(str)
    link_loose = Signal(object)  # Loose
    wished = Signal(object)  # Wish

    def __init__(self, scene: Scene, document: Document, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._scene, self._document, self._viewport = scene, document, viewport
        self._gesture: Gesture | None = None
        self._status = ""
        self._start: Pointer | None = None
        self._is_dragging = False
        # A gesture whose project is changed under it (undo, another view) is given up.
        document.project_changed.connect(self.cancel)

    @property
    def is_busy(self) -> bool:
        return self._gesture is not None

    @property
    def is_dragging(self) -> bool:
        """Tell whether something is being dragged which the view may scroll along with."""
        return self._gesture is not None and self._gesture.scrolls and self._is_dragging

    def begin(self, gesture: Gesture, pointer: Pointer) -> None:
        self.cancel()
        self._gesture = gesture
        self._start, self._is_dragging = pointer, False
        gesture.start(pointer)
        if gesture.cursor is not None:
            self._viewport.setCursor(gesture.cursor)
        self._tell(gesture.status)

    def move(self, pointer: Pointer) -> None:
        if self._gesture is not None and self._start is not None:
            self._is_dragging = self._is_dragging or has_left(self._start, pointer)
            self._gesture.move(pointer)
            self._tell(self._gesture.status)

    def end(self, pointer: Pointer) -> None:
        if self._gesture is None:
            return
        # Let go first: the edit changes the project, which would cancel a gesture that goes on.
        gesture, self._gesture = self._gesture, None
        outcome = gesture.finish(pointer)
        self._rest()
        self._carry_out(outcome)

    def cancel(self) -> None:
        if self._gesture is not None:
            gesture, self._gesture = self._gesture, None
            gesture.cancel()
            self._rest()

    def _rest(self) -> None:
        self._tell("")
        self._viewport.setCursor(Qt.CursorShape.ArrowCursor)

    def _tell(self, status: str) -> None:
        if status != self._status:
            self._status = status
            self.message.emit(status)

    def _carry_out(self, outcome: Outcome) -> None:
        if outcome.edit is not None:
            try:
                self._document.do(outcome.edit)
            except ValueError as error:
                self.message.emit(str(error))
                self._scene.settle()
                return
        if outcome.loose is not None:
            self.link_loose.emit(outcome.loose)
        if outcome.wish is not None:
            self.wished.emit(outcome.wish)
        if outcome.nodes is not None:
            self._scene.choose(outcome.nodes, outcome.links, outcome.notes)
