"""The live curves: two plots side by side, the loss and a metric, or any two that the user chooses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from workbench.runs.state import RunState
from workbench.ui.live import curve_files, readings
from workbench.ui.live.epoch_lines import RATE, EpochLines
from workbench.ui.live.labels import plain_label
from workbench.ui.live.lines import Mark
from workbench.ui.live.moment import Moment
from workbench.ui.live.moments import moments, near
from workbench.ui.live.plot import MetricPlot
from workbench.ui.live.read_out import read_out
from workbench.ui.live.tools import CurveTools
from workbench.ui.theme import Theme
from workbench.ui.turns import Turn

_TURN_MS = 5  # what is asked for in 0 ms comes in the same turn
_PATIENCE_MS = 50  # longer than a tick of a session: then no further state will bring the other plot's turn


class CurvePanel(QWidget):
    """Draws a run's curves, or says what brings them when there are none.

    While figures pour in the plots take turns, so that no single one of the window's turns lasts long.
    ``pinned`` carries the epoch, from 1 on, at which the curves are made to stand, None when at none;
    ``moment`` is who knows it, and may be others' too.
    """

    pinned = Signal(object)
    save_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, moment: Moment | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curve_panel")
        self.setAccessibleName(self.tr("Curves"))
        self._names: tuple[str, ...] = ()
        self._state: RunState | None = None
        self._lines = EpochLines()
        self._moments: tuple[Mark, ...] = ()
        self._moments_of: tuple[object, ...] = ()
        self.moment = moment or Moment(self)
        self.moment.changed.connect(self._on_moment_changed)
        self._smoothing, self._is_log = 1, False
        self._next = 0
        self._last_turn = Turn(self, is_single=True, interval=_PATIENCE_MS)
        self._last_turn.came.connect(self._on_last_turn_came)
        self._painting = Turn(self, is_single=True)
        self._painting.came.connect(self._on_painting_came)
        self._empty = plain_label("curves_empty", self._why_empty(), role="muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._plots = (
            MetricPlot(theme, "loss_plot", self.tr("Loss"), self._lines),
            MetricPlot(theme, "metric_plot", self.tr("Accuracy"), self._lines),
        )
        self.tools = CurveTools()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._filled())
        self._listen()

    @property
    def plots(self) -> tuple[MetricPlot, MetricPlot]:
        return self._plots

    @property
    def pinned_epoch(self) -> int | None:
        """The epoch, from 1 on, at which the curves stand."""
        return self.moment.epoch

    @property
    def has_curves(self) -> bool:
        """Whether anything is drawn."""
        return self._stack.currentIndex() == 1

    def prepare(self) -> None:
        """Load the plotting library and build both plots, at a moment when nobody waits for it."""
        for step in self.to_prepare():
            step()

    def to_prepare(self) -> tuple[Callable[[], object], ...]:
        """Return what ``prepare`` does as steps, none of which takes long once the library is there."""
        # The first drawing fills pyqtgraph's caches of fonts and shapes.
        return tuple(step for plot in self._plots if plot.chart is None for step in (plot.prepare, plot.grab))

    def _why_empty(self) -> str:
        if self._state is None:
            return self.tr("Curves appear here when you press Train")
        if self._state.is_over:
            return self.tr("There are no curves: the run ended before its first batch did")
        return self.tr("Curves appear here with the run's first batches")

    def set_state(self, state: RunState | None) -> None:
        """Draw ``state``; None or a state without figures shows the empty text."""
        self._state = state
        self._last_turn.stop()
        self._let_paint()
        if state is None or not (state.epochs or state.curves):
            self._names = ()
            self.pin(None)
            self._empty.setText(self._why_empty())
            self._stack.setCurrentIndex(0)
            return
        is_first = self._stack.currentIndex() == 0
        self._take_in(state)
        self._offer(readings.metric_names(state))
        self._stack.setCurrentIndex(1)
        if state.is_over:
            for plot in self._plots:
                plot.set_state(state, self._moments)
        else:
            self._take_turn()
            # The first drawing of a plot takes longest: the other one follows at once, on a turn of its own.
            # Then one after the other is painted.
            self.setUpdatesEnabled(not is_first)
            self._last_turn.start(_TURN_MS if is_first else _PATIENCE_MS)

    def pin(self, epoch: int | None) -> None:
        """Stand at an epoch, from 1 on, in both plots; None lets go."""
        self.moment.stand_at(epoch)

    def as_file(self, kind: str) -> bytes:
        """Return what is drawn as one of ``curve_files.FORMATS``."""
        return curve_files.as_file(kind, self._plots, self._state or RunState())

    def copy(self) -> None:
        """Put what is drawn on the clipboard."""
        QGuiApplication.clipboard().setImage(curve_files.image(self._plots))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.moment.epoch is not None:
            self.pin(None)
        else:
            super().keyPressEvent(event)

    def _filled(self) -> QWidget:
        filled = QWidget()
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(16)
        for plot in self._plots:
            row.addWidget(plot, 1)
        column.addWidget(self.tools)
        column.addLayout(row, 1)
        return filled

    def _listen(self) -> None:
        for plot in self._plots:
            plot.chart_made.connect(self._on_plot_chart_made)
        self.tools.smoothing_changed.connect(self._on_smoothing_changed)
        self.tools.log_changed.connect(self._on_log_changed)
        self.tools.everything_wanted.connect(self._on_everything_wanted)
        self.tools.copy_wanted.connect(self.copy)
        self.tools.save_wanted.connect(self.save_wanted)

    def _take_in(self, state: RunState) -> None:
        self._lines.follow(state.epochs)
        key = (state.changes, len(state.pauses), len(state.checkpoints), len(state.epochs), state.started)
        if key != self._moments_of:
            self._moments_of, self._moments = key, moments(state, self._lines.points(RATE))

    def _take_turn(self) -> None:
        plot = self._plots[self._next]
        self._next = (self._next + 1) % len(self._plots)
        plot.set_state(self._state, self._moments)

    @Slot()
    def _on_last_turn_came(self) -> None:
        self._take_turn()
        if not self.updatesEnabled():
            self._plots[-1].setUpdatesEnabled(False)
            self.setUpdatesEnabled(True)
            self._painting.start()

    @Slot()
    def _on_painting_came(self) -> None:
        self._let_paint()

    def _let_paint(self) -> None:
        self._painting.stop()
        self._plots[-1].setUpdatesEnabled(True)
        self.setUpdatesEnabled(True)

    @Slot()
    def _on_moment_changed(self) -> None:
        for plot in self._plots:
            if plot.chart is not None:
                plot.chart.pin(self.moment.epoch)
        self.pinned.emit(self.moment.epoch)

    @Slot(object)
    def _on_plot_chart_made(self, chart: object) -> None:
        """Let both charts' crosshairs go together."""
        made = next(plot.chart for plot in self._plots if plot.chart is chart)
        assert made is not None
        made.read_out = self._read_out
        made.pin(self.moment.epoch)
        made.epoch_clicked.connect(self._on_epoch_clicked)
        made.epoch_hovered.connect(partial(self._on_epoch_hovered, made))

    def _read_out(self, epoch: int) -> str:
        return "" if self._state is None else read_out(self._state.epochs, epoch, near(self._moments, epoch))

    def _on_epoch_hovered(self, chart: object, epoch: int | None) -> None:
        for plot in self._plots:
            if plot.chart is not None and plot.chart is not chart:
                plot.chart.show_cross(epoch)

    @Slot(int)
    def _on_epoch_clicked(self, epoch: int) -> None:
        self.pin(None if epoch == self.moment.epoch else epoch)

    @Slot(int)
    def _on_smoothing_changed(self, epochs: int) -> None:
        self._smoothing = epochs
        self._show_as()

    @Slot(bool)
    def _on_log_changed(self, is_log: bool) -> None:
        self._is_log = is_log
        self._show_as()

    def _show_as(self) -> None:
        for plot in self._plots:
            plot.show_as(smoothing=self._smoothing, is_log=self._is_log)

    @Slot()
    def _on_everything_wanted(self) -> None:
        for plot in self._plots:
            if plot.chart is not None:
                plot.chart.restore()

    def _offer(self, names: tuple[str, ...]) -> None:
        if names == self._names:
            return
        self._names = names
        loss, metric = self._plots
        others = names[1:]
        for plot in self._plots:
            plot.set_metrics(names)
        metric.setVisible(True)
        if loss.metric_name not in names:
            loss.show_metric("loss")
        if metric.metric_name not in names:
            metric.show_metric(others[0] if others else RATE)
