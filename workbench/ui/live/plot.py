"""One plot of one metric: thin batches, bold epochs, dashed validation, best point, crosshair.

pyqtgraph is loaded with the first figure, so that a window without a run stays small and quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from workbench.runs.events import EpochEnded
from workbench.runs.metrics import is_higher_better
from workbench.runs.state import RunState
from workbench.ui.live import readings, words
from workbench.ui.live.labels import plain_label
from workbench.ui.live.legend import Legend
from workbench.ui.theme import Theme

if TYPE_CHECKING:
    from workbench.ui.live.chart import Chart


class MetricPlot(QWidget):
    """A heading (a combo box where there is a choice of metrics), a legend and the chart."""

    metric_changed = Signal(str)

    def __init__(self, theme: Theme, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._theme = theme
        self._state: RunState | None = None
        self._metric = ""
        self._lines = (readings.EMPTY, readings.EMPTY)
        self._lines_of: tuple[str, tuple[EpochEnded, ...]] | None = None
        self._is_stale = False
        self._chart: Chart | None = None
        self._title = plain_label(f"{name}_title", title, bold=True)
        self._choice = QComboBox()
        self._choice.setObjectName(f"{name}_choice")
        self._choice.setAccessibleName(self.tr("Metric of this plot"))
        self._choice.hide()
        self._choice.activated.connect(self._on_choice_activated)
        self._legend = Legend(theme, (self.tr("training"), self.tr("validation")))
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
        return self._metric

    @property
    def chart(self) -> Chart | None:
        """The chart, once there was something to draw."""
        return self._chart

    def set_metrics(self, names: tuple[str, ...]) -> None:
        """Offer ``names``; with less than two there is nothing to choose and the heading stands alone."""
        shown = [self._choice.itemData(index) for index in range(self._choice.count())]
        if list(names) != shown:
            self._choice.clear()
            for name in names:
                self._choice.addItem(words.metric_title(name), name)
            self._choice.setCurrentIndex(self._choice.findData(self._metric))
        has_choice = len(names) > 1
        self._choice.setVisible(has_choice)
        self._title.setVisible(not has_choice)

    def show_metric(self, name: str) -> None:
        """Draw ``name`` from now on."""
        self._metric = name
        title = words.metric_title(name)
        self._title.setText(title)
        self.setAccessibleName(title)
        self._choice.setCurrentIndex(self._choice.findData(name))
        if self._chart is not None:
            self._chart.restore()
        self._refresh()

    def set_state(self, state: RunState | None) -> None:
        self._state = state
        self._refresh()

    def prepare(self) -> None:
        """Build the chart now, before there is anything to draw, so that the first figure is quick."""
        if self._chart is None:
            from workbench.ui.live.chart import Chart

            self._chart = Chart(self._theme, f"{self.objectName()}_chart")
            self._layout.addWidget(self._chart, 1)

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
        training, validation = self._epoch_lines(state)
        self._legend.set_has_second(has=len(validation) > 0 or not self._is_without_validation(state))
        self._chart.draw(
            noise=readings.batch_points(state, self._metric),
            training=training,
            validation=validation,
            epochs=readings.horizon(state),
            is_higher_better=is_higher_better(self._metric),
        )
        self._describe(training, validation)

    def _epoch_lines(self, state: RunState) -> tuple[readings.Points, readings.Points]:
        """Both lines; made anew only when an epoch ended, since the batches come thirty times a second."""
        key = (self._metric, state.epochs)
        if self._lines_of is None or self._lines_of[0] != key[0] or self._lines_of[1] is not key[1]:
            self._lines_of = key
            self._lines = (
                readings.epoch_points(state, self._metric),
                readings.epoch_points(state, f"val_{self._metric}"),
            )
        return self._lines

    def _is_without_validation(self, state: RunState) -> bool:
        return state.started is not None and state.started.validation_examples == 0

    def _describe(self, training: readings.Points, validation: readings.Points) -> None:
        last = [
            self.tr("{0} {1} after epoch {2}").format(name, words.reading(float(line.y[-1])), int(line.x[-1]))
            for name, line in ((self.tr("training"), training), (self.tr("validation"), validation))
            if len(line)
        ]
        self.setAccessibleDescription(", ".join(last) or self.tr("No epoch has ended yet"))

    def _on_choice_activated(self, index: int) -> None:
        name = self._choice.itemData(index, Qt.ItemDataRole.UserRole)
        self.show_metric(name)
        self.metric_changed.emit(name)
