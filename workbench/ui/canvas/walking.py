"""Going over the canvas by keys: from card to card, from link to link, to a place that is asked for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView

from workbench.project.graph import BlockId, Link, NodeId
from workbench.ui.canvas.faces import link_place
from workbench.ui.canvas.neighbours import Way, links_around, neighbour
from workbench.ui.canvas.scene import Scene
from workbench.ui.document.document import Document

_MARGIN = 48


class Walker(QObject):
    """Knows which card the keyboard is at. ``moved`` says so; ``told`` says in words where one stands."""

    moved = Signal()
    told = Signal(str)

    def __init__(self, view: QGraphicsView, scene: Scene, document: Document) -> None:
        super().__init__(view)
        self._view, self._scene, self._document = view, scene, document
        self._at: NodeId | None = None
        document.selection_changed.connect(self._on_selection_changed)
        scene.settled.connect(self.moved)

    @property
    def at(self) -> NodeId | None:
        """Return the card that the keyboard is at, which is one of the selected; None when none is."""
        chosen = self._document.selection
        if self._at in chosen and self._at in self._scene.nodes:
            return self._at
        return next((node for node in self._scene.nodes if node in chosen), None)

    def walk(self, way: Way, *, extend: bool = False) -> None:
        """Select the next card that way; with ``extend`` on top of what is selected."""
        there = self._next(way)
        if there is None:
            self.told.emit(self._nothing(way))
            return
        self._at = there
        self._scene.choose(self._document.selection | {there} if extend else {there})
        self._show(self._scene.nodes[there])
        self.told.emit("")
        self.moved.emit()

    def next_link(self, by: int = 1) -> None:
        """Select the next link of the card that the keyboard is at, or of the whole graph."""
        if self._document.project.graph.style == "sequential":
            self.told.emit(self.tr("The links of a stack follow from its order: none can be chosen."))
            return
        around = self.at or (self._at if self._at in self._scene.nodes else None)
        links = links_around(around, self._scene.links)
        if not links:
            self.told.emit(self.tr("There is no link here."))
            return
        chosen = self.chosen_link()
        here = links.index(chosen) if chosen in links else (-1 if by > 0 else 0)
        self._choose(links[(here + by) % len(links)])
        self._at = around

    def chosen_link(self) -> Link | None:
        """Return the one link that is selected; None when there are more, or none."""
        chosen = self._scene.selected_links()
        return next(iter(chosen)) if len(chosen) == 1 else None

    def centre_on(self, node: NodeId | BlockId) -> None:
        """Select a layer or block, look where it is shown, and put it in the middle of the view."""
        if node not in self._document.project.graph.taken_ids():
            return
        self._scene.sight.reveal(node)
        self._scene.choose({node})
        cards, frames = self._scene.nodes, self._scene.frames
        if node in cards:
            self._view.centerOn(cards[node].sceneBoundingRect().center())
        elif node in frames:
            self._view.centerOn(frames[node].title.center())

    def centre_on_link(self, place: str) -> None:
        """Select the link where problems are pinned to ``place``, and put it in the middle."""
        sight = self._scene.sight
        for link in self._document.project.graph.links:
            if link_place(link) == place:
                if all(link not in behind for behind in sight.seen.behind.values()):
                    sight.reveal(link.target)
                drawn = next((each for each, behind in sight.seen.behind.items() if link in behind), None)
                if drawn is not None:
                    self._choose(drawn)
                    self._view.centerOn(self._scene.links[drawn].sceneBoundingRect().center())
                return

    def _next(self, way: Way) -> NodeId | None:
        """Return the card that way: from a chosen link its end, from nowhere the first or the last card."""
        cards, link = self._scene.nodes, self.chosen_link()
        if link is not None and way in ("up", "down"):
            return link.source if way == "up" else link.target
        here = self.at or (self._at if self._at in cards else None)
        if here is None:
            ends = list(cards)
            return None if not ends else ends[-1] if way in ("up", "left") else ends[0]
        places = {node: card.face.at for node, card in cards.items()}
        return neighbour(here, way, places=places, links=self._scene.links)

    def _choose(self, link: Link) -> None:
        self._scene.choose((), {link})
        item = self._scene.links[link]
        self._show(item)
        cards = self._scene.nodes
        ends = [cards[end].face.name or cards[end].face.kind for end in (link.source, link.target)]
        shape = item.face.shape or self.tr("shape not known yet")
        self.told.emit(self.tr("Link from {0} to {1}, {2}").format(*ends, shape))

    def _show(self, item: QGraphicsItem) -> None:
        self._view.ensureVisible(item, _MARGIN, _MARGIN)

    def _nothing(self, way: Way) -> str:
        return {
            "up": self.tr("Nothing feeds this layer."),
            "down": self.tr("This layer feeds nothing."),
            "left": self.tr("Nothing stands to the left."),
            "right": self.tr("Nothing stands to the right."),
        }[way]

    def _on_selection_changed(self) -> None:
        if self._document.selection:
            self._at = self.at
        self.moved.emit()
