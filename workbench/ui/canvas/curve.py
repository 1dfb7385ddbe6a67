"""The way a link takes from an output port to an input port."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from workbench.ui.canvas.geometry import HEIGHT, PITCH

_LEAST, _MOST = 24.0, 160.0
_BEND = 44.0
_LONG = 2 * PITCH - HEIGHT
"""A link that falls by as much passes a row of cards."""


def curve(start: QPointF, end: QPointF) -> QPainterPath:
    """Return a cubic that leaves downwards and arrives from above, with a bow where ``end`` lies higher.

    One that passes rows of cards falls straight, where a layered layout keeps its way free, and bends only
    above its target.
    """
    fall, aside = end.y() - start.y(), abs(end.x() - start.x())
    path = QPainterPath(start)
    if aside < 0.5 and fall > 0:
        path.lineTo(end)
        return path
    if fall >= _LONG:
        start = QPointF(start.x(), end.y() - _BEND)
        path.lineTo(start)
        fall = _BEND
    # Up to ``fall`` the curve never turns back; a target that lies higher needs a bow around the cards.
    reach = min(0.6 * fall, _MOST) if fall > 0 else min(_LEAST + (aside - fall) / 4, _MOST)
    path.cubicTo(start + QPointF(0, reach), end - QPointF(0, reach), end)
    return path
