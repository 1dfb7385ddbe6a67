"""Dropping a layer from the palette: free, on a link, into the stack, or in the place of another."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QPointF

from workbench.project.edits import AddNode, Edit, new_node
from workbench.project.graph import Node, Point
from workbench.ui.canvas.geometry import HEIGHT, centred, free_place
from workbench.ui.canvas.gestures.gesture import Gesture, Outcome, Pointer
from workbench.ui.canvas.hits import hit, link_at
from workbench.ui.canvas.link_item import LinkItem
from workbench.ui.canvas.marks import GhostCard, InsertionMark
from workbench.ui.canvas.node_item import NodeItem
from workbench.ui.canvas.ports import takes_input
from workbench.ui.canvas.replacing import refusal, replacement
from workbench.ui.canvas.scene import Scene
from workbench.ui.canvas.stack import gap_at, place_of_gap
from workbench.ui.canvas.wiring import inserting
from workbench.ui.document.document import Document


class DropLayer(Gesture):
    """A layer of one kind hovers over the canvas until it is let go or leaves."""

    def __init__(self, scene: Scene, document: Document, kind: str) -> None:
        self._scene, self._document, self._kind = scene, document, kind
        self._is_stack = document.project.graph.style == "sequential"
        self._mark = InsertionMark(scene.look) if self._has_gaps() else GhostCard(scene.look)
        self._link: LinkItem | None = None
        self._replaced: NodeItem | None = None
        self._is_refused = False

    def start(self, pointer: Pointer) -> None:
        self._scene.addItem(self._mark)
        self.move(pointer)

    def move(self, pointer: Pointer) -> None:
        self._aim_at_card(self._card_under(pointer.scene))
        self._mark.setVisible(self._replaced is None)
        if self._has_gaps():
            nodes = self._document.project.graph.nodes
            place = place_of_gap(nodes, gap_at(nodes, pointer.scene.y()))
        else:
            self._aim_at(None if self._replaced else self._link_under(pointer.scene))
            place = self._place(pointer.scene)
        self._mark.setPos(place.x, place.y)

    def finish(self, pointer: Pointer) -> Outcome:
        self.move(pointer)
        outcome = self._outcome(pointer.scene)
        self.cancel()
        return outcome

    def cancel(self) -> None:
        self._aim_at(None)
        self._aim_at_card(None)
        if self._mark.scene() is not None:
            self._scene.removeItem(self._mark)

    def _outcome(self, at: QPointF) -> Outcome:
        graph = self._document.project.graph
        if self._replaced is None:
            node = new_node(graph, self._kind, self._place(at))
            return Outcome(edit=self._edit(node, at), nodes=frozenset({node.id}))
        if self._is_refused:
            return Outcome()
        old = graph.node(self._replaced.node_id)
        edit = replacement(graph, self._document.catalog, old, self._kind)
        return Outcome(edit=edit, nodes=frozenset({old.id}))

    def _edit(self, node: Node, at: QPointF) -> Edit:
        if self._has_gaps():
            nodes = self._document.project.graph.nodes
            gap = gap_at(nodes, at.y())
            return AddNode(node, first=True) if gap == 0 else AddNode(node, after=nodes[gap - 1].id)
        if self._link:
            return inserting(self._scene.sight.seen, node, self._link.link)
        return AddNode(replace(node, block=self._scene.block_at(at)))

    def _place(self, at: QPointF) -> Point:
        """Return where the card goes: under the pointer, or beside the cards around a short link."""
        wanted = centred(at.x(), at.y())
        return free_place(self._scene.sight.graph, wanted) if self._link else wanted

    def _link_under(self, at: QPointF) -> LinkItem | None:
        feeds = takes_input(self._document.catalog, self._kind)
        return link_at(self._scene, at) if feeds else None

    def _card_under(self, at: QPointF) -> NodeItem | None:
        """Return the card to replace; in a stack only its middle, for its edges stand for the gaps."""
        found = hit(self._scene, at, ports=False)
        if not isinstance(found, NodeItem):
            return None
        is_inside = abs(at.y() - found.y() - HEIGHT / 2) <= HEIGHT / 4
        return found if is_inside or not self._is_stack else None

    def _aim_at_card(self, card: NodeItem | None) -> None:
        if self._replaced is not None and self._replaced is not card:
            self._replaced.set_hint(None)
        self._replaced, self.status, self._is_refused = card, "", False
        if card is None:
            return
        graph = self._document.project.graph
        if card.face.is_block:
            words = QCoreApplication.translate(
                "DropLayer", "A block can't be replaced by a layer. Delete it first."
            )
            self._is_refused, self.status = True, words
            card.set_hint("bad")
            return
        reason = refusal(graph, self._document.catalog, graph.node(card.node_id), self._kind)
        words = QCoreApplication.translate("DropLayer", "Replace {0} by {1}")
        self._is_refused, self.status = bool(reason), reason or words.format(card.face.kind, self._kind)
        card.set_hint("bad" if reason else "good")

    def _has_gaps(self) -> bool:
        return self._is_stack and bool(self._document.project.graph.nodes)

    def _aim_at(self, link: LinkItem | None) -> None:
        if self._link is not None and self._link is not link:
            self._link.set_target(False)
        self._link = link
        if link is not None:
            link.set_target(True)
