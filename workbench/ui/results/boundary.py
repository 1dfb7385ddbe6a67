"""The decision of a network of two inputs over the plane, with the data; live while the run goes on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.protocol.judgement import Which
from workbench.protocol.messages import BoundaryDrawn, DrawBoundary, Failed, Response
from workbench.ui.inspector.notes import ProblemNotes
from workbench.ui.live.labels import plain_label
from workbench.ui.results.boundary_view import BoundaryView
from workbench.ui.results.questions import RunQuestions
from workbench.ui.theme import Theme


class BoundaryPanel(QWidget):
    """Asks when it is seen, and again whenever the run has saved another model."""

    drawn = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("boundary_panel")
        self._questions: RunQuestions | None = None
        self._run: Path | None = None
        self._which: Which = "best"
        self._moment: object = None
        self._is_live = False
        self._is_stale = True
        self.view = BoundaryView(theme)
        self._hint = plain_label("boundary_hint", role="muted")
        self._hint.setWordWrap(True)
        self._hint.setText(
            self.tr(
                "Full points are training examples, rings are others. Click a neuron to see its part of the "
                "plane."
            )
        )
        self._notes = ProblemNotes(name="boundary_problems", parent=self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._notes)
        layout.addWidget(self.view)
        layout.addWidget(self._hint)
        layout.addStretch(1)

    def connect_questions(self, questions: RunQuestions) -> None:
        self._questions = questions

    def set_run(self, run: Path | None, which: Which) -> None:
        """Draw this model from now on."""
        if (run, which) != (self._run, self._which):
            if run != self._run:
                self.view.show_boundary(None)
            self._run, self._which = run, which
            self._refresh()

    def set_moment(self, moment: object, *, is_live: bool = False) -> None:
        """Take note of what the run has saved: another moment, another boundary.

        While the run goes on it is the last model's, whichever was chosen.
        """
        if (moment, is_live) != (self._moment, self._is_live):
            self._moment, self._is_live = moment, is_live
            self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._refresh()

    def _refresh(self) -> None:
        self._is_stale = not self.isVisible()
        if self._is_stale or self._questions is None or self._run is None:
            return
        run = self._run

        def answered(response: Response) -> None:
            if run != self._run:
                return
            if isinstance(response, BoundaryDrawn):
                self._notes.show_problems(response.boundary.problems)
                self.view.show_boundary(response.boundary)
                self.drawn.emit()
            elif isinstance(response, Failed):
                self.view.show_boundary(None, waits=False)
                self._notes.show_problems(response.problems)

        which: Which = "last" if self._is_live else self._which
        self._questions.ask("boundary", DrawBoundary, answered, run=str(run), which=which)
