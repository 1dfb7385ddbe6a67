"""Where the frames of open blocks lie: around the cards and frames in them. All in scene pixels."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF

from workbench.project.graph import BlockId, Graph, NodeId, Point
from workbench.ui.canvas.geometry import HEIGHT, WIDTH, card_at

TITLE = 28.0
"""The height of a frame's title."""
SIDE, TOP, BOTTOM = 16.0, TITLE + 14.0, 22.0
"""From what is in a frame to its edges."""
CHEVRON = QRectF(4, 2, 24, 24)
"""The sign that closes a frame, from its top left corner, or opens a block's card."""


def frames(graph: Graph, places: Mapping[NodeId, QRectF]) -> dict[BlockId, QRectF]:
    """Return the frames of a view's open blocks; ``places`` are those of its cards."""
    ways = nesting(graph)
    found: dict[BlockId, QRectF] = {}

    def grow(block: BlockId | None, area: QRectF) -> None:
        if block is not None and block in ways:
            found[block] = found.get(block, QRectF()).united(area)

    for node in graph.nodes:
        grow(node.block, places[node.id])
    for block in sorted(graph.blocks, key=lambda block: -len(ways[block.id])):
        found[block.id] = found[block.id].adjusted(-SIDE, -TOP, SIDE, BOTTOM)
        grow(block.parent, found[block.id])
    return found


def nesting(graph: Graph) -> dict[BlockId, tuple[BlockId, ...]]:
    """Return for every open block of a view the open ones around it, outermost first, and itself."""
    blocks = {block.id: block for block in graph.blocks}
    ways: dict[BlockId, tuple[BlockId, ...]] = {}
    for block in graph.blocks:
        way = [block.id]
        while (parent := blocks[way[0]].parent) in blocks and parent is not None and parent not in way:
            way.insert(0, parent)
        ways[block.id] = tuple(way)
    return ways


def frames_of(graph: Graph) -> dict[BlockId, QRectF]:
    """Return the frames of a view's open blocks, with the cards where the graph says."""
    return frames(graph, {node.id: card_at(node.at) for node in graph.nodes})


def card_in_place_of(frame: QRectF) -> QRectF:
    """Return where the card of a block lies when its frame is closed: at its top, in the middle."""
    return QRectF(frame.center().x() - WIDTH / 2, frame.top(), WIDTH, HEIGHT)


def frame_in_place_of(card: QRectF, size: QRectF) -> QRectF:
    """Return where a frame of that size lies when the card is opened."""
    return QRectF(QPointF(card.center().x() - size.width() / 2, card.top()), size.size())


def corner(area: QRectF) -> Point:
    return Point(area.left(), area.top())
