"""Which gesture a press begins."""

from __future__ import annotations

from workbench.ui.canvas.gestures.band import SelectByBand
from workbench.ui.canvas.gestures.choose_link import ChooseLink
from workbench.ui.canvas.gestures.connect import DrawLink
from workbench.ui.canvas.gestures.gesture import Gesture, Pointer
from workbench.ui.canvas.gestures.move import MoveCards
from workbench.ui.canvas.gestures.reorder import Reorder
from workbench.ui.canvas.hits import Hit, PortHit, hit
from workbench.ui.canvas.link_item import LinkItem
from workbench.ui.canvas.node_item import NodeItem
from workbench.ui.canvas.scene import Scene
from workbench.ui.document.document import Document


def gesture_for(scene: Scene, document: Document, pointer: Pointer) -> Gesture:
    """Return the gesture of the left button at a place."""
    graph, selection = document.project.graph, document.selection
    is_stack = graph.style == "sequential"
    found: Hit | None = hit(scene, pointer.scene, ports=not is_stack)
    if isinstance(found, PortHit):
        return DrawLink(scene, document, found)
    if isinstance(found, NodeItem):
        whole = selection == graph.ids()
        if is_stack and len(graph.nodes) > 1 and not (whole or _several(found, selection)):
            return Reorder(scene, document, found.node_id)
        return MoveCards(scene, document, found.node_id)
    if isinstance(found, LinkItem) and not is_stack:
        return ChooseLink(scene, document, found.link)
    return SelectByBand(scene, selection)


def _several(card: NodeItem, selection: frozenset[str]) -> bool:
    return card.node_id in selection and len(selection) > 1
