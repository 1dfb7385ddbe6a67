"""One plot of a run: thin batches, bold epochs, dashed validation, best point, moments, crosshair.

pyqtgraph is loaded with the first figure, so that a window without a run stays small and quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from workbench.runs.metrics import is_higher_better
from workbench.runs.state import RunState
from workbench.ui.live import offers, readings, words
from workbench.ui.live.epoch_lines import EpochLines
from workbench.ui.live.labels import plain_label
from workbench.ui.live.legend import Legend
from workbench.ui.live.lines import Drawing, Line, Mark
from workbench.ui.live.readings import EMPTY, Points
from workbench.ui.theme import Theme

if TYPE_CHECKING:
    from workbench.ui.live.chart import Chart

_SHORT = 10
"""Letters of a figure's name that always have room."""
_BESIDE_NAME = 24


class MetricPlot(QWidget):
    """A heading (a combo box where there is a choice of figures), a legend and the chart.

    ``lines`` are those of the run that is shown, which its owner keeps up to date.
    """

    metric_changed = Signal(str)
    chart_made = Signal(object)

    def __init__(
        self, theme: Theme, name: str, title: str, lines: EpochLines, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._theme = theme
        self._epoch_lines = lines
        self._state: RunState | None = None
        self._moments: tuple[Mark, ...] = ()
        self._metric = ""
        self._names: tuple[str, ...] = ()
        self._smoothing, self._is_log = 1, False
        self._is_stale = False
        self._chart: Chart | None = None
        self._title = plain_label(f"{name}_title", title, bold=True)
        self._choice = QComboBox()
        self._choice.setObjectName(f"{name}_choice")
        self._choice.setAccessibleName(self.tr("Figure of this plot"))
        # The legend stands beside it; the list that opens is as wide as its names need.
        self._choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._choice.setMinimumContentsLength(_SHORT)
        self._choice.hide()
        self._choice.activated.connect(self._on_choice_activated)
        self._legend = Legend(theme)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 8, 0)
        head.addWidget(self._title)
        head.addWidget(self._choice)
        head.addStretch(1)
        head.addWidget(self._legend)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addLayout(head)

    @property
    def metric_name(self) -> str:
        """The key of what is drawn: a figure's name, or one of ``offers``."""
        return self._metric

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def title(self) -> str:
        return offers.title_of(self._metric)

    @property
    def legend(self) -> Legend:
        return self._legend

    @property
    def chart(self) -> Chart | None:
        """The chart, once there was something to draw."""
        return self._chart

    def set_metrics(self, names: tuple[str, ...]) -> None:
        """Offer what there is to show of figures with these names."""
        self._names = names
        keys = offers.offers(names) if names else ()
        if list(keys) != [self._choice.itemData(index) for index in range(self._choice.count())]:
            self._choice.clear()
            for key in keys:
                self._choice.addItem(offers.title_of(key), key)
            self._choice.setCurrentIndex(self._choice.findData(self._metric))
            listed = self._choice.view()
            listed.setMinimumWidth(listed.sizeHintForColumn(0) + _BESIDE_NAME)
        has_choice = len(keys) > 1
        self._choice.setVisible(has_choice)
        self._title.setVisible(not has_choice)

    def show_metric(self, key: str) -> None:
        """Draw what ``key`` stands for from now on."""
        self._metric = key
        self._title.setText(self.title)
        self.setAccessibleName(self.title)
        self._choice.setCurrentIndex(self._choice.findData(key))
        if self._chart is not None:
            self._chart.restore()
        self._refresh()

    def show_as(self, *, smoothing: int, is_log: bool) -> None:
        """Take so many epochs together, and draw logarithms or not."""
        self._smoothing, self._is_log = smoothing, is_log
        self._refresh()

    def set_state(self, state: RunState | None, moments: tuple[Mark, ...] = ()) -> None:
        self._state, self._moments = state, moments
        self._refresh()

    def prepare(self) -> None:
        """Build the chart now, before there is anything to draw, so that the first figure is quick."""
        if self._chart is None:
            from workbench.ui.live.chart import Chart

            self._chart = Chart(self._theme, f"{self.objectName()}_chart")
            self._layout.addWidget(self._chart, 1)
            self.chart_made.emit(self._chart)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    def _refresh(self) -> None:
        self._is_stale = not self.isVisible()
        if self._is_stale or not self._metric:
            return
        self.prepare()
        if self._chart is None:
            return
        state = self._state or RunState()
        shown = () if self._state is None else offers.shown(self._metric, self._names)
        lines = tuple(line for each in shown for line in self._lines(state, each))
        is_figure = self._metric not in (offers.RATE, offers.SPEED)
        is_best = is_figure and all(line.output is None for line in lines)
        self._chart.draw(
            Drawing(
                key=self._metric,
                lines=lines,
                epochs=readings.horizon(state),
                is_higher_better=is_higher_better(self._metric) if is_best else None,
                is_log=self._is_log,
                moments=self._moments,
            )
        )
        self._legend.show_lines(lines if is_figure else ())
        self._describe(lines)

    def _lines(self, state: RunState, shown: offers.Shown) -> tuple[Line, ...]:
        if shown.name == offers.SPEED:
            return (Line(shown.title, EMPTY, batches=Points(state.speeds.x, state.speeds.y)),)
        trained = self._line(
            self.tr("training"), shown.name, shown.output, readings.batch_points(state, shown.name)
        )
        judged = self._line(self.tr("validation"), f"val_{shown.name}", shown.output)
        if shown.output is not None:
            trained, judged = _named(trained, shown.title), _named(judged, f"{shown.title}, {judged.name}")
        has_validation = shown.name != offers.RATE and (
            len(judged.points) > 0 or not _is_without_validation(state)
        )
        return (trained, judged) if has_validation else (trained,)

    def _line(self, title: str, name: str, output: int | None, batches: Points = EMPTY) -> Line:
        points = self._epoch_lines.points(name)
        if self._smoothing == 1:
            return Line(title, points, name.startswith("val_"), output, batches=batches)
        smooth = readings.smoothed(points, self._smoothing)
        return Line(title, smooth, name.startswith("val_"), output, raw=points, batches=batches)

    def _describe(self, lines: tuple[Line, ...]) -> None:
        last = [
            self.tr("{0} {1} after epoch {2}").format(
                line.name, words.reading(float(line.points.y[-1])), int(line.points.x[-1])
            )
            for line in lines
            if len(line.points)
        ]
        self.setAccessibleDescription(", ".join(last) or self.tr("No epoch has ended yet"))

    def _on_choice_activated(self, index: int) -> None:
        key = self._choice.itemData(index, Qt.ItemDataRole.UserRole)
        self.show_metric(key)
        self.metric_changed.emit(key)


def _named(line: Line, name: str) -> Line:
    return Line(name, line.points, line.is_validation, line.output, raw=line.raw, batches=line.batches)


def _is_without_validation(state: RunState) -> bool:
    return state.started is not None and state.started.validation_examples == 0
