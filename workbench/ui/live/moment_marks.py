"""Marks at the foot of a plot for what happened there: a sign for each kind, a thin line for what was set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph
from PySide6.QtCore import Qt

from workbench.ui.live.canvas import PlotCanvas
from workbench.ui.live.lines import Moment, MomentKind
from workbench.ui.theme import Colors

_SYMBOLS: dict[MomentKind, str] = {"rate": "t", "setting": "d", "pause": "s", "checkpoint": "o"}
_SIZES: dict[MomentKind, int] = {"rate": 9, "setting": 9, "pause": 7, "checkpoint": 4}
_FOOT = 0.03  # of the plot's height, from below


class MomentMarks:
    """Keeps the marks of one canvas where its view goes."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._box = canvas.box
        self._moments: tuple[Moment, ...] = ()
        self._lines: Any = pyqtgraph.PlotDataItem([], [], connect="pairs")
        self._signs: Any = pyqtgraph.ScatterPlotItem()
        self._brush = pyqtgraph.mkBrush("w")
        for item, depth in ((self._lines, -5), (self._signs, 8)):
            item.setZValue(depth)
            canvas.box.addItem(item, ignoreBounds=True)

    @property
    def moments(self) -> tuple[Moment, ...]:
        return self._moments

    def mark(self, moments: Sequence[Moment]) -> None:
        """Mark these and no others."""
        if tuple(moments) != self._moments:
            self._moments = tuple(moments)
            self.place()

    def place(self) -> None:
        """Put the marks at the foot of what is in sight."""
        low, high = self._box.viewRange()[1]
        foot = low + _FOOT * (high - low)
        self._signs.setData(
            x=[moment.x for moment in self._moments],
            y=[foot] * len(self._moments),
            symbol=[_SYMBOLS[moment.kind] for moment in self._moments],
            size=[_SIZES[moment.kind] for moment in self._moments],
            brush=self._brush,
            pen=None,
        )
        at = [moment.x for moment in self._moments if moment.kind != "checkpoint"]
        self._lines.setData(np.repeat(at, 2), np.tile([low, high], len(at)))

    def dress(self, colors: Colors) -> None:
        self._brush = pyqtgraph.mkBrush(colors.muted)
        self._lines.setPen(pyqtgraph.mkPen(colors.line, width=1, style=Qt.PenStyle.DashLine))
        self.place()
