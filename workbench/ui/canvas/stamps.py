"""Pieces that many cards share, drawn once per zoom and then stamped: smooth curves cost software dearly."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QWidget


class Stamps:
    """Draws pieces of the present zoom; those of another are forgotten."""

    def __init__(self) -> None:
        self._scale = (0.0, 0.0)
        self._made: dict[Hashable, QPixmap] = {}

    def paint(
        self,
        painter: QPainter,
        key: Hashable,
        area: QRectF,
        draw: Callable[[QPainter], None],
        *,
        widget: QWidget | None,
    ) -> None:
        """Paint what ``draw`` paints within ``area``; ``key`` tells all that it depends on but the zoom.

        A stamp falls on whole pixels of ``widget``. Without one (a picture in a file, where curves may stay
        curves) ``draw`` itself paints.
        """
        world = painter.worldTransform()
        if widget is None or not _only_scales(world):
            draw(painter)
            return
        scale = (world.m11(), widget.devicePixelRatioF())
        if scale != self._scale:
            self._scale = scale
            self._made.clear()
        stamp = self._made.get(key)
        if stamp is None:
            stamp = self._made[key] = _drawn(area, draw, *scale)
        corner = world.map(area.topLeft())
        painter.setWorldTransform(QTransform())
        painter.drawPixmap(QPoint(round(corner.x()), round(corner.y())), stamp)
        painter.setWorldTransform(world)


def _only_scales(world: QTransform) -> bool:
    return not world.isRotating() and world.m11() == world.m22()


def _drawn(area: QRectF, draw: Callable[[QPainter], None], zoom: float, ratio: float) -> QPixmap:
    scale = zoom * ratio
    stamp = QPixmap(math.ceil(area.width() * scale), math.ceil(area.height() * scale))
    stamp.setDevicePixelRatio(ratio)
    stamp.fill(Qt.GlobalColor.transparent)
    painter = QPainter(stamp)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(zoom, zoom)
    painter.translate(QPointF() - area.topLeft())
    draw(painter)
    painter.end()
    return stamp
