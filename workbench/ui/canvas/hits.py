"""What lies under the pointer: a port before a card, a card before a frame's title, that before a link."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from workbench.project.graph import BlockId, NodeId
from workbench.ui.canvas.frame_item import FrameItem
from workbench.ui.canvas.geometry import CARD
from workbench.ui.canvas.link_item import LinkItem
from workbench.ui.canvas.node_item import NodeItem
from workbench.ui.canvas.scene import Scene

_REACH = 10.0


@dataclass(frozen=True)
class PortHit:
    """A port of a card; ``place`` is in the scene."""

    node: NodeItem
    index: int
    is_input: bool
    place: QPointF


Hit = PortHit | NodeItem | LinkItem | FrameItem


def hit(scene: Scene, at: QPointF, *, ports: bool = True) -> Hit | None:
    """Return the topmost thing at a place of the scene; None on bare canvas."""
    around = QRectF(at.x() - _REACH, at.y() - _REACH, 2 * _REACH, 2 * _REACH)
    near = scene.items(around)
    cards = [item for item in near if isinstance(item, NodeItem)]
    if ports:
        found = [port for card in cards for port in _ports(card) if _distance(port.place, at) <= _REACH]
        if found:
            return min(found, key=lambda port: _distance(port.place, at))
    for card in cards:
        if CARD.contains(at - card.pos()):
            return card
    return title_at(scene, at) or link_at(scene, at)


def title_at(scene: Scene, at: QPointF) -> FrameItem | None:
    """Return the open block whose title is at a place."""
    found = [frame for frame in scene.frames.values() if frame.title.contains(at)]
    return max(found, key=lambda frame: frame.face.depth, default=None)


def link_at(scene: Scene, at: QPointF) -> LinkItem | None:
    """Return the link whose curve or chip is at a place."""
    return next((item for item in scene.items(at) if isinstance(item, LinkItem)), None)


def nearest(node: NodeItem, at: QPointF, *, is_input: bool) -> PortHit | None:
    """Return the input or output of a card that is nearest to a place; None when it has none."""
    fitting = [port for port in _ports(node) if port.is_input == is_input]
    return min(fitting, key=lambda port: _distance(port.place, at), default=None)


def _ports(node: NodeItem) -> list[PortHit]:
    home = node.pos()
    inputs = [PortHit(node, i, True, home + place) for i, place in enumerate(node.input_places())]
    outputs = [PortHit(node, i, False, home + place) for i, place in enumerate(node.output_places())]
    return inputs + outputs


def _distance(a: QPointF, b: QPointF) -> float:
    gap = a - b
    return (gap.x() ** 2 + gap.y() ** 2) ** 0.5


def item_of(found: Hit | None) -> NodeId | BlockId | None:
    """Return the node or block that a hit means."""
    if isinstance(found, NodeItem):
        return found.node_id
    return found.block if isinstance(found, FrameItem) else None


def block_on(scene: Scene, at: QPointF) -> BlockId | None:
    """Return the block whose card or title is at a place, off the sign that opens or closes it there."""
    found = hit(scene, at)
    if isinstance(found, NodeItem) and found.face.is_block and not found.is_on_chevron(at):
        return found.node_id
    if isinstance(found, FrameItem) and not found.chevron.contains(at):
        return found.block
    return None
