"""Dropping a part of a network from the palette: free, or on a link."""

from __future__ import annotations

from workbench.ui.canvas.geometry import centred
from workbench.ui.canvas.gestures.gesture import Gesture, Outcome, Pointer, Wish
from workbench.ui.canvas.hits import link_at
from workbench.ui.canvas.link_item import LinkItem
from workbench.ui.canvas.marks import GhostCard
from workbench.ui.canvas.scene import Scene


class DropOffer(Gesture):
    """The outline of a card hovers over the canvas until it is let go or leaves."""

    def __init__(self, scene: Scene, key: str) -> None:
        self._scene, self._key = scene, key
        self._mark = GhostCard(scene.look)
        self._link: LinkItem | None = None

    def start(self, pointer: Pointer) -> None:
        self._scene.addItem(self._mark)
        self.move(pointer)

    def move(self, pointer: Pointer) -> None:
        self._aim_at(link_at(self._scene, pointer.scene))
        place = centred(pointer.scene.x(), pointer.scene.y())
        self._mark.setPos(place.x, place.y)

    def finish(self, pointer: Pointer) -> Outcome:
        self.move(pointer)
        link = self._link.link if self._link is not None else None
        self.cancel()
        return Outcome(wish=Wish(self._key, pointer.scene, link))

    def cancel(self) -> None:
        self._aim_at(None)
        if self._mark.scene() is not None:
            self._scene.removeItem(self._mark)

    def _aim_at(self, link: LinkItem | None) -> None:
        if self._link is not None and self._link is not link:
            self._link.set_target(False)
        self._link = link
        if link is not None:
            link.set_target(True)
