"""Lining cards up and spacing them out: pure functions from nodes to places."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workbench.project.graph import Node, NodeId, Point
from workbench.ui.canvas.geometry import STEP

Places = dict[NodeId, Point]
Arrange = Callable[[Sequence[Node]], Places]


def left(nodes: Sequence[Node]) -> Places:
    return _in_column(nodes, min(node.at.x for node in nodes))


def centre(nodes: Sequence[Node]) -> Places:
    """Put the cards below one another, halfway between the outermost."""
    return _in_column(nodes, _halfway([node.at.x for node in nodes]))


def right(nodes: Sequence[Node]) -> Places:
    return _in_column(nodes, max(node.at.x for node in nodes))


def top(nodes: Sequence[Node]) -> Places:
    return _in_row(nodes, min(node.at.y for node in nodes))


def middle(nodes: Sequence[Node]) -> Places:
    """Put the cards beside one another, halfway between the outermost."""
    return _in_row(nodes, _halfway([node.at.y for node in nodes]))


def bottom(nodes: Sequence[Node]) -> Places:
    return _in_row(nodes, max(node.at.y for node in nodes))


def spread_across(nodes: Sequence[Node]) -> Places:
    """Leave the outermost cards where they are and put the others at equal distances between them."""
    order = sorted(nodes, key=lambda node: node.at.x)
    places = _spread([node.at.x for node in order])
    return {node.id: Point(x, node.at.y) for node, x in zip(order, places, strict=True)}


def spread_down(nodes: Sequence[Node]) -> Places:
    """The same from top to bottom."""
    order = sorted(nodes, key=lambda node: node.at.y)
    places = _spread([node.at.y for node in order])
    return {node.id: Point(node.at.x, y) for node, y in zip(order, places, strict=True)}


def _in_column(nodes: Sequence[Node], x: float) -> Places:
    return {node.id: Point(x, node.at.y) for node in nodes}


def _in_row(nodes: Sequence[Node], y: float) -> Places:
    return {node.id: Point(node.at.x, y) for node in nodes}


def _halfway(places: list[float]) -> float:
    return round((min(places) + max(places)) / 2 / STEP) * STEP


def _spread(places: list[float]) -> list[float]:
    gap = (places[-1] - places[0]) / max(len(places) - 1, 1)
    return [places[0] + gap * number for number in range(len(places))]
