"""Columns for a layered layout: every card as near below and above its neighbours as the others let it."""

from __future__ import annotations

from itertools import pairwise

from workbench.project.layout_rows import Place, Rows, Way

_SWEEPS = 12
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
    for sweep in range(_SWEEPS + 1):
        looks = ("above", "below", "both")[2 if sweep == _SWEEPS else sweep % 2]
        numbers = range(len(rows.order))
        for number in numbers if looks != "below" else reversed(numbers):
            order = rows.order[number]
            wishes = [_wish(rows, place, across, looks) for place in order]
            for place, x in zip(order, _spread(wishes, gaps[number]), strict=True):
                across[place] = x
    return across


def _gap(rows: Rows, left: Place, right: Place, pitch: float, lane: float) -> float:
    return lane if left >= rows.count and right >= rows.count else pitch


def _wish(rows: Rows, place: Place, across: list[float], looks: str) -> tuple[float, float]:
    """Return where a place wants to be, and how much; without neighbours it hardly wants anything."""
    total = weight = 0.0
    ways = [(way, way.source) for way in rows.above[place]] if looks != "below" else []
    ways += [(way, way.target) for way in rows.below[place]] if looks != "above" else []
    for way, other in ways:
        wanted = _STRAIGHT if _runs_straight(rows, way) else 1.0
        total, weight = total + wanted * across[other], weight + wanted
    return (total / weight, weight) if weight else (across[place], 0.01)


def _runs_straight(rows: Rows, way: Way) -> bool:
    """Tell whether a link should be straight: in a chain, and down to the last row that it passes."""
    if way.target >= rows.count:
        return True
    return way.source < rows.count and len(rows.below[way.source]) == len(rows.above[way.target]) == 1


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
