"""The best point of a curve: a dot with its value in words, kept inside the plot."""

from __future__ import annotations

import math
from typing import Any

import pyqtgraph
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from workbench.ui.live import words
from workbench.ui.live.canvas import PlotCanvas
from workbench.ui.theme import Colors, mono_font

_GROUND = 190
_ROOM = 22.0  # pixels that the words need above or below the dot


class BestMarker:
    """Marks one point of a pyqtgraph canvas."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._box = canvas.box
        self._point: tuple[float, float] | None = None
        self._dot: Any = pyqtgraph.ScatterPlotItem(size=9)
        self._text: Any = pyqtgraph.TextItem()
        self._text.setFont(mono_font(8))
        for item in (self._dot, self._text):
            item.setZValue(10)
            item.hide()
            canvas.box.addItem(item, ignoreBounds=True)

    @property
    def text(self) -> str:
        """What stands beside the dot; empty while there is none."""
        return str(self._text.toPlainText()) if self._text.isVisible() else ""

    def mark(self, point: tuple[float, float] | None, *, is_log: bool = False) -> None:
        """Mark ``point``, or nothing; ``is_log`` where the plot shows logarithms of its values."""
        value = 0.0 if point is None else point[1]
        if point is not None and is_log:
            point = (point[0], math.log10(value)) if value > 0 else None
        self._point = point
        for item in (self._dot, self._text):
            item.setVisible(point is not None)
        if point is not None:
            best = QCoreApplication.translate("Chart", "best {0}").format(words.reading(value))
            self._dot.setData([point[0]], [point[1]])
            self._text.setPlainText(best)
            self._text.setPos(*point)

    def place(self, *, is_below: bool) -> None:
        """Put the words over or under the dot, shifted as far to the left as the plot needs."""
        if self._point is None:
            return
        box = self._box
        (first, last), (low, high) = box.viewRange()
        height = (self._point[1] - low) / ((high - low) or 1.0)
        needed = _ROOM / (box.height() or 1.0)
        is_above = height < needed if is_below else height < 1 - needed
        room = (last - self._point[0]) / ((last - first) or 1.0) * box.width()
        width = self._text.boundingRect().width()
        shift = max(0.0, width + 4 - room) / (width or 1.0)
        # A little more than the whole height, so that the words don't touch the dot.
        self._text.setAnchor((shift, 1.25 if is_above else -0.25))

    def dress(self, colors: Colors) -> None:
        self._dot.setBrush(colors.validation)
        self._dot.setPen(pyqtgraph.mkPen(colors.background, width=1))
        self._text.setColor(colors.text)
        ground = QColor(colors.background)
        ground.setAlpha(_GROUND)  # a curve may pass behind the words
        self._text.fill = pyqtgraph.mkBrush(ground)
