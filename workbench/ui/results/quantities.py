"""Quantities that were predicted: against the true ones, and what is left over."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from workbench.protocol.judgement import OutputJudged
from workbench.runs import rating
from workbench.runs.scores import Scores
from workbench.ui.live import words
from workbench.ui.live.labels import plain_label
from workbench.ui.results.small_plot import PlotLine, SmallPlot
from workbench.ui.theme import Theme, mono_font

_BINS = 24


class QuantitiesPanel(QWidget):
    """One target at a time: predicted against true, residuals, and how residuals are spread."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quantities_panel")
        self._scores: Scores | None = None
        self.choice = QComboBox()
        self.choice.setObjectName("quantities_target")
        self.choice.setAccessibleName(self.tr("Target"))
        self.choice.activated.connect(self._refresh)
        self._figures = plain_label("quantities_figures", role="figure")
        self._figures.setFont(mono_font(9.5))
        self.against = SmallPlot(theme, "predicted_plot")
        self.residuals = SmallPlot(theme, "residual_plot")
        self.spread = SmallPlot(theme, "residual_spread_plot")
        head = QHBoxLayout()
        head.addWidget(self.choice)
        head.addWidget(self._figures, 1)
        plots = QHBoxLayout()
        plots.setSpacing(16)
        for plot in (self.against, self.residuals, self.spread):
            plots.addWidget(plot, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addLayout(plots)
        layout.addStretch(1)

    def show_output(self, judged: OutputJudged, scores: Scores) -> None:
        """Draw the answers of an output that answers quantities."""
        self._scores = scores
        self.choice.clear()
        self.choice.addItems(list(judged.names[: scores.outputs.shape[1]]))
        self.choice.setVisible(self.choice.count() > 1)
        self._refresh()

    def _refresh(self, _index: int = 0) -> None:
        column = self.choice.currentIndex()
        if self._scores is None or column < 0 or not len(self._scores):
            return
        true = self._scores.true[:, column].astype(np.float64)
        said = self._scores.outputs[:, column].astype(np.float64)
        r2, mae, rmse = rating.errors_of(true, said)
        self._figures.setText(
            f"R² {words.reading(r2)}   MAE {words.reading(mae)}   RMSE {words.reading(rmse)}"
        )
        both = float(min(true.min(), said.min())), float(max(true.max(), said.max()))
        self.against.draw(
            self.tr("Predicted against true"),
            [
                PlotLine(np.array(both), np.array(both), "muted", is_dashed=True),
                PlotLine(true, said, are_points=True),
            ],
            across=self.tr("true"),
            up=self.tr("predicted"),
            x=both,
            y=both,
        )
        self._draw_residuals(said, said - true)

    def _draw_residuals(self, said: np.ndarray, residuals: np.ndarray) -> None:
        across = float(said.min()), float(said.max())
        most = float(np.abs(residuals).max()) or 1.0
        self.residuals.draw(
            self.tr("Residuals"),
            [
                PlotLine(np.array(across), np.zeros(2), "muted", is_dashed=True),
                PlotLine(said, residuals, "validation", are_points=True),
            ],
            across=self.tr("predicted"),
            up=self.tr("predicted − true"),
            x=across,
            y=(-most, most),
        )
        counts, edges = np.histogram(residuals, bins=_BINS, range=(-most, most))
        self.spread.draw(
            self.tr("How residuals are spread"),
            [
                PlotLine(np.zeros(2), np.array([0.0, counts.max()]), "muted", is_dashed=True),
                PlotLine(np.repeat(edges, 2), np.concatenate([[0], np.repeat(counts, 2), [0]]), "validation"),
            ],
            across=self.tr("predicted − true"),
            up=self.tr("examples"),
            x=(-most, most),
            y=(0.0, float(counts.max()) * 1.05),
        )
