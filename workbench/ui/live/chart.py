"""The drawing itself, by pyqtgraph: lines, best point, crosshair, zoom that the user can take back."""

from __future__ import annotations

from typing import Any

import pyqtgraph
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.ui.live import readings, words
from workbench.ui.live.canvas import PlotCanvas
from workbench.ui.live.labels import plain_label
from workbench.ui.live.marker import BestMarker
from workbench.ui.live.readings import EMPTY, Points
from workbench.ui.theme import Theme, mono_font

_MOST_SYMBOLS = 60  # beyond that the points of the validation line would touch each other


class Chart(QWidget):
    """Draws what it is given; a double click or the key A shows everything again after a zoom."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_zoomed = self._is_rising = False
        self._epochs = 1
        self._lines: tuple[Points, Points, Points] = (EMPTY, EMPTY, EMPTY)
        self._limits: tuple[float, float] | None = None
        self._canvas = PlotCanvas(name)
        self._box = self._canvas.box
        # A peak in each pixel's column is all that can be seen of a hundred thousand batches.
        self._noise = self._canvas.add_line(
            autoDownsample=True, autoDownsampleFactor=1.0, downsampleMethod="peak", clipToView=True
        )
        self._training = self._canvas.add_line(antialias=True)
        self._validation = self._canvas.add_line(antialias=True)
        self._best = BestMarker(self._canvas)
        self._cross: Any = pyqtgraph.InfiniteLine(angle=90, movable=False)
        self._cross.hide()
        self._box.addItem(self._cross, ignoreBounds=True)
        self._values = plain_label(f"{name}_values", role="card", parent=self._canvas)
        self._values.setFont(mono_font())
        self._values.setMargin(4)
        self._values.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._values.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._canvas)
        self._listen()
        self._dress()

    @property
    def is_zoomed(self) -> bool:
        """Whether the user chose what part to see; new figures then no longer move it."""
        return self._is_zoomed

    @property
    def canvas(self) -> PlotCanvas:
        return self._canvas

    @property
    def best_text(self) -> str:
        """What stands beside the best point; empty while there is none."""
        return self._best.text

    @property
    def hover_text(self) -> str:
        """What the crosshair's label says; empty while the pointer is elsewhere."""
        return self._values.text() if self._values.isVisible() else ""

    def draw(
        self, *, noise: Points, training: Points, validation: Points, epochs: int, is_higher_better: bool
    ) -> None:
        """Show the lines; x runs from 0 to ``epochs``."""
        self._lines, self._epochs = (noise, training, validation), epochs
        self._noise.setData(noise.x, noise.y)
        self._training.setData(training.x, training.y)
        self._validation.setData(
            validation.x, validation.y, symbol="o" if len(validation) <= _MOST_SYMBOLS else None
        )
        if not self._is_zoomed:
            self._fit()
        judged = validation if len(validation) else training
        self._best.mark(readings.best(judged, is_higher_better=is_higher_better))
        # Validation lies mostly above training in losses and below it elsewhere: outside is free.
        self._best.place(is_below=is_higher_better)
        self._is_rising = is_higher_better
        # What the new range moves is moved now: in the middle of a painting it would ask for another one.
        self._box.prepareForPaint()

    def restore(self) -> None:
        """Show everything again."""
        self._is_zoomed = False
        self._limits = None
        self._fit()

    def point(self, x: float, y: float) -> QPointF:
        """Return where (epochs, value) lies in the canvas' viewport."""
        return QPointF(self._canvas.mapFromScene(self._box.mapViewToScene(QPointF(x, y))))

    def _listen(self) -> None:
        self._box.sigRangeChangedManually.connect(self._on_box_zoomed)
        self._box.sigResized.connect(self._on_box_resized)
        self._canvas.restore_requested.connect(self.restore)
        self._canvas.pointer_moved.connect(self._on_pointer_moved)
        self._canvas.pointer_left.connect(self._hide_cross)
        self._theme.changed.connect(self._dress)

    def _dress(self) -> None:
        colors = self._theme.colors
        self._canvas.dress(colors)
        faint = QColor(colors.training)
        faint.setAlphaF(0.38)
        self._noise.setPen(pyqtgraph.mkPen(faint, width=1))
        self._training.setPen(pyqtgraph.mkPen(colors.training, width=2))
        dashes = pyqtgraph.mkPen(colors.validation, width=2)
        dashes.setDashPattern([3, 2])
        self._validation.setPen(dashes)
        self._validation.setSymbolBrush(colors.validation)
        self._validation.setSymbolPen(None)
        self._validation.setSymbolSize(5)
        self._best.dress(colors)
        self._cross.setPen(pyqtgraph.mkPen(colors.faint, width=1))

    def _fit(self) -> None:
        wanted = readings.limits(self._lines[1:], self._lines[0])
        self._limits = readings.settled(self._limits, wanted)
        self._box.setRange(xRange=(0, self._epochs), yRange=self._limits, padding=0, disableAutoRange=True)

    def _on_box_zoomed(self, *_: object) -> None:
        self._is_zoomed = True

    def _on_box_resized(self, *_: object) -> None:
        self._best.place(is_below=self._is_rising)

    def _on_pointer_moved(self, position: QPointF) -> None:
        if not self._box.sceneBoundingRect().contains(position):
            self._hide_cross()
            return
        x = float(self._box.mapSceneToView(position).x())
        text = self._values_at(x)
        if not text:
            self._hide_cross()
            return
        self._cross.setPos(round(x))
        self._cross.show()
        self._values.setText(text)
        self._values.adjustSize()
        self._values.move(self._beside(position))
        self._values.show()

    def _values_at(self, x: float) -> str:
        epoch = round(x)
        named = ((self.tr("training"), self._lines[1]), (self.tr("validation"), self._lines[2]))
        found = [(name, readings.at(points, epoch)) for name, points in named]
        rows = [f"{name:<11}{words.reading(value):>7}" for name, value in found if value is not None]
        return "\n".join([self.tr("epoch {0}").format(epoch), *rows]) if rows else ""

    def _beside(self, position: QPointF) -> QPoint:
        at = self._canvas.mapFromScene(position)
        is_left = at.x() + self._values.width() + 16 > self._canvas.width()
        at.setX(at.x() - self._values.width() - 12 if is_left else at.x() + 12)
        at.setY(max(0, min(at.y(), self._canvas.height() - self._values.height())))
        return at

    def _hide_cross(self) -> None:
        self._cross.hide()
        self._values.hide()
