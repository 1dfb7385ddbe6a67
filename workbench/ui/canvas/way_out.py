"""Where things go when one among them grows or shrinks: the same way back as there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPointF, QRectF

from workbench.ui.canvas.frames import SIDE
from workbench.ui.canvas.geometry import HEIGHT, PITCH, STEP

_GAP = PITCH - HEIGHT - STEP
"""Between two rows at least, once both are on the grid."""
Fed = Mapping[str, Iterable[str]]
"""What each thing feeds."""


def ways_out(
    areas: Mapping[str, QRectF], fed: Fed, item: str, *, old: QRectF, new: QRectF
) -> dict[str, QPointF]:
    """Return how far each thing goes out of the way of an item that changes from ``old`` to ``new``.

    A frame around one column fits between its neighbours: only what is below it in its column, or behind it
    in the network, goes down. A wider one sends what is beside it aside and all that is below down.
    """
    grown = max(abs(new.left() - old.left()), abs(new.right() - old.right()))
    is_slim = grown <= SIDE and new.top() == old.top()
    beside = [area for area in areas.values() if area.top() < old.bottom() and area.bottom() > old.top()]
    if is_slim and not any(area.intersects(new) for area in beside):
        below = _column(areas, fed, item, old=old, wide=new if new.width() > old.width() else old)
        down = _column_down(areas, below, new.bottom() - old.bottom())
        return {other: QPointF(0, down if other in below else 0) for other in areas}
    down = _all_down(areas, old=old, new=new)
    return {other: _way(area, down, old=old, new=new) for other, area in areas.items()}


def _way(area: QRectF, down: float, *, old: QRectF, new: QRectF) -> QPointF:
    if area.top() >= old.bottom():
        return QPointF(0, down)
    if area.bottom() <= old.top():
        return QPointF(0, new.top() - old.top())
    if area.center().x() < old.center().x():
        return QPointF(new.left() - old.left(), 0)
    return QPointF(new.right() - old.right(), 0)


def _column(areas: Mapping[str, QRectF], fed: Fed, item: str, *, old: QRectF, wide: QRectF) -> set[str]:
    """Return what is below an item and touches its column or is fed by it, and what is so below those."""
    below: set[str] = set()
    pending = [(item, QRectF(wide.left(), old.top(), wide.width(), old.height()))]
    while pending:
        above, area = pending.pop()
        targets = set(fed.get(above, ()))
        for other, place in areas.items():
            is_in_way = _share_column(place, area) or other in targets
            if other not in below and place.top() >= area.bottom() and is_in_way:
                below.add(other)
                pending.append((other, place))
    return below


def _all_down(areas: Mapping[str, QRectF], *, old: QRectF, new: QRectF) -> float:
    """Return how far down all that is below goes; up only until it meets what stood beside."""
    down = new.bottom() - old.bottom()
    below = [area.top() for area in areas.values() if area.top() >= old.bottom()]
    beside = [area.bottom() for area in areas.values() if new.bottom() <= area.top() < old.bottom()]
    if down >= 0 or not below or not beside:
        return down
    return min(max(down, max(beside) + _GAP - min(below)), 0)


def _column_down(areas: Mapping[str, QRectF], below: set[str], by: float) -> float:
    """Return how far down a column goes; up only until the first of it meets what stays."""
    if by >= 0:
        return by
    stays = [area for other, area in areas.items() if other not in below]
    for other in below:
        mover = areas[other]
        for area in stays:
            if area.bottom() <= mover.top() and _share_column(area, mover):
                by = max(by, area.bottom() + _GAP - mover.top())
    return min(by, 0)


def _share_column(one: QRectF, other: QRectF) -> bool:
    return one.left() < other.right() and one.right() > other.left()
