"""The drawing itself, by pyqtgraph: lines, best point, moments, crosshair, zoom that can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import pyqtgraph
from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.ui.live import pens, readings
from workbench.ui.live.canvas import PlotCanvas
from workbench.ui.live.labels import plain_label
from workbench.ui.live.lines import Drawing, Line, Mark
from workbench.ui.live.marker import BestMarker
from workbench.ui.live.moment_marks import MomentMarks
from workbench.ui.live.readings import Points
from workbench.ui.live.thinning import Thinner
from workbench.ui.theme import Theme, mono_font

_MOST_SYMBOLS = 60  # beyond that the points of a validation line would touch each other
_Layer = Literal["batches", "raw", "points"]
_DEPTHS: dict[_Layer, int] = {"batches": 0, "raw": 1, "points": 2}
_NOTHING = Drawing(key="", lines=(), epochs=1)


class Chart(QWidget):
    """Draws what it is given; a double click or the key A shows everything again after a zoom.

    ``epoch_hovered`` carries the epoch under the pointer, None when it leaves; ``epoch_clicked`` one that
    was clicked. ``read_out`` returns what the crosshair says of an epoch.
    """

    epoch_hovered = Signal(object)
    epoch_clicked = Signal(int)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.read_out: Callable[[int], str] = lambda _epoch: ""
        self._theme = theme
        self._is_zoomed = self._is_drawing = False
        self._drawing = _NOTHING
        self._limits: tuple[float, float] | None = None
        self._canvas = PlotCanvas(name)
        self._box = self._canvas.box
        self._items: dict[tuple[_Layer, int], Any] = {}
        self._thinners: dict[tuple[_Layer, int], Thinner] = {}
        self._best = BestMarker(self._canvas)
        self._marks = MomentMarks(self._canvas)
        self._cross, self._pin = self._upright(), self._upright()
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

    @property
    def moments(self) -> tuple[Mark, ...]:
        """What is marked."""
        return self._marks.moments

    @property
    def moment_texts(self) -> tuple[str, ...]:
        """The words that stand at marks, from left to right."""
        return self._marks.texts

    def draw(self, drawing: Drawing) -> None:
        """Show ``drawing``; x runs from 0 to its epochs."""
        if drawing.key != self._drawing.key or len(drawing.lines) != len(self._drawing.lines):
            self._forget()
        if drawing.is_log != self._drawing.is_log:
            self._canvas.set_log(is_log=drawing.is_log)
            self._limits, self._is_zoomed = None, False
        self._drawing = drawing
        for number, line in enumerate(drawing.lines):
            self._follow("batches", number, line.batches)
            self._follow("raw", number, line.raw)
            self._follow("points", number, line.points)
        self._is_drawing = True
        if not self._is_zoomed:
            self._fit()
        # What the new range moves is moved now: in the middle of a painting it would ask for another one.
        self._box.prepareForPaint()
        self._is_drawing = False
        self._show_lines()
        self._show_best()
        self._marks.mark(drawing.moments)

    def restore(self) -> None:
        """Show everything again."""
        self._is_zoomed = False
        self._limits = None
        self._fit()

    def show_cross(self, epoch: int | None) -> None:
        """Stand with the crosshair at an epoch, or put it away."""
        self._cross.setVisible(epoch is not None)
        if epoch is None:
            self._values.hide()
        else:
            self._cross.setPos(epoch)

    def pin(self, epoch: int | None) -> None:
        """Keep a line at an epoch, in sight; None takes it away."""
        self._pin.setVisible(epoch is not None)
        if epoch is None:
            return
        self._pin.setPos(epoch)
        left, right = self._box.viewRange()[0]
        if not left <= epoch <= right:
            half = (right - left) / 2
            self._box.setXRange(epoch - half, epoch + half, padding=0)

    def point(self, x: float, y: float) -> QPointF:
        """Return where (epochs, value) lies in the canvas' viewport."""
        return QPointF(self._canvas.mapFromScene(self._box.mapViewToScene(QPointF(x, y))))

    def _listen(self) -> None:
        self._box.sigRangeChangedManually.connect(self._on_box_zoomed)
        self._box.sigRangeChanged.connect(self._on_box_moved)
        self._box.sigResized.connect(self._on_box_moved)
        self._canvas.restore_requested.connect(self.restore)
        self._canvas.pointer_moved.connect(self._on_pointer_moved)
        self._canvas.pointer_left.connect(self._on_pointer_left)
        self._canvas.clicked.connect(self._on_canvas_clicked)
        self._theme.changed.connect(self._dress)

    def _upright(self) -> Any:
        line = pyqtgraph.InfiniteLine(angle=90, movable=False)
        line.hide()
        self._box.addItem(line, ignoreBounds=True)
        return line

    def _forget(self) -> None:
        """Begin with other lines."""
        for item in self._items.values():
            self._canvas.remove_line(item)
        self._items, self._thinners = {}, {}
        self._limits = None

    def _follow(self, layer: _Layer, number: int, points: Points) -> None:
        key = (layer, number)
        if key not in self._items:
            if not len(points):
                return
            self._items[key] = self._canvas.add_line(antialias=layer != "batches")
            self._items[key].setZValue(_DEPTHS[layer])
            self._thinners[key] = Thinner()
            self._dress_item(key, self._drawing.lines[number])
        self._thinners[key].follow(points)

    def _show_lines(self) -> None:
        """Put on the canvas what can be seen of the lines."""
        left, right = self._box.viewRange()[0]
        columns = max(50, round(self._box.width()))
        for (layer, number), item in self._items.items():
            seen = self._thinners[layer, number].visible(left, right, columns)
            if self._drawing.is_log:
                seen = readings.logarithm(seen)
            item.setData(seen.x, seen.y)
            if layer == "points":
                line = self._drawing.lines[number]
                has_symbols = line.is_validation and len(seen) <= _MOST_SYMBOLS
                item.setSymbol("o" if has_symbols else None)

    def _show_best(self) -> None:
        drawing = self._drawing
        judged = next((line for line in reversed(drawing.lines) if len(line.points)), None)
        if drawing.is_higher_better is None or judged is None:
            self._best.mark(None)
            return
        points = judged.raw if len(judged.raw) else judged.points
        best = readings.best(points, is_higher_better=drawing.is_higher_better)
        self._best.mark(best, is_log=drawing.is_log)
        # Validation lies mostly above training in losses and below it elsewhere: outside is free.
        self._best.place(is_below=drawing.is_higher_better)

    def _dress(self) -> None:
        colors = self._theme.colors
        self._canvas.dress(colors)
        for key in self._items:
            self._dress_item(key, self._drawing.lines[key[1]])
        self._best.dress(colors)
        self._marks.dress(colors)
        self._cross.setPen(pyqtgraph.mkPen(colors.faint, width=1))
        self._pin.setPen(pyqtgraph.mkPen(colors.accent, width=1.5))

    def _dress_item(self, key: tuple[_Layer, int], line: Line) -> None:
        item, color = self._items[key], pens.hue(line, self._theme.colors, is_dark=self._theme.is_dark)
        item.setPen(pens.bold(line, color) if key[0] == "points" else pens.thin(color))
        if key[0] == "points":
            item.setSymbolBrush(color)
            item.setSymbolPen(None)
            item.setSymbolSize(5)

    def _fit(self) -> None:
        lines = self._drawing.lines
        turned = readings.logarithm if self._drawing.is_log else _as_it_is
        shown = [turned(points) for line in lines for points in (line.points, line.raw)]
        noise = [turned(_sample(line.batches)) for line in lines]
        wanted = readings.limits(shown, noise, is_log=self._drawing.is_log)
        self._limits = readings.settled(self._limits, wanted)
        self._box.setRange(
            xRange=(0, self._drawing.epochs), yRange=self._limits, padding=0, disableAutoRange=True
        )

    def _on_box_zoomed(self, *_: object) -> None:
        self._is_zoomed = True

    def _on_box_moved(self, *_: object) -> None:
        if not self._is_drawing:
            self._show_lines()
            self._best.place(is_below=bool(self._drawing.is_higher_better))
        self._marks.place()

    def _on_pointer_moved(self, position: QPointF) -> None:
        if not self._box.sceneBoundingRect().contains(position):
            self._on_pointer_left()
            return
        epoch = round(float(self._box.mapSceneToView(position).x()))
        text = self.read_out(epoch)
        if not text:
            self._on_pointer_left()
            return
        self.show_cross(epoch)
        self._values.setText(text)
        self._values.adjustSize()
        self._values.move(self._beside(position))
        self._values.show()
        self.epoch_hovered.emit(epoch)

    def _on_pointer_left(self) -> None:
        if self._cross.isVisible():
            self.show_cross(None)
            self.epoch_hovered.emit(None)

    def _on_canvas_clicked(self, position: QPointF) -> None:
        if self._box.sceneBoundingRect().contains(position):
            epoch = round(float(self._box.mapSceneToView(position).x()))
            if self.read_out(epoch):
                self.epoch_clicked.emit(epoch)

    def _beside(self, position: QPointF) -> QPoint:
        at = self._canvas.mapFromScene(position)
        is_left = at.x() + self._values.width() + 16 > self._canvas.width()
        at.setX(max(0, at.x() - self._values.width() - 12) if is_left else at.x() + 12)
        at.setY(max(0, min(at.y(), self._canvas.height() - self._values.height())))
        return at


def _as_it_is(points: Points) -> Points:
    return points


def _sample(points: Points) -> Points:
    """Return some thousands of many points: enough to tell between which values they lie."""
    step = max(1, len(points) // 4096)
    return Points(points.x[::step], points.y[::step])
