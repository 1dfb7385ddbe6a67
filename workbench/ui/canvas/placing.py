"""Putting parts of networks onto the canvas: at a place, on a link, or behind the selection."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, Signal

from workbench.project.block_view import View, view
from workbench.project.clip import Clip
from workbench.project.edits import Connect, Edit, PasteNodes, Together
from workbench.project.graph import Link, Node, NodeId, Point
from workbench.ui.canvas.copying import at_home, at_sight
from workbench.ui.canvas.geometry import PITCH, bounds, free_place, snapped
from workbench.ui.canvas.marks import GhostCard
from workbench.ui.canvas.scene import Scene
from workbench.ui.canvas.shelf import Shelf
from workbench.ui.document.document import Document


class Placing(QObject):
    """Waits for what is wanted from the shelf. ``told`` says what goes on, and why something can't be had."""

    told = Signal(str)

    def __init__(self, scene: Scene, document: Document, shelf: Shelf) -> None:
        super().__init__(scene)
        self._scene, self._document, self._shelf = scene, document, shelf
        self._ghosts: list[GhostCard] = []
        document.path_changed.connect(self._on_path_changed)

    def begin(self, key: str, at: QPointF | None = None, link: Link | None = None) -> None:
        """Fetch an offer and put it at ``at`` of the scene, on a link there, or behind the selection."""
        offer = self._shelf.offer(key)
        name = offer.name if offer else key
        ghost = self._ghost(at)
        self.told.emit(self.tr("Fetching “{0}”…").format(name))

        def done(clip: Clip) -> None:
            self._remove(ghost)
            self._place(clip, at, link)

        def failed(words: str) -> None:
            self._remove(ghost)
            self.told.emit(self.tr("“{0}” can't be placed: {1}").format(name, words))

        self._shelf.fetch(key, done, failed)

    def _place(self, clip: Clip, at: QPointF | None, link: Link | None) -> None:
        sight, document = self._scene.sight, self._document
        found = at_home(clip, ())
        part = view(found.as_graph())
        before = self._selected() if at is None else None
        link = link or self._only_link_of(before)
        edit = self._pasting(found, part, at, before)
        copies = edit.copies(document.project.graph)
        ids = at_sight(copies, part.graph.ids())
        single = next(iter(ids)) if len(ids) == 1 else None
        steps: list[Edit] = [edit]
        pasted = edit.apply(document.project).graph
        if single is not None and pasted.style == "functional" and (link is not None or before is not None):
            steps += _wiring(view(pasted, sight.inside), single, sight.seen, link, before)
        words = self.tr("Place {0}").format(found.blocks[0].name if found.blocks else self.tr("layers"))
        document.do(Together(tuple(steps), words))
        self._scene.choose(ids)
        self.told.emit("")

    def _pasting(self, found: Clip, part: View, at: QPointF | None, before: Node | None) -> PasteNodes:
        sight = self._scene.sight
        own = bounds(node.at for node in part.graph.nodes)
        if at is not None:
            by = snapped(at.x() - own.center().x(), at.y() - own.center().y())
            return PasteNodes(found, by, inside=self._scene.block_at(at))
        cards = sight.graph.nodes
        below = before or max(cards, key=lambda node: node.at.y, default=None)
        wanted = Point(below.at.x, below.at.y + PITCH) if below else Point(0, 0)
        place = free_place(sight.graph, wanted)
        by = snapped(place.x - own.left(), place.y - own.top())
        inside = before.block if before else sight.inside
        return PasteNodes(found, by, self._behind(), inside)

    def _behind(self) -> NodeId | None:
        """Return the layer of a stack that new ones follow."""
        graph = self._document.project.graph
        chosen = [node.id for node in graph.nodes if node.id in self._document.selection]
        return chosen[-1] if chosen and graph.style == "sequential" else None

    def _selected(self) -> Node | None:
        """Return the one card that is selected, in a graph whose links can be drawn."""
        chosen = [node for node in self._scene.sight.graph.nodes if node.id in self._document.selection]
        return chosen[0] if len(chosen) == 1 else None

    def _only_link_of(self, card: Node | None) -> Link | None:
        following = self._scene.sight.graph.out_of(card.id) if card is not None else ()
        return following[0] if len(following) == 1 else None

    def _ghost(self, at: QPointF | None) -> GhostCard | None:
        if at is None:
            return None
        ghost = GhostCard(self._scene.look)
        ghost.setPos(at - ghost.rect().center())
        self._scene.addItem(ghost)
        self._ghosts.append(ghost)
        return ghost

    def _remove(self, ghost: GhostCard | None) -> None:
        if ghost in self._ghosts:
            self._ghosts.remove(ghost)
            self._scene.removeItem(ghost)

    def _on_path_changed(self) -> None:
        """Give up what was wanted for a project that is no longer open."""
        if self._document.undo_stack.count() == 0:
            self._shelf.forget()
            for ghost in list(self._ghosts):
                self._remove(ghost)


def _wiring(after: View, card: NodeId, seen: View, link: Link | None, before: Node | None) -> list[Edit]:
    """Return what feeds a new card by ``before`` or puts it on a link; nothing where that is open."""
    ports = after.ports.get(card)
    source = (link.source, link.output) if link is not None else (before.id if before else "", 0)
    if ports is None:
        start, has_one_way = (card, 0), True
    else:
        start = ports.outputs[0] if ports.outputs else (card, 0)
        has_one_way = len(ports.inputs) == 1 and len(ports.outputs) == 1
    if not has_one_way:
        return []
    steps: list[Edit] = [Connect(each) for each in after.links(Link(source[0], card, source[1], 0))]
    if link is not None:
        steps += [Connect(Link(start[0], each.target, start[1], each.input)) for each in seen.links(link)]
    return steps
