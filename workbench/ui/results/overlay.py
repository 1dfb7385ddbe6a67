"""Curves of several runs over one another, one metric at a time. Importing this loads pyqtgraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.ui.live import readings
from workbench.ui.live.canvas import PlotCanvas
from workbench.ui.live.readings import Points
from workbench.ui.results.hues import run_pen
from workbench.ui.theme import Theme


@dataclass(frozen=True)
class Line:
    """One run's points and the number of its stroke."""

    points: Points
    stroke: int


class Overlay(QWidget):
    """Draws the lines that it is given; x runs over all epochs of the longest."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: tuple[Line, ...] = ()
        self._items: list[Any] = []
        self._canvas = PlotCanvas("compare_chart")
        self._canvas.box.setMouseEnabled(x=False, y=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._canvas)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def lines(self) -> tuple[Line, ...]:
        return self._lines

    def draw(self, lines: Sequence[Line]) -> None:
        """Show ``lines`` and nothing else."""
        self._lines = tuple(lines)
        while len(self._items) < len(lines):
            self._items.append(self._canvas.add_line(antialias=True))
        for item in self._items[len(lines) :]:
            self._canvas.remove_line(item)
        del self._items[len(lines) :]
        for item, line in zip(self._items, lines, strict=True):
            item.setData(line.points.x, line.points.y)
            item.setPen(run_pen(line.stroke, is_dark=self._theme.is_dark))
        drawn = [line.points for line in lines if len(line.points)]
        longest = max((float(points.x[-1]) for points in drawn), default=1.0)
        self._canvas.box.setRange(xRange=(0, longest), yRange=readings.limits(drawn), padding=0)

    def _dress(self) -> None:
        self._canvas.dress(self._theme.colors)
        self.draw(self._lines)
