"""Compare: several runs' curves over one another, and their best figures in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from workbench.runs.metrics import is_higher_better
from workbench.runs.registry import RunSummary
from workbench.runs.state import RunState
from workbench.ui.live import readings, words
from workbench.ui.live.labels import plain_label
from workbench.ui.results.checked_runs import CheckedRunsModel
from workbench.ui.results.figure_table import FigureTable
from workbench.ui.results.followed import FollowedRuns
from workbench.ui.results.run_table import RunTable
from workbench.ui.theme import Theme

if TYPE_CHECKING:
    from workbench.ui.results.overlay import Overlay


class ComparePage(QWidget):
    """Checked runs are read from their journals; those still going on are followed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compare_page")
        self.setAccessibleName(self.tr("Compare"))
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._overlay: Overlay | None = None
        self._chosen: str | None = None
        self._followed = FollowedRuns(self)
        self.runs = CheckedRunsModel(theme, self)
        self.choice = QComboBox()
        self.table = FigureTable("compare_table", self.tr("Compared runs"))
        self._chart_place = QVBoxLayout()
        self._stack = QStackedLayout(self)
        self._empty = plain_label("compare_empty", role="muted")  # nobody has looked for runs yet
        self._arrange()
        self.runs.checked_changed.connect(self._on_checked_changed)
        self._followed.changed.connect(self._refresh)
        self.choice.activated.connect(self._on_choice_activated)
        theme.changed.connect(self._refresh)

    @property
    def overlay(self) -> Overlay | None:
        """The chart, once there was something to draw."""
        return self._overlay

    def set_runs(self, runs: tuple[RunSummary, ...]) -> None:
        """List ``runs``, newest first."""
        self._empty.setText(self.tr("No runs yet.\nTrain at least twice, then compare the runs here."))
        self._stack.setCurrentIndex(1 if runs else 0)
        self.runs.set_runs(runs)

    def close_sessions(self) -> None:
        """Stop following the checked runs."""
        self._followed.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_checked_changed()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._followed.rest()

    def _arrange(self) -> None:
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choice.setObjectName("compare_metric")
        self.choice.setAccessibleName(self.tr("Metric"))
        self.choice.setMinimumWidth(220)
        head = QHBoxLayout()
        head.addWidget(plain_label("compare_title", self.tr("Compare"), role="title"))
        head.addStretch(1)
        head.addWidget(self.choice)
        right = QVBoxLayout()
        right.setContentsMargins(20, 16, 20, 16)
        right.setSpacing(12)
        right.addLayout(head)
        right.addLayout(self._chart_place, 1)
        right.addWidget(self.table)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(RunTable(self.runs, "compare_list", self._theme), 2)
        row.addLayout(right, 9)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(both)

    def _on_checked_changed(self) -> None:
        # Journals are read when somebody looks, not for a page that is hidden.
        if self.isVisible():
            self._followed.follow({run.folder for run, _ in self.runs.checked})
            self._refresh()

    def _on_choice_activated(self) -> None:
        self._chosen = self.choice.currentData()
        self._refresh()

    def _refresh(self) -> None:
        if not self.isVisible() or not self.runs.runs:
            return
        states = [(run, stroke, self._followed.state(run.folder)) for run, stroke in self.runs.checked]
        self._offer([state for _, _, state in states])
        key = self.choice.currentData() or "loss"
        self._draw([(stroke, readings.epoch_points(state, key)) for _, stroke, state in states])
        self._tabulate(states, key.removeprefix("val_"))

    def _offer(self, states: list[RunState]) -> None:
        names = dict.fromkeys(name for state in states for name in readings.metric_names(state))
        keys = [key for name in names for key in (f"val_{name}", name)]
        if keys == [self.choice.itemData(index) for index in range(self.choice.count())]:
            return
        self.choice.clear()
        for key in keys:
            side = self.tr("validation") if key.startswith("val_") else self.tr("training")
            title = words.metric_title(key.removeprefix("val_"))
            self.choice.addItem(self.tr("{0}, {1}").format(title, side), key)
        accuracy = next((key for key in keys if is_higher_better(key)), None)
        wanted = self._chosen if self._chosen in keys else accuracy
        self.choice.setCurrentIndex(max(0, self.choice.findData(wanted)))

    def _draw(self, lines: list[tuple[int, readings.Points]]) -> None:
        from workbench.ui.results.overlay import Line, Overlay  # loads pyqtgraph: see live.plot

        if self._overlay is None:
            self._overlay = Overlay(self._theme)
            self._chart_place.addWidget(self._overlay)
        self._overlay.draw([Line(points, stroke) for stroke, points in lines])

    def _tabulate(self, states: list[tuple[RunSummary, int, RunState]], name: str) -> None:
        title = words.metric_title(name)
        headers = (
            self.tr("Run"),
            self.tr("{0}, training, best").format(title),
            self.tr("{0}, validation, best").format(title),
            self.tr("epochs"),
            self.tr("parameters"),
        )
        rows = [
            (
                f"{run.title}  {words.moment(run.started_at)}",
                _best(state, name),
                _best(state, f"val_{name}"),
                words.count(state.epoch),
                words.count(run.params),
            )
            for run, _, state in states
        ]
        self.table.set_rows(headers, rows, [self.runs.icon(stroke) for _, stroke, _ in states])


def _best(state: RunState, name: str) -> str:
    points = readings.epoch_points(state, name)
    best = readings.best(points, is_higher_better=is_higher_better(name))
    return words.reading(None if best is None else best[1])
