"""The dots behind the graph, thinned out as one zooms away."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from workbench.ui.canvas.geometry import GRID
from workbench.ui.canvas.look import Look

_CLOSEST = 20.0
"""Dots are never closer than this on the screen, in pixels."""
_DOT = 4
"""The height of a row of dots, in pixels: a dot and its smooth edge."""


def paint_background(painter: QPainter, area: QRectF, look: Look, ratio: float) -> None:
    """Fill ``area`` of the scene and put a dot at every 24 px, or at a doubling of that.

    ``ratio`` is the screen's pixels to a pixel of the window.
    """
    painter.fillRect(area, look.canvas)
    zoom = painter.worldTransform().m11()
    gap = GRID
    while gap * zoom < _CLOSEST:
        gap *= 2
    _paint_dots(painter, area, look, gap, ratio)


def _paint_dots(painter: QPainter, area: QRectF, look: Look, gap: float, ratio: float) -> None:
    """Draw one row of dots and stamp it for all the others, each dot on whole pixels."""
    world = painter.worldTransform()
    seen = world.mapRect(area)
    columns = range(math.floor(area.left() / gap), math.ceil(area.right() / gap) + 1)
    rows = range(math.floor(area.top() / gap), math.ceil(area.bottom() / gap) + 1)
    row = QPixmap(math.ceil((seen.width() + _DOT) * ratio), math.ceil(_DOT * ratio))
    row.setDevicePixelRatio(ratio)
    row.fill(Qt.GlobalColor.transparent)
    left = math.floor(seen.left()) - _DOT / 2
    brush = QPainter(row)
    brush.setRenderHint(QPainter.RenderHint.Antialiasing)
    brush.setPen(look.dot)
    xs = (round(world.m11() * column * gap + world.dx() - left) for column in columns)
    brush.drawPoints([QPointF(x, _DOT / 2) for x in xs])
    brush.end()
    painter.setWorldTransform(QTransform())
    for number in rows:
        y = round(world.m22() * number * gap + world.dy())
        painter.drawPixmap(QPointF(left, y - _DOT / 2), row)
    painter.setWorldTransform(world)
