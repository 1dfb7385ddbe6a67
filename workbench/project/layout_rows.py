"""Rows for a layered layout: what stands in which, in what order, with bends where links pass rows."""

from __future__ import annotations

import heapq
from bisect import bisect_right, insort
from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from workbench.project.graph import Graph

Place = int
"""A node's number in the graph; bends are numbered on from there."""


class Way(NamedTuple):
    """A link, or a part of one, from a row to the next, with the ports that it leaves and enters."""

    source: Place
    target: Place
    output: float = 0.0
    input: float = 0.0


class Rows(NamedTuple):
    """``order`` lists the places of each row from left to right. Places from ``nodes`` on are bends."""

    nodes: int
    row: list[int]
    order: list[list[Place]]
    above: list[list[Way]]
    below: list[list[Way]]

    def ends(self, place: Place) -> tuple[Place, Place] | None:
        """Return where the one link into a node starts and the one out of it ends."""
        if not len(self.above[place]) == len(self.below[place]) == 1:
            return None
        first, last = self.above[place][0].source, self.below[place][0].target
        while first >= self.nodes:
            first = self.above[first][0].source
        while last >= self.nodes:
            last = self.below[last][0].target
        return first, last


def rows_of(graph: Graph) -> Rows:
    """Return the rows with few crossings: ordered by igraph, then by the ports that links really use."""
    numbers = {node.id: number for number, node in enumerate(graph.nodes)}
    links = [
        Way(numbers[link.source], numbers[link.target], link.output, link.input)
        for link in graph.links
        if link.source in numbers and link.target in numbers and link.source != link.target
    ]
    row = _rows(len(numbers), links)
    ways = _ways(row, [link for link in links if row[link.source] < row[link.target]])
    above: list[list[Way]] = [[] for _ in row]
    below: list[list[Way]] = [[] for _ in row]
    for way in ways:
        above[way.target].append(way)
        below[way.source].append(way)
    rows = Rows(len(numbers), row, _first_order(row, ways), above, below)
    _uncross(rows)
    return rows


def _rows(count: int, links: list[Way]) -> list[int]:
    """Return each node's row: right below the lowest that feeds it, and right above the highest it feeds.

    The second holds for nodes that nothing feeds. In a cycle the first drawn comes first.
    """
    open_links, onward = [0] * count, defaultdict[Place, list[Place]](list)
    for link in links:
        open_links[link.target] += 1
        onward[link.source].append(link.target)
    row, is_fed = [0] * count, [bool(number) for number in open_links]
    ready = [place for place in range(count) if not open_links[place]]
    waiting = [place for place in range(count) if open_links[place]][::-1]
    done = [False] * count
    while ready or waiting:
        place = heapq.heappop(ready) if ready else waiting.pop()
        if done[place]:
            continue
        done[place] = True
        for target in onward[place]:
            if not done[target]:
                row[target] = max(row[target], row[place] + 1)
                open_links[target] -= 1
                if not open_links[target]:
                    heapq.heappush(ready, target)
    for place in range(count):
        later = [row[target] for target in onward[place] if row[target] > row[place]]
        if not is_fed[place] and later:
            row[place] = min(later) - 1
    return row


def _ways(row: list[int], links: list[Way]) -> list[Way]:
    """Cut links that pass rows into parts from row to row, and give each bend its row."""
    ways: list[Way] = []
    for link in links:
        source, output = link.source, link.output
        for passed in range(row[link.source] + 1, row[link.target]):
            row.append(passed)
            ways.append(Way(source, len(row) - 1, output))
            source, output = len(row) - 1, 0.0
        ways.append(Way(source, link.target, output, link.input))
    return ways


def prepare() -> None:
    """Load igraph, which takes longer than laying most graphs out; who doesn't wait lays out at once."""
    import igraph  # noqa: F401


def _first_order(row: list[int], ways: list[Way]) -> list[list[Place]]:
    import igraph

    drawing = igraph.Graph(n=len(row), edges=[(way.source, way.target) for way in ways], directed=True)
    across = drawing.layout_sugiyama(layers=row).coords
    order: list[list[Place]] = [[] for _ in range(max(row) + 1)]
    for place in sorted(range(len(row)), key=lambda place: (across[place][0], place)):
        order[row[place]].append(place)
    return order


_SWEEPS, _SWEEPS_OF_LARGE, _LARGE = 6, 2, 10_000


def _uncross(rows: Rows) -> None:
    """Sort rows by where their links lead, up and down in turn, wherever that crosses no more of them."""
    at = [0.0] * len(rows.row)
    for order in rows.order:
        _number(order, at)
    idle = 0
    for sweep in range(_SWEEPS if len(rows.row) <= _LARGE else _SWEEPS_OF_LARGE):
        downwards, is_idle = sweep % 2 == 0, True
        for number in range(len(rows.order)) if downwards else reversed(range(len(rows.order))):
            order = rows.order[number]
            wanted = sorted(order, key=lambda place: (_middle(rows, place, at, downwards), place))
            if wanted == order:
                continue
            before = _crossings(rows, order, at)
            _number(wanted, at)
            if _crossings(rows, wanted, at) <= before:
                rows.order[number], is_idle = wanted, False
            else:
                _number(order, at)
        idle = idle + 1 if is_idle else 0
        if idle == 2:
            break


def _number(order: list[Place], at: list[float]) -> None:
    for number, place in enumerate(order):
        at[place] = number


def _middle(rows: Rows, place: Place, at: list[float], downwards: bool) -> float:
    """Return the middle of what a place is linked to in the row before; without links it stays."""
    if downwards:
        found = [at[way.source] + way.output / 100 for way in rows.above[place]]
    else:
        found = [at[way.target] + way.input / 100 for way in rows.below[place]]
    return sum(found) / len(found) if found else at[place]


def _crossings(rows: Rows, order: list[Place], at: list[float]) -> int:
    """Count the crossings of the links above and below a row."""
    above = [way for place in order for way in rows.above[place]]
    below = [way for place in order for way in rows.below[place]]
    return _between(above, at) + _between(below, at)


def _between(ways: list[Way], at: list[float]) -> int:
    """Count the pairs of links that start in one order and end in the other; a shared port is no crossing."""
    ends = sorted(((at[way.source], way.output), (at[way.target], way.input)) for way in ways)
    crossings, ended = 0, list[tuple[float, float]]()
    for _, group in groupby(ends, key=itemgetter(0)):
        lowers = [lower for _, lower in group]
        for lower in lowers:
            crossings += len(ended) - bisect_right(ended, lower)
        for lower in lowers:
            insort(ended, lower)
    return crossings
