"""A bare pyqtgraph canvas in the program's dress: one frame, quiet grid, figures in the mono face.

Importing this module loads pyqtgraph: only what draws may do that, and only when there is something to draw.
"""

from __future__ import annotations

from typing import Any

import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from workbench.ui.theme import Colors, mono_font

_STILL = 4.0  # pixels that a hand may move between pressing and letting go, and it is still a click


class EpochAxis(pyqtgraph.AxisItem):
    """An axis of epochs: ticks stand at whole epochs only."""

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:  # noqa: N803
        spacings: list[tuple[float, float]] = super().tickSpacing(minVal, maxVal, size)
        return [(max(1.0, round(spacing)), offset) for spacing, offset in spacings[:1]]


class PlotCanvas(pyqtgraph.GraphicsView):
    """A view box with two axes.

    Not pyqtgraph's own PlotWidget: that makes seven menus without a parent, which outlive it, and a
    panel of buttons, none of which is wanted here.
    """

    restore_requested = Signal()
    pointer_moved = Signal(QPointF)  # in scene coordinates
    pointer_left = Signal()
    clicked = Signal(QPointF)  # in scene coordinates

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(120, 80)
        # pyqtgraph would follow the figures by its own rule, which lets one wild batch squash the rest.
        self.box: Any = pyqtgraph.ViewBox(enableMenu=False)
        self.box.disableAutoRange()
        self._pressed_at: QPointF | None = None
        self.axes: tuple[Any, Any] = (pyqtgraph.AxisItem("left"), EpochAxis("bottom"))
        self.lines: list[Any] = []
        self._arrange()

    def add_line(self, **options: Any) -> Any:
        """Add an empty PlotDataItem with pyqtgraph's ``options`` and return it."""
        line = pyqtgraph.PlotDataItem([], [], skipFiniteCheck=True, connect="all", **options)
        self.box.addItem(line)
        self.lines.append(line)
        return line

    def remove_line(self, line: Any) -> None:
        self.lines.remove(line)
        self.box.removeItem(line)

    def set_log(self, *, is_log: bool) -> None:
        """Take the values for decadic logarithms, and label them by what they stand for."""
        self.axes[0].setLogMode(x=False, y=is_log)

    def dress(self, colors: Colors) -> None:
        """Put on a theme."""
        self.setBackground(colors.background)
        self.box.setBorder(pyqtgraph.mkPen(colors.line, width=1))
        for axis in self.axes:
            axis.setPen(pyqtgraph.mkPen(colors.line, width=1))
            axis.setTextPen(pyqtgraph.mkPen(colors.muted))
        self.axes[0].setGrid(170)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_A and not event.modifiers():
            self.restore_requested.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.restore_requested.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed_at = event.position() if is_left else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed_at = self._pressed_at, None
        if pressed is not None and (event.position() - pressed).manhattanLength() < _STILL:
            self.clicked.emit(self.mapToScene(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.pointer_moved.emit(self.mapToScene(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointer_left.emit()

    def _arrange(self) -> None:
        grid = pyqtgraph.GraphicsLayout(border=None)
        grid.setContentsMargins(0, 2, 10, 0)
        grid.setSpacing(0)
        left, bottom = self.axes
        grid.addItem(left, 0, 0)
        grid.addItem(self.box, 0, 1)
        grid.addItem(bottom, 1, 1)
        self.setCentralItem(grid)
        for axis in self.axes:
            axis.linkToView(self.box)
            axis.setZValue(-1000)  # the grid lies under the box and its lines
            axis.enableAutoSIPrefix(False)
            axis.setStyle(tickLength=0, tickFont=mono_font(7.5), tickTextOffset=6, maxTickLevel=0)
            # The first and the last label may reach a little beyond the axis, else 0 would not be labelled.
            axis.setStyle(hideOverlappingLabels=12)
        left.setWidth(40)
        bottom.setHeight(22)
