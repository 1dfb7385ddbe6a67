"""ROC, precision and recall, and calibration of one class against the rest, with the threshold to pull."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from workbench.protocol.judgement import OutputJudged
from workbench.runs import rating
from workbench.runs.scores import Scores
from workbench.ui.live import words
from workbench.ui.live.labels import plain_label
from workbench.ui.results.small_plot import PlotLine, SmallPlot
from workbench.ui.results.threshold import ThresholdPanel
from workbench.ui.theme import Theme

_UNIT = np.array([0.0, 1.0])


class CurvesPanel(QWidget):
    """Of two classes the second is the positive one; of more, whichever is chosen against all others."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curves_panel")
        self._judged: OutputJudged | None = None
        self._scores: Scores | None = None
        self._positive = np.zeros(0, dtype=bool)
        self._said: NDArray[np.float32] = np.zeros(0, dtype=np.float32)
        self._roc = self._recall = rating.Curve(_UNIT, _UNIT, _UNIT)
        self.choice = QComboBox()
        self.choice.setObjectName("curves_class")
        self.choice.setAccessibleName(self.tr("Positive class"))
        self.choice.setMinimumWidth(160)
        self.choice.activated.connect(self._refresh)
        self._note = plain_label("curves_note", role="muted")
        self._note.setWordWrap(True)
        self.roc = SmallPlot(theme, "roc_plot")
        self.recall = SmallPlot(theme, "precision_recall_plot")
        self.calibration = SmallPlot(theme, "calibration_plot")
        self.threshold = ThresholdPanel(theme)
        self.threshold.moved.connect(self._draw)
        self._arrange()

    def show_output(self, judged: OutputJudged, scores: Scores) -> None:
        """Draw the answers of an output that answers classes or labels."""
        self._judged, self._scores = judged, scores
        is_binary = judged.form == "classes" and len(judged.names) == 2
        self.choice.clear()
        for number, name in enumerate(judged.names[: self._columns(scores, is_binary=is_binary)]):
            self.choice.addItem(name, number)
        if is_binary:
            self.choice.clear()
            self.choice.addItem(judged.names[1], 1)
        self.choice.setEnabled(not is_binary)
        self._refresh()

    def _columns(self, scores: Scores, *, is_binary: bool) -> int:
        return 2 if is_binary else scores.outputs.shape[1]

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(plain_label("curves_positive", self.tr("positive:"), role="muted"))
        head.addWidget(self.choice)
        head.addWidget(self._note, 1)
        plots = QHBoxLayout()
        plots.setSpacing(16)
        for plot in (self.roc, self.recall, self.calibration):
            plots.addWidget(plot, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addLayout(plots)
        layout.addWidget(self.threshold)
        layout.addStretch(1)

    def _refresh(self, _index: int = 0) -> None:
        if self._judged is None or self._scores is None or self.choice.currentIndex() < 0:
            return
        judged, scores, number = self._judged, self._scores, self.choice.currentData()
        if judged.form == "labels":
            self._positive = scores.true[:, number] > 0.5
        else:
            self._positive = scores.true == number
        is_single = scores.outputs.shape[1] == 1
        self._said = scores.outputs[:, 0 if is_single else number]
        self._roc = rating.roc(self._positive, self._said)
        self._recall = rating.precision_recall(self._positive, self._said)
        self._draw_calibration()
        self._note.setText(self._missing())
        names = (self.tr("not {0}").format(judged.names[number]), judged.names[number])
        names = (judged.names[0], judged.names[1]) if len(judged.names) == 2 else names
        middle = 0.5 if judged.threshold is None else judged.threshold
        self.threshold.show_scores(
            self._positive, self._said, names, middle, are_probabilities=judged.are_probabilities
        )

    def _missing(self) -> str:
        """Say what the curves lack: one kind of example, or most of very many."""
        count = int(self._positive.sum())
        if count in (0, len(self._positive)):
            other = self.tr("positive") if not count else self.tr("negative")
            return self.tr("There is no {0} example here: the curves need both kinds.").format(other)
        return ""

    def _draw(self, _threshold: float) -> None:
        self._draw_roc()
        self._draw_recall()

    def _draw_roc(self) -> None:
        curve = self._roc
        area = float(np.trapezoid(curve.y, curve.x))
        (negative, false), (missed, true) = self.threshold.matrix.tolist()
        lines = [PlotLine(_UNIT, _UNIT, "muted", is_dashed=True), PlotLine(curve.x, curve.y)]
        if negative + false and missed + true:
            here = np.array([false / (negative + false)]), np.array([true / (missed + true)])
            lines.append(PlotLine(*here, "accent", is_mark=True))
        self.roc.draw(
            self.tr("ROC · area {0}").format(words.reading(area) if np.isfinite(area) else "–"),
            lines,
            across=self.tr("false positive rate"),
            up=self.tr("true positive rate"),
        )

    def _draw_recall(self) -> None:
        curve = self._recall
        rates = rating.rates(self.threshold.matrix)
        lines = []
        if self._positive.any():
            share = np.full(2, self._positive.mean())
            here = rates.recall[1:], rates.precision[1:]
            lines = [
                PlotLine(_UNIT, share, "muted", is_dashed=True),
                PlotLine(curve.x, curve.y, "validation"),
                PlotLine(*here, "accent", is_mark=True),
            ]
        found = float(-np.sum(np.diff(curve.x) * curve.y[:-1])) if self._positive.any() else None
        self.recall.draw(
            self.tr("Precision-recall · {0}").format(words.reading(found)),
            lines,
            across=self.tr("recall"),
            up=self.tr("precision"),
        )

    def _draw_calibration(self) -> None:
        lines = [PlotLine(_UNIT, _UNIT, "muted", is_dashed=True)]
        title = self.tr("Calibration")
        if self._judged is None or not self._judged.are_probabilities:
            title = self.tr("Calibration: no probabilities")
        elif len(self._said):
            found = rating.calibration(self._positive, self._said)
            lines.append(PlotLine(found.predicted, found.observed, "good"))
            lines.append(PlotLine(found.predicted, found.observed, "good", are_points=True))
        self.calibration.draw(
            title, lines, across=self.tr("probability given"), up=self.tr("share that came true")
        )
