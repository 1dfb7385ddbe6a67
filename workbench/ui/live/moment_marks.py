"""Marks at the foot of a plot for what happened there: a sign for each kind, a thin line for what was set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph
from PySide6.QtCore import Qt

from workbench.ui.live.canvas import PlotCanvas
from workbench.ui.live.lines import Mark, MomentKind
from workbench.ui.theme import Colors, mono_font

_SYMBOLS: dict[MomentKind, str] = {"rate": "t", "setting": "d", "pause": "s", "checkpoint": "o"}
_SIZES: dict[MomentKind, int] = {"rate": 9, "setting": 9, "pause": 7, "checkpoint": 4}
_FOOT = 0.03  # of the plot's height, from below
_MOST_WORDS = 4


class MomentMarks:
    """Keeps the marks of one canvas where its view goes."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._box = canvas.box
        self._moments: tuple[Mark, ...] = ()
        self._are_placed = False
        self._lines: Any = pyqtgraph.PlotDataItem([], [], connect="pairs")
        self._signs: Any = pyqtgraph.ScatterPlotItem()
        self._brush = pyqtgraph.mkBrush("w")
        self._words: list[Any] = []
        self._color = "w"
        for item, depth in ((self._lines, -5), (self._signs, 8)):
            item.setZValue(depth)
            canvas.box.addItem(item, ignoreBounds=True)

    @property
    def moments(self) -> tuple[Mark, ...]:
        return self._moments

    @property
    def texts(self) -> tuple[str, ...]:
        """The words that stand in the plot, from left to right."""
        return tuple(str(item.toPlainText()) for item in self._words)

    def mark(self, moments: Sequence[Mark]) -> None:
        """Mark these and no others."""
        if tuple(moments) != self._moments:
            self._moments = tuple(moments)
            self._word()
            self.place()

    def place(self) -> None:
        """Put the marks at the foot of what is in sight."""
        if not self._moments and not self._are_placed:
            return
        self._are_placed = bool(self._moments)
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

        self._place_words()

    def _word(self) -> None:
        """Have an item of text for each of the newest places where something was set."""
        named: dict[float, list[str]] = {}
        for moment in self._moments:
            if moment.brief:
                named.setdefault(moment.x, []).append(moment.brief)
        for old in self._words:
            self._box.removeItem(old)
        self._words = []
        for x, words in list(named.items())[-_MOST_WORDS:]:
            item: Any = pyqtgraph.TextItem(" · ".join(words), color=self._color)
            item.setFont(mono_font(7.5))
            item.setZValue(9)
            item.setPos(x, 0)
            self._box.addItem(item, ignoreBounds=True)
            self._words.append(item)

    def _place_words(self) -> None:
        """Put the words at the upper end of their lines, one under the other, where there is room."""
        (first, last), (_, top) = self._box.viewRange()
        for row, item in enumerate(self._words):
            x = float(item.pos().x())
            room = (last - x) / ((last - first) or 1.0) * self._box.width()
            is_left = room < item.boundingRect().width() + 6
            item.setAnchor((1.0 if is_left else 0.0, -0.8 * row))
            item.setPos(x, top)

    def dress(self, colors: Colors) -> None:
        self._color = colors.text
        for item in self._words:
            item.setColor(colors.text)
        self._brush = pyqtgraph.mkBrush(colors.muted)
        self._lines.setPen(pyqtgraph.mkPen(colors.line, width=1, style=Qt.PenStyle.DashLine))
        self.place()
