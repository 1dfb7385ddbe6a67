"""The way a link takes from an output port to an input port."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

_LEAST, _MOST = 24.0, 160.0


def curve(start: QPointF, end: QPointF) -> QPainterPath:
    """Return a cubic that leaves downwards and arrives from above, with a bow where ``end`` lies higher."""
    fall, aside = end.y() - start.y(), abs(end.x() - start.x())
    if aside < 0.5 and fall > 0:
        path = QPainterPath(start)
        path.lineTo(end)
        return path
    # Up to ``fall`` the curve never turns back; a target that lies higher needs a bow around the cards.
    reach = min(0.6 * fall, _MOST) if fall > 0 else min(_LEAST + (aside - fall) / 4, _MOST)
    path = QPainterPath(start)
    path.cubicTo(start + QPointF(0, reach), end - QPointF(0, reach), end)
    return path
