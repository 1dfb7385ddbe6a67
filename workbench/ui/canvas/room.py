"""Opening a block in its place and closing it again: what stands around makes room, and takes it back."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF

from workbench.project.block_view import view
from workbench.project.blocks import blocks_within, members
from workbench.project.edits import CollapseBlock, Edit, MoveNodes, Together
from workbench.project.graph import Block, BlockId, Graph, NodeId, Point
from workbench.ui.canvas.frames import card_in_place_of, corner, frame_in_place_of, frames_of, nesting
from workbench.ui.canvas.geometry import card_at
from workbench.ui.canvas.way_out import ways_out

Places = dict[NodeId | BlockId, Point]


def turned(graph: Graph, block_id: BlockId, inside: BlockId | None, *, label: str) -> Edit:
    """Return the edit that opens a collapsed block in its place, or closes an open one, seen ``inside``."""
    block = graph.block(block_id)
    opened = _open(graph, block)
    frame = frames_of(view(opened, inside).graph)[block_id]
    if block.is_collapsed:
        old = card_at(block.at)
        new = frame_in_place_of(old, frame)
        gone = new.topLeft() - frame.topLeft()
        contents = _moved(graph, block_id, gone)
    else:
        old, new = frame, card_in_place_of(frame)
        contents = _moved(graph, block_id, QPointF()) | {block_id: corner(new)}
    places = make_room(graph, block_id, inside, old, new) | contents
    return Together((MoveNodes(places), CollapseBlock(block_id, not block.is_collapsed)), label)


def make_room(graph: Graph, block: BlockId, inside: BlockId | None, old: QRectF, new: QRectF) -> Places:
    """Return where the cards and open blocks around a block go when it takes ``new`` instead of ``old``.

    What is below goes down, what is beside goes aside; so does what is around an open block that grows by it.
    ``ways_out`` says what is in the way.
    """
    seen = view(graph, inside).graph
    ways, frames = nesting(seen), frames_of(seen)
    home = {node.id: node.at for node in seen.nodes} | {block.id: block.at for block in seen.blocks}
    places: Places = {}
    item, level = block, graph.block(block).parent
    while True:
        level = level if level in ways else None
        areas = {other: area for other, area in items(seen, level, frames) if other != item}
        gone = ways_out(areas, _fed(seen, level), item, old=old, new=new)
        for other, by in gone.items():
            if not by.isNull():
                places[other] = Point(home[other].x + by.x(), home[other].y + by.y())
        if level is None:
            return places
        before = _united([old, *areas.values()])
        after = _united([new, *(area.translated(gone[other]) for other, area in areas.items())])
        old = frames[level]
        new = old.adjusted(
            after.left() - before.left(),
            after.top() - before.top(),
            after.right() - before.right(),
            after.bottom() - before.bottom(),
        )
        item, level = level, graph.block(level).parent


def _united(areas: list[QRectF]) -> QRectF:
    whole = QRectF()
    for area in areas:
        whole = whole.united(area)
    return whole


def items(
    seen: Graph, level: BlockId | None, frames: dict[BlockId, QRectF]
) -> Iterator[tuple[NodeId | BlockId, QRectF]]:
    """Give what stands right in an open block, or at the top: cards, and the frames of open blocks."""
    ways = nesting(seen)
    for node in seen.nodes:
        if (node.block if node.block in ways else None) == level:
            yield node.id, card_at(node.at)
    for block in seen.blocks:
        way = ways[block.id]
        if (way[-2] if len(way) > 1 else None) == level:
            yield block.id, frames[block.id]


def _fed(seen: Graph, level: BlockId | None) -> dict[str, set[str]]:
    """Return which of the things right in an open block, or at the top, feeds which."""
    ways = nesting(seen)
    around = ways[level] if level is not None else ()
    depth = len(around)
    standing: dict[NodeId, str] = {}
    for node in seen.nodes:
        way = ways.get(node.block, ()) if node.block is not None else ()
        if way[:depth] == around:
            standing[node.id] = way[depth] if len(way) > depth else node.id
    fed: dict[str, set[str]] = {}
    for link in seen.links:
        if link.source in standing and link.target in standing:
            fed.setdefault(standing[link.source], set()).add(standing[link.target])
    return fed


def _moved(graph: Graph, block: BlockId, by: QPointF) -> Places:
    homes = {node.id: node.at for node in members(graph, block)}
    homes |= {other.id: other.at for other in blocks_within(graph, block)}
    return {item: Point(at.x + by.x(), at.y + by.y()) for item, at in homes.items()}


def _open(graph: Graph, block: Block) -> Graph:
    opened = replace(block, is_collapsed=False)
    return replace(graph, blocks=tuple(opened if old.id == block.id else old for old in graph.blocks))
