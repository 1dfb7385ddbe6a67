"""Measures of the canvas: the card, its ports, the grid. All in scene pixels, y downwards."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

from PySide6.QtCore import QPointF, QRectF

from workbench.project.graph import Graph, NodeId, Point

WIDTH, HEIGHT = 208.0, 54.0
GRID, STEP = 24.0, 8.0
PITCH = 84.0
"""From the top of one row of cards to the top of the next."""
PORT = 4.5
CARD = QRectF(0, 0, WIDTH, HEIGHT)


def snapped(x: float, y: float, *, step: float = STEP) -> Point:
    """Return the nearest place on the grid."""
    return Point(round(x / step) * step, round(y / step) * step)


def input_port(index: int, count: int) -> QPointF:
    """Return where an input sits on its card, in the card's coordinates."""
    return QPointF(_port_x(index, count), 0)


def output_port(index: int, count: int) -> QPointF:
    """Return where an output sits on its card, in the card's coordinates."""
    return QPointF(_port_x(index, count), HEIGHT)


def card_at(at: Point) -> QRectF:
    return QRectF(at.x, at.y, WIDTH, HEIGHT)


def centred(x: float, y: float) -> Point:
    """Return the place of a card whose middle is near (x, y)."""
    return snapped(x - WIDTH / 2, y - HEIGHT / 2)


def free_place(graph: Graph, at: Point) -> Point:
    """Return the first place at ``at`` or to the right of it where a card covers no other."""
    cards = [card_at(node.at) for node in graph.nodes if abs(node.at.y - at.y) < HEIGHT + STEP]
    x = at.x
    while any(_near(card, x, at.y) for card in cards):
        x += GRID
    return Point(x, at.y)


def shift_beside(graph: Graph, nodes: Collection[NodeId]) -> Point:
    """Return how far to the right copies of ``nodes`` must go so that they cover no card."""
    return shift_clear(graph, bounds(node.at for node in graph.nodes if node.id in nodes))


def shift_clear(graph: Graph, own: QRectF) -> Point:
    """Return how far to the right cards that fill ``own`` must go so that they cover no card."""
    step = math.ceil(own.width() / GRID + 1) * GRID
    beside = own.translated(step, 0)
    if not any(beside.intersects(card_at(node.at)) for node in graph.nodes):
        return Point(step, 0)
    all_right = bounds(node.at for node in graph.nodes).right()
    return Point(math.ceil((all_right - own.left()) / GRID + 1) * GRID, 0)


def bounds(places: Iterable[Point]) -> QRectF:
    """Return the rectangle around all cards; a null one when there are none."""
    corners = [(at.x, at.y) for at in places]
    if not corners:
        return QRectF()
    xs, ys = zip(*corners, strict=True)
    left, top = min(xs), min(ys)
    return QRectF(left, top, max(xs) + WIDTH - left, max(ys) + HEIGHT - top)


def _near(card: QRectF, x: float, y: float) -> bool:
    return card.adjusted(-STEP, -STEP, STEP, STEP).intersects(QRectF(x, y, WIDTH, HEIGHT))


def _port_x(index: int, count: int) -> float:
    if count < 2:
        return WIDTH / 2
    gap = min(GRID, (WIDTH - 2 * GRID) / (count - 1))
    return WIDTH / 2 + (index - (count - 1) / 2) * gap
