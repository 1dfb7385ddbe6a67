"""Which gesture a press or a drag from the palette begins."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from workbench.ui.canvas.frame_item import FrameItem
from workbench.ui.canvas.gestures.band import SelectByBand
from workbench.ui.canvas.gestures.choose_link import ChooseLink
from workbench.ui.canvas.gestures.connect import DrawLink
from workbench.ui.canvas.gestures.drop import DropLayer
from workbench.ui.canvas.gestures.drop_offer import DropOffer
from workbench.ui.canvas.gestures.gesture import Gesture, Pointer
from workbench.ui.canvas.gestures.move import MoveCards
from workbench.ui.canvas.gestures.notes import HoldNote, PullNote
from workbench.ui.canvas.gestures.reorder import Reorder
from workbench.ui.canvas.gestures.turn_block import TurnBlock
from workbench.ui.canvas.hits import Hit, PortHit, hit
from workbench.ui.canvas.link_item import LinkItem
from workbench.ui.canvas.mime import unpack, unpack_offer
from workbench.ui.canvas.node_item import NodeItem
from workbench.ui.canvas.scene import Scene
from workbench.ui.canvas.shelf import Shelf
from workbench.ui.document.document import Document


def gesture_for(scene: Scene, document: Document, pointer: Pointer) -> Gesture:
    """Return the gesture of the left button at a place."""
    graph, selection = document.project.graph, document.selection
    is_stack = graph.style == "sequential"
    found: Hit | None = hit(scene, pointer.scene, ports=not is_stack)
    if isinstance(found, PortHit):
        return DrawLink(scene, document, found)
    if isinstance(found, NodeItem):
        if found.is_on_chevron(pointer.scene):
            return TurnBlock(scene, document, found.node_id)
        whole = selection == graph.ids()
        if is_stack and len(graph.nodes) > 1 and not (whole or _several(found, selection)):
            return Reorder(scene, document, found.node_id)
        return MoveCards(scene, document, found.node_id)
    if isinstance(found, LinkItem) and not is_stack:
        return ChooseLink(scene, document, found.link)
    if isinstance(found, FrameItem):
        is_sign = found.chevron.contains(pointer.scene)
        return (TurnBlock if is_sign else MoveCards)(scene, document, found.block)
    note = scene.notes.at(pointer.scene)
    if note is not None:
        return PullNote(scene, note) if note.is_at_edge(pointer.scene) else HoldNote(scene, document, note)
    return SelectByBand(scene, selection)


def _several(card: NodeItem, selection: frozenset[str]) -> bool:
    return card.node_id in selection and len(selection) > 1


def drop_for(scene: Scene, document: Document, shelf: Shelf, data: QMimeData) -> Gesture | None:
    """Return the gesture of a drag from the palette; None for one that brings nothing for a canvas."""
    kind, key = unpack(data), unpack_offer(data)
    if kind is not None and document.catalog.has("layer", kind):
        return DropLayer(scene, document, kind)
    if key is not None and shelf.offer(key) is not None:
        return DropOffer(scene, key)
    return None
