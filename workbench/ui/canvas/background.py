"""The dots behind the graph, thinned out as one zooms away."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from workbench.ui.canvas.geometry import GRID
from workbench.ui.canvas.look import Look

_CLOSEST = 20.0
"""Dots are never closer than this on the screen, in pixels."""


def paint_background(painter: QPainter, area: QRectF, look: Look) -> None:
    """Fill ``area`` of the scene and put a dot at every 24 px, or at a doubling of that."""
    painter.fillRect(area, look.canvas)
    zoom = painter.worldTransform().m11()
    gap = GRID
    while gap * zoom < _CLOSEST:
        gap *= 2
    columns = range(math.floor(area.left() / gap), math.ceil(area.right() / gap) + 1)
    rows = range(math.floor(area.top() / gap), math.ceil(area.bottom() / gap) + 1)
    painter.setPen(look.dot)
    painter.drawPoints([QPointF(column * gap, row * gap) for row in rows for column in columns])
