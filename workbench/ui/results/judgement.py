"""What evaluation found: loss and metrics, the confusion matrix, the classification report."""

from __future__ import annotations

import logging

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.foundation.errors import Problem
from workbench.protocol.judgement import Evaluation
from workbench.runs import matrices
from workbench.ui.live import words
from workbench.ui.live.confusion import ConfusionView
from workbench.ui.live.labels import plain_label
from workbench.ui.results.figure_table import FigureTable
from workbench.ui.theme import Theme, mono_font

_log = logging.getLogger(__name__)
_LEAST_SIDE = 340


class JudgementView(QWidget):
    """Shows one evaluation, or that one is being made, or why none could be made."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("judgement")
        self.setAccessibleName(self.tr("Evaluation"))
        self._reason, self._is_blank = "", True
        self._title = plain_label("judgement_title", self.tr("Evaluation"), bold=True)
        self._words = plain_label("judgement_words", role="muted")
        self._words.setWordWrap(True)
        self._figures = plain_label("judgement_figures", role="figure")
        self._figures.setFont(mono_font(9.5))
        self._figures.setWordWrap(True)
        self._report = FigureTable("classification_report", self.tr("Classification report"))
        self.confusion = ConfusionView(theme)
        self.confusion.setObjectName("judgement_confusion")
        self.confusion.setFixedSize(_LEAST_SIDE, _LEAST_SIDE)
        tables = QHBoxLayout()
        tables.setSpacing(16)
        tables.addWidget(self._report, 1, Qt.AlignmentFlag.AlignTop)
        tables.addWidget(self.confusion, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for label in (self._title, self._words, self._figures):
            layout.addWidget(label)
        layout.addLayout(tables)
        layout.addStretch(1)
        self.show_nothing()

    def set_room(self, width: int, height: int) -> None:
        """Draw the matrix as large a square as there is room for, but never smaller than can be read."""
        side = max(_LEAST_SIDE, min(width, height))
        self.confusion.setFixedSize(side, side)

    def set_reason(self, reason: str) -> None:
        """Take why there is nothing to evaluate; empty where there is."""
        if reason != self._reason:
            self._reason = reason
            if self._is_blank:
                self.show_nothing()

    def show_nothing(self) -> None:
        """Say what to do first."""
        first = self.tr("Press Evaluate on test to judge the model on examples that it has never seen.")
        self._say(self._reason or first)
        self._is_blank = True

    def show_busy(self, text: str) -> None:
        self._say(text)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say in words why there is no evaluation."""
        self._say(
            "\n".join(f"✕ {problem.message} {problem.hint}".strip() for problem in problems), role="bad"
        )

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Show figures, and for a classification the matrix and the report."""
        split = {
            "train": self.tr("training"),
            "validation": self.tr("validation"),
            "test": self.tr("test"),
        }[evaluation.split]
        self._say(self.tr("{0} examples of the {1} set").format(words.count(evaluation.examples), split))
        figures = [f"{name} {words.reading(value)}" for name, value in evaluation.metrics.items()]
        self._figures.setText("   ".join([f"loss {words.reading(evaluation.loss)}", *figures]))
        self._figures.show()
        self._show_matrix(evaluation, self.tr("Confusion, {0}").format(split))
        if evaluation.report:
            self._show_report(evaluation)

    def _show_matrix(self, evaluation: Evaluation, title: str) -> None:
        try:
            matrix = matrices.of_evaluation(evaluation)
        except (OSError, ValueError) as failure:
            _log.warning("The matrix of an evaluation could not be read: %s", failure)
            self.confusion.clear(self.tr("The matrix can't be read"))
            self.confusion.show()
            return
        if matrix is not None:
            self.confusion.set_matrix(matrix, evaluation.classes, title)
            self.confusion.show()

    def _show_report(self, evaluation: Evaluation) -> None:
        headers = (
            self.tr("Class"),
            self.tr("precision"),
            self.tr("recall"),
            self.tr("f1"),
            self.tr("examples"),
        )
        rows = [
            (
                row.label,
                *(f"{figure:.3f}" for figure in (row.precision, row.recall, row.f1)),
                words.count(row.support),
            )
            for row in evaluation.report
        ]
        self._report.set_rows(headers, rows)
        self._report.show()

    def _say(self, text: str, *, role: str = "muted") -> None:
        self._is_blank = False
        self._words.setProperty("role", role)
        self._words.style().unpolish(self._words)
        self._words.style().polish(self._words)
        self._words.setText(text)
        for widget in (self._figures, self._report, self.confusion):
            widget.hide()
