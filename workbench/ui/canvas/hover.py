"""Shows what a press would take hold of, the port under the pointer; and the way through a card."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QWidget

from workbench.ui.canvas.following import Following
from workbench.ui.canvas.hits import PortHit, hit
from workbench.ui.canvas.node_item import NodeItem
from workbench.ui.canvas.scene import Scene


class Hover:
    """Enlarges one port at most, and follows the path through the card that the pointer rests on."""

    def __init__(self, scene: Scene, following: Following, viewport: QWidget) -> None:
        self._scene, self._following, self._viewport = scene, following, viewport
        self._hot: NodeItem | None = None

    def over(self, at: QPointF) -> None:
        found = hit(self._scene, at)
        if not isinstance(found, PortHit):
            self._cool()
            self._following.over(found.node_id if isinstance(found, NodeItem) else None)
            return
        self._following.over(found.node.node_id)
        if self._hot is not None and self._hot is not found.node:
            self._hot.set_hot_port(None)
        self._hot = found.node
        found.node.set_hot_port(found.place - found.node.pos())
        self._viewport.setCursor(Qt.CursorShape.CrossCursor)

    def leave(self) -> None:
        self._cool()
        self._following.stop()

    def _cool(self) -> None:
        if self._hot is not None:
            self._hot.set_hot_port(None)
            self._hot = None
            self._viewport.setCursor(Qt.CursorShape.ArrowCursor)
