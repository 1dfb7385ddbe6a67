"""Columns for a layered layout: every card as near below and above its neighbours as the others let it."""

from __future__ import annotations

from itertools import pairwise

from workbench.project.layout_rows import Place, Rows, Way

_SWEEPS = 8
_STRAIGHT = 24.0
"""How much more than others a link of a chain, or one that passes a row, wants to be straight."""


def columns_of(rows: Rows, *, pitch: float, lane: float) -> list[float]:
    """Return the middle of every place across the drawing, in pixels.

    Cards of a row keep ``pitch`` from middle to middle, also from a link that passes them; such links keep
    ``lane`` from one another.
    """
    across = [0.0] * len(rows.row)
    for order in rows.order:
        for number, place in enumerate(order):
            across[place] = (number - (len(order) - 1) / 2) * pitch
    gaps = [[_gap(rows, left, right, pitch, lane) for left, right in pairwise(order)] for order in rows.order]
    above = [[(way.source, _wanted(rows, way)) for way in ways] for ways in rows.above]
    below = [[(way.target, _wanted(rows, way)) for way in ways] for ways in rows.below]
    both = [one + other for one, other in zip(above, below, strict=True)]
    down, up = range(len(rows.order)), range(len(rows.order) - 1, -1, -1)
    for numbers, pulls in [(down, above), (up, below)] * (_SWEEPS // 2) + [(down, both)]:
        for number in numbers:
            order = rows.order[number]
            wishes = [_wish(pulls[place], across, place) for place in order]
            for place, x in zip(order, _spread(wishes, gaps[number]), strict=True):
                across[place] = x
    return across


def _gap(rows: Rows, left: Place, right: Place, pitch: float, lane: float) -> float:
    return lane if left >= rows.nodes and right >= rows.nodes else pitch


def _wish(pulls: list[tuple[Place, float]], across: list[float], place: Place) -> tuple[float, float]:
    """Return where a place wants to be, and how much; without neighbours it hardly wants anything."""
    if not pulls:
        return across[place], 0.01
    total = weight = 0.0
    for other, wanted in pulls:
        total += wanted * across[other]
        weight += wanted
    return total / weight, weight


def _wanted(rows: Rows, way: Way) -> float:
    return _STRAIGHT if _runs_straight(rows, way) else 1.0


def _runs_straight(rows: Rows, way: Way) -> bool:
    """Tell whether a link should be straight: in a chain, and down to the last row that it passes."""
    if way.target >= rows.nodes:
        return True
    return way.source < rows.nodes and len(rows.below[way.source]) == len(rows.above[way.target]) == 1


def _spread(wishes: list[tuple[float, float]], gaps: list[float]) -> list[float]:
    """Return the places nearest to the wishes that keep the gaps: isotonic regression by pooling."""
    pools: list[tuple[float, float, int]] = []  # sum of weighted places, sum of weights, length
    shift, shifts = 0.0, [0.0]
    for gap in gaps:
        shift += gap
        shifts.append(shift)
    for (wish, weight), offset in zip(wishes, shifts, strict=True):
        total, mass, length = (wish - offset) * weight, weight, 1
        while pools and pools[-1][0] / pools[-1][1] > total / mass:
            before = pools.pop()
            total, mass, length = total + before[0], mass + before[1], length + before[2]
        pools.append((total, mass, length))
    middles = [total / mass for total, mass, length in pools for _ in range(length)]
    return [middle + offset for middle, offset in zip(middles, shifts, strict=True)]
