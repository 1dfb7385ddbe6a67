"""A surface seen from above, with the ways of optimizers down it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from workbench.catalog.surfaces import Surface
from workbench.protocol.exploring import Way
from workbench.ui.explore.plane_view import PlaneView, as_image, channels
from workbench.ui.results.hues import run_pen
from workbench.ui.theme import Theme

_SIDE, _BANDS = 240, 16


class SurfaceView(PlaneView):
    """The place on it is the start."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "surface_view", parent)
        self.setAccessibleName(self.tr("Surface with the ways of optimizers"))
        self._surface: Surface | None = None
        self._ways: tuple[tuple[int, Way], ...] = ()
        self._step = 0
        self.setToolTip(self.tr("Click or pull to start elsewhere; the arrow keys move the start too."))

    def show_surface(self, surface: Surface, start: tuple[float, float]) -> None:
        """Show a surface with where the ways start."""
        if surface is not self._surface:
            self._surface, self._image, self._reach = surface, None, surface.reach
        self._at = start
        self.update()

    def show_ways(self, ways: Sequence[tuple[int, Way]], step: int) -> None:
        """Show ways, each with the number of its stroke, up to a step."""
        self._ways, self._step = tuple(ways), step
        told = ", ".join(f"{way.optimizer.kind}: {_at(way, step)}" for _, way in self._ways)
        self.setAccessibleDescription(self.tr("step {0}: {1}").format(step, told))
        self.update()

    def _picture(self) -> QImage | None:
        """Return the surface in bands of height, the deepest the plainest, with a line between bands."""
        surface = self._surface
        if surface is None:
            return None
        at = np.linspace(-surface.reach, surface.reach, _SIDE)
        across, up = np.meshgrid(at, at[::-1])
        heights = np.asarray(surface.height(across, up), dtype=np.float64)
        shares = np.sqrt((heights - heights.min()) / ((heights.max() - heights.min()) or 1.0))
        bands = shares * _BANDS
        # How many pixels it is to the next line: near it the line is drawn, soft at its edges.
        away = np.abs(bands - np.round(bands)) / (np.hypot(*np.gradient(bands)) + 1e-9)
        strength = 0.05 + 0.42 * np.floor(bands) / _BANDS + 0.14 * np.clip(1.3 - away, 0.0, 1.0)
        low, high = channels(self._theme.colors.canvas), channels(self._theme.colors.accent)
        return as_image(low + (high - low) * strength[..., None])

    def _words(self) -> tuple[str, str]:
        return "" if self._surface is None else self._surface.formula, ""

    def _paint_on(self, painter: QPainter) -> None:
        for number, way in self._ways:
            end = min(self._step, len(way.x) - 1)
            points = [self.place_of(x, y) for x, y in zip(way.x[: end + 1], way.y[: end + 1], strict=True)]
            pen = run_pen(number, is_dark=self._theme.is_dark)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF(points))
            painter.setPen(QPen(QColor(self._theme.colors.background), 1))
            painter.setBrush(pen.color())
            painter.drawEllipse(points[-1], 4.5, 4.5)


def _at(way: Way, step: int) -> str:
    end = min(step, len(way.x) - 1)
    return f"({way.x[end]:.2f}, {way.y[end]:.2f})"
