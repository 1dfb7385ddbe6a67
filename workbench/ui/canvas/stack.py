"""Places in a sequential stack: which gap a height falls into, and where that gap is."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.project.graph import Node, Point
from workbench.ui.canvas.geometry import HEIGHT, PITCH


def gap_at(nodes: Sequence[Node], y: float) -> int:
    """Return how many nodes of the stack lie above height ``y``."""
    return sum(1 for node in nodes if node.at.y + HEIGHT / 2 < y)


def place_of_gap(nodes: Sequence[Node], gap: int) -> Point:
    """Return the left end of the middle of a gap; (0, 0) in an empty stack."""
    if not nodes:
        return Point(0, 0)
    half = (PITCH - HEIGHT) / 2
    if gap == 0:
        return Point(nodes[0].at.x, nodes[0].at.y - half)
    if gap == len(nodes):
        return Point(nodes[-1].at.x, nodes[-1].at.y + HEIGHT + half)
    above, below = nodes[gap - 1].at, nodes[gap].at
    return Point(above.x, (above.y + HEIGHT + below.y) / 2)
