"""The live curves: two plots side by side, the loss and a metric, or any two that the user chooses."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from workbench.runs.state import RunState
from workbench.ui.live import readings
from workbench.ui.live.labels import plain_label
from workbench.ui.live.plot import MetricPlot
from workbench.ui.theme import Theme

_PATIENCE_MS = 50  # longer than a tick of a session: then no further state will bring the other plot's turn


class CurvePanel(QWidget):
    """Draws a run's curves, or says what brings them when there are none.

    While figures pour in the plots take turns, so that no single one of the window's turns lasts long.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curve_panel")
        self.setAccessibleName(self.tr("Curves"))
        self._names: tuple[str, ...] = ()
        self._state: RunState | None = None
        self._next = 0
        self._last_turn = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._last_turn.timeout.connect(self._on_last_turn_timeout)
        self._empty = plain_label(
            "curves_empty", self.tr("Curves appear here when you press Train"), role="muted"
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._plots = (
            MetricPlot(theme, "loss_plot", self.tr("Loss")),
            MetricPlot(theme, "metric_plot", self.tr("Accuracy")),
        )
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for plot in self._plots:
            row.addWidget(plot, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(both)

    @property
    def plots(self) -> tuple[MetricPlot, MetricPlot]:
        return self._plots

    def set_empty_text(self, text: str) -> None:
        """Say what to do first."""
        self._empty.setText(text)

    def prepare(self) -> None:
        """Load the plotting library and build both plots, at a moment when nobody waits for it."""
        for plot in self._plots:
            if plot.chart is None:
                plot.prepare()
                plot.grab()  # the first drawing fills pyqtgraph's caches of fonts and shapes

    def set_state(self, state: RunState | None) -> None:
        """Draw ``state``; None or a state without figures shows the empty text."""
        self._state = state
        self._last_turn.stop()
        if state is None or not (state.epochs or state.curves):
            self._names = ()
            self._stack.setCurrentIndex(0)
            return
        is_first = self._stack.currentIndex() == 0
        self._offer(readings.metric_names(state))
        self._stack.setCurrentIndex(1)
        if state.is_over:
            for plot in self._plots:
                plot.set_state(state)
        else:
            self._take_turn()
            # The first drawing of a plot takes longest: the other one follows at once, on its own turn.
            self._last_turn.start(0 if is_first else _PATIENCE_MS)

    def _take_turn(self) -> None:
        plot = self._plots[self._next]
        self._next = (self._next + 1) % len(self._plots)
        plot.set_state(self._state)

    @Slot()
    def _on_last_turn_timeout(self) -> None:
        self._take_turn()

    def _offer(self, names: tuple[str, ...]) -> None:
        if names == self._names:
            return
        self._names = names
        loss, metric = self._plots
        others = names[1:]
        # Which losses there are to choose from matters only for networks with several outputs.
        loss.set_metrics(names if len(names) > 2 else ())
        metric.set_metrics(names if len(names) > 2 else ())
        metric.setVisible(bool(others))
        if loss.metric_name not in names:
            loss.show_metric("loss")
        if metric.metric_name not in names and others:
            metric.show_metric(others[0])
