"""Nodes that alone span several rows of a layered layout go halfway, as a person would put them."""

from __future__ import annotations

import math

from workbench.project.layout_rows import Place, Rows


def rows_down(rows: Rows, across: list[float], *, pitch: float, room: float) -> list[float]:
    """Return how many rows down each node stands; ``across`` is the middle of every place.

    A node goes halfway only where it keeps ``pitch`` from others and its links keep ``room``.
    """
    return _Halves(rows, across, pitch, room).down


class _Halves:
    def __init__(self, rows: Rows, across: list[float], pitch: float, room: float) -> None:
        self._across, self._pitch, self._room = across, pitch, room
        self._standing = [[place for place in order if place < rows.nodes] for order in rows.order]
        self.down = [float(row) for row in rows.row[: rows.nodes]]
        for place in range(rows.nodes):
            ends = rows.ends(place)
            if ends is not None and rows.row[ends[1]] - rows.row[ends[0]] > 2:
                self._try(place, *ends)

    def _try(self, place: Place, first: Place, last: Place) -> None:
        middle = (self.down[first] + self.down[last]) / 2
        others = [
            other
            for row in range(int(self.down[first]), math.ceil(self.down[last]) + 1)
            for other in self._standing[row]
            if other not in (place, first, last)
        ]
        is_free = not any(
            self._collides(other, place, middle)
            or self._is_between(other, (first, self.down[first]), (place, middle))
            or self._is_between(other, (place, middle), (last, self.down[last]))
            for other in others
        )
        if is_free:
            self._standing[int(self.down[place])].remove(place)
            self._standing[int(middle)].append(place)
            self.down[place] = middle

    def _collides(self, other: Place, place: Place, row: float) -> bool:
        is_beside = abs(self._across[other] - self._across[place]) >= self._pitch - 1
        return not is_beside and abs(self.down[other] - row) < 1

    def _is_between(self, other: Place, start: tuple[Place, float], end: tuple[Place, float]) -> bool:
        left, right = sorted((self._across[start[0]], self._across[end[0]]))
        is_passed = start[1] < self.down[other] < end[1]
        return is_passed and left - self._room < self._across[other] < right + self._room
