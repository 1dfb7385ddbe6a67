"""Drawing a link from a port, forwards or backwards, to a port or anywhere on a card."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt

from workbench.project.graph import Link
from workbench.ui.canvas.gestures.gesture import Gesture, Loose, Outcome, Pointer
from workbench.ui.canvas.hits import PortHit, hit, nearest
from workbench.ui.canvas.marks import LinkPreview
from workbench.ui.canvas.node_item import NodeItem
from workbench.ui.canvas.ports import first_free_input
from workbench.ui.canvas.scene import Scene
from workbench.ui.canvas.wiring import connecting, refusal
from workbench.ui.document.document import Document

_LEAST_WAY = 24


class DrawLink(Gesture):
    """Shows the link to be, and by colour and in words whether it may be."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, scene: Scene, document: Document, port: PortHit) -> None:
        self._scene, self._document, self._port = scene, document, port
        self._preview = LinkPreview(scene.look)
        self._link: Link | None = None
        self._target: NodeItem | None = None

    def start(self, pointer: Pointer) -> None:
        self._start = pointer
        self._scene.addItem(self._preview)
        self.move(pointer)

    def move(self, pointer: Pointer) -> None:
        over = self._port_under(pointer.scene)
        self._aim_at(over)
        end = over.place if over else pointer.scene
        start, stop = (end, self._port.place) if self._port.is_input else (self._port.place, end)
        self._preview.show_from(start, stop, refused=bool(self.status))

    def finish(self, pointer: Pointer) -> Outcome:
        self.move(pointer)
        link = self._link
        refused = bool(self.status)
        self.cancel()
        if link:
            return Outcome() if refused else Outcome(edit=connecting(self._scene.sight.seen, link))
        return Outcome(loose=self._loose(pointer))

    def cancel(self) -> None:
        if self._target is not None:
            self._target.set_hint(None)
            self._target = None
        if self._preview.scene() is not None:
            self._scene.removeItem(self._preview)

    def _loose(self, pointer: Pointer) -> Loose | None:
        """Return the loose end; None close to the port or on a card, where a slip is likelier than a wish."""
        is_far = (pointer.view - self._start.view).manhattanLength() > _LEAST_WAY
        if not is_far or isinstance(hit(self._scene, pointer.scene), PortHit | NodeItem):
            return None
        port = self._port
        return Loose(port.node.node_id, port.index, port.is_input, pointer.scene)

    def _aim_at(self, over: PortHit | None) -> None:
        node = over.node if over else None
        link = self._link_to(over) if over else None
        if link != self._link or node is not self._target:
            self._link = link
            self.status = self._verdict(link, node)
        if self._target is not None and self._target is not node:
            self._target.set_hint(None)
        self._target = node
        if node is not None:
            node.set_hint("bad" if self.status else "good")

    def _verdict(self, link: Link | None, node: NodeItem | None) -> str:
        return refusal(self._document.project.graph, self._scene.sight.seen, link) if link else ""

    def _port_under(self, at: QPointF) -> PortHit | None:
        """Return the fitting port: the one under the pointer, else the first free one of the card there."""
        found = hit(self._scene, at)
        if isinstance(found, PortHit):
            if found.is_input != self._port.is_input:
                return found
            found = None if found.node is self._port.node else found.node
        if not isinstance(found, NodeItem):
            return None
        wanted = nearest(found, at, is_input=not self._port.is_input)
        if wanted is None or not wanted.is_input:
            return wanted
        taken = self._scene.sight.taken_inputs(found.node_id)
        free = first_free_input(found.face.inputs, taken)
        if free is None:
            return wanted
        return PortHit(found, free, True, found.input_point(free))

    def _link_to(self, over: PortHit) -> Link:
        here, there = self._port, over
        source, target = (there, here) if here.is_input else (here, there)
        return Link(source.node.node_id, target.node.node_id, source.index, target.index)
