"""The confusion matrix and scikit-learn's report of one output; of several labels a matrix for each."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from workbench.protocol.judgement import Evaluation, OutputJudged
from workbench.runs import matrices, rating
from workbench.runs.scores import Scores
from workbench.ui.live import words
from workbench.ui.live.confusion import ConfusionView
from workbench.ui.results.figure_table import FigureTable
from workbench.ui.theme import Theme

_log = logging.getLogger(__name__)
_LEAST_SIDE = 340


class ReportPanel(QWidget):
    """Hides what there is none of."""

    cell_clicked = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report_panel")
        self._labels: tuple[OutputJudged, Scores, str] | None = None
        self._report = FigureTable("classification_report", self.tr("Classification report"))
        self.label = QComboBox()
        self.label.setObjectName("report_label")
        self.label.setAccessibleName(self.tr("Label"))
        self.label.activated.connect(self._show_label)
        self.confusion = ConfusionView(theme)
        self.confusion.setObjectName("judgement_confusion")
        self.confusion.setFixedSize(_LEAST_SIDE, _LEAST_SIDE)
        self.confusion.cell_clicked.connect(self.cell_clicked)
        right = QVBoxLayout()
        right.addWidget(self.label)
        right.addWidget(self.confusion)
        right.addStretch(1)
        tables = QHBoxLayout(self)
        tables.setContentsMargins(0, 0, 0, 0)
        tables.setSpacing(16)
        tables.addWidget(self._report, 1, Qt.AlignmentFlag.AlignTop)
        tables.addLayout(right)

    def set_room(self, width: int, height: int) -> None:
        """Draw the matrix as large a square as there is room for, but never smaller than can be read."""
        side = max(_LEAST_SIDE, min(width, height))
        self.confusion.setFixedSize(side, side)

    def clear(self, hint: str = "") -> None:
        """Show nothing, or say in the matrix's place why there is none."""
        self._labels = None
        self._report.hide()
        self.label.hide()
        self.confusion.setVisible(bool(hint))
        if hint:
            self.confusion.clear(hint)

    def show_evaluation(self, evaluation: Evaluation, title: str) -> None:
        """Show the first output of a classification."""
        self.clear()
        try:
            matrix = matrices.of_evaluation(evaluation)
        except (OSError, ValueError) as failure:
            _log.warning("The matrix of an evaluation could not be read: %s", failure)
            self.clear(self.tr("The matrix can't be read"))
        else:
            if matrix is not None:
                self.confusion.set_matrix(matrix, evaluation.classes, title)
                self.confusion.show()
        rows = [(row.label, (row.precision, row.recall, row.f1), row.support) for row in evaluation.report]
        self._show_rows(rows)

    def show_scores(self, judged: OutputJudged, scores: Scores, title: str) -> None:
        """Show another output, by the matrix that stands with its answers."""
        self.clear()
        if judged.form == "classes":
            self.confusion.set_matrix(scores.matrix, judged.names, title)
            self.confusion.show()
            self._show_rates(judged.names, rating.rates(scores.matrix))
        elif judged.form == "labels" and len(scores.matrix) == len(judged.names):
            self._labels = (judged, scores, title)
            self.label.clear()
            self.label.addItems(list(judged.names))
            self.label.show()
            self._show_label()
            self._show_rates(judged.names, _of_labels(scores.matrix))

    def _show_label(self, _index: int = 0) -> None:
        if self._labels is None:
            return
        judged, scores, title = self._labels
        number = max(self.label.currentIndex(), 0)
        names = (self.tr("not {0}").format(judged.names[number]), judged.names[number])
        self.confusion.set_matrix(scores.matrix[number], names, title)
        self.confusion.show()

    def _show_rates(self, names: Sequence[str], rates: rating.Rates) -> None:
        figures = zip(rates.precision, rates.recall, rates.f1, strict=True)
        rows = [
            (name, (float(one[0]), float(one[1]), float(one[2])), int(support))
            for name, one, support in zip(names, figures, rates.support, strict=True)
        ]
        self._show_rows(rows)

    def _show_rows(self, rows: list[tuple[str, tuple[float, float, float], int]]) -> None:
        headers = (
            self.tr("Class"),
            self.tr("precision"),
            self.tr("recall"),
            self.tr("f1"),
            self.tr("examples"),
        )
        texts = [
            (name, *(f"{figure:.3f}" for figure in figures), words.count(support))
            for name, figures, support in rows
        ]
        self._report.set_rows(headers, texts)
        self._report.setVisible(bool(rows))


def _of_labels(matrix: np.ndarray) -> rating.Rates:
    """Return the rates of being set, of each label by its own matrix (k, 2, 2)."""
    each = [rating.rates(one) for one in matrix]
    precision, recall, f1, support = (
        np.array([getattr(one, name)[1] for one in each]) for name in ("precision", "recall", "f1", "support")
    )
    return rating.Rates(precision, recall, f1, support)
