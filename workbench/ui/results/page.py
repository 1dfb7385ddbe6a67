"""Results: the runs at the left, the chosen one at the right, judged and taken away from here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from workbench.foundation.errors import Problem
from workbench.protocol.judgement import Evaluation
from workbench.runs import evaluations
from workbench.runs.folder import RunFolder
from workbench.runs.registry import RunSummary
from workbench.ui.live.labels import plain_label
from workbench.ui.live.session import RunSession
from workbench.ui.results.questions import RunQuestions
from workbench.ui.results.run_list import RunListModel
from workbench.ui.results.run_table import RunTable
from workbench.ui.results.run_view import RunView
from workbench.ui.theme import Theme

_TURN_MS = 5  # what is asked for in 0 ms comes in the same turn


class ResultsPage(QWidget):
    """Wishes go out as signals with the run's folder (a Path); answers come in by the ``set_`` methods.

    ``live_session`` returns what the window follows anyway. The chosen run is followed while it is seen.
    """

    run_chosen = Signal(object)
    evaluate_requested = Signal(object, str, str)
    export_requested = Signal(object)
    resume_requested = Signal(object)
    train_on_requested = Signal(object)
    set_aside_requested = Signal(object, object)
    find_data_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("results_page")
        self.setAccessibleName(self.tr("Results"))
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.live_session: Callable[[], RunSession | None] = lambda: None
        self._session: RunSession | None = None
        self._comes_to_sight = False
        self._judged: Path | None = None
        self._evaluations: dict[Path, Evaluation] = {}
        self._wanted: tuple[Path, int, int, str] | None = None
        self.runs = RunListModel(self)
        self.table = RunTable(self.runs, "run_list", theme)
        self.view = RunView(theme)
        self._empty = plain_label("results_empty", role="muted")  # nobody has looked for runs yet
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.table, 2)
        row.addWidget(self.view, 9)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(both)
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.view.evaluate_clicked.connect(self._on_evaluate_clicked)
        self.view.live.cell_clicked.connect(self._on_live_cell_clicked)
        self.view.which_changed.connect(lambda: self.view.judgement.set_run(self.chosen, self.view.which))
        self.view.export_clicked.connect(lambda: self.export_requested.emit(self.chosen))
        self.view.judgement.set_aside_requested.connect(
            lambda keys: self.set_aside_requested.emit(self.chosen, keys)
        )
        self.view.judgement.find_data_requested.connect(self.find_data_requested)
        self.view.resume_clicked.connect(lambda: self.resume_requested.emit(self.chosen))
        self.view.train_on_clicked.connect(lambda: self.train_on_requested.emit(self.chosen))

    def connect_questions(self, questions: RunQuestions) -> None:
        """Let the panels of a run ask the engine."""
        self.view.judgement.connect_questions(questions)

    @property
    def session(self) -> RunSession | None:
        """What follows the run that is shown."""
        return self._session

    @property
    def chosen(self) -> Path | None:
        """The folder of the run that is shown."""
        return None if self._session is None else self._session.folder.path

    def set_runs(self, runs: tuple[RunSummary, ...]) -> None:
        """List ``runs``, newest first; the chosen one stays chosen, else the newest is."""
        chosen = self.chosen
        self._empty.setText(self._empty_text())
        self._comes_to_sight = self.isVisible() and self._stack.currentIndex() == 0
        if not self.runs.set_runs(runs):
            return
        self._stack.setCurrentIndex(1 if runs else 0)
        if not runs:
            self._leave()
            return
        row = None if chosen is None else self.runs.row_of(chosen)
        self.table.setCurrentIndex(self.runs.index(row or 0, 0))
        if self._wanted is not None:
            self.choose(self._wanted[0])
            self._go_for_cell()

    def choose(self, folder: Path) -> None:
        """Show the run in ``folder``, if it is in the list."""
        row = self.runs.row_of(folder)
        if row is not None:
            self.table.setCurrentIndex(self.runs.index(row, 0))

    def judge_again(self, folder: Path) -> None:
        """Evaluate a run once more, if it is the one that is shown."""
        if folder == self.chosen:
            self._on_evaluate_clicked(*self.view.judged)

    def set_evaluation(self, evaluation: Evaluation) -> None:
        """Show an evaluation with the run that it was asked for."""
        folder = self._judged or self.chosen
        if folder is not None:
            self._evaluations[folder] = evaluation
        self._judged = None
        self._show_judgement()
        if self._wanted is not None and self._wanted[0] == folder:
            self._show_wanted()

    def show_cell_of(self, folder: Path, true: int, predicted: int, output: str = "") -> None:
        """Show the examples behind a cell of a run's newest matrix, judging its last model if need be.

        It is the matrix of that ``output``, or of the first.
        """
        self._wanted = (folder, true, predicted, output)
        self.choose(folder)
        self._go_for_cell()

    def set_busy(self, text: str) -> None:
        """Say what is being done; empty when it is done."""
        self.view.set_busy(is_busy=bool(text))
        if text and self._judged in (None, self.chosen):
            self.view.judgement.show_busy(text)

    def set_failure(self, problems: tuple[Problem, ...]) -> None:
        """Say why the evaluation that was asked for could not be made."""
        is_shown = self._judged in (None, self.chosen)
        self._judged = self._wanted = None
        if is_shown:
            self.view.judgement.show_problems(problems)

    def close_session(self) -> None:
        """Stop following the chosen run."""
        if self._session is not None:
            self._session.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._session is not None:
            self._keep_up(self._session)
            self._session.go_on()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._session is not None:
            self._session.rest()

    def _keep_up(self, session: RunSession) -> None:
        live = self.live_session()
        if live is not None:
            session.keep_up_with(live)

    def _empty_text(self) -> str:
        return self.tr(
            "No runs yet.\nPress Train below: every run is kept here with its curves, figures and models."
        )

    def _on_row_changed(self, current: QModelIndex) -> None:
        if not current.isValid():
            return
        run = self.runs.run(current.row())
        folder = Path(run.folder)
        if folder == self.chosen and self._session is not None and not self._must_follow_anew(run):
            return
        self._leave()
        self._session = RunSession(RunFolder(folder), parent=self)
        self._keep_up(self._session)
        if self._comes_to_sight:
            self._comes_to_sight = False
            self.setUpdatesEnabled(False)
            QTimer.singleShot(_TURN_MS, self, self._show_first)
        else:
            self._show_session()
        self.run_chosen.emit(folder)

    @Slot()
    def _show_first(self) -> None:
        """Fill what comes to sight; laying out, filling and painting are work enough for a turn each."""
        self._show_session()
        QTimer.singleShot(_TURN_MS, self, lambda: self.setUpdatesEnabled(True))

    def _show_session(self) -> None:
        row = None if self.chosen is None else self.runs.row_of(self.chosen)
        if self._session is not None and row is not None:
            self.view.set_session(self._session, self.runs.run(row).title)
            self._show_judgement()

    def _must_follow_anew(self, run: RunSummary) -> bool:
        """A session at rest doesn't see that its run was resumed."""
        is_live = run.status in ("waiting", "running", "paused")
        return is_live and self._session is not None and not self._session.is_following

    def _leave(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            self.view.release()
            session.close()
            session.deleteLater()

    def _on_evaluate_clicked(self, which: str, split: str) -> None:
        if self.chosen is not None:
            self._judged = self.chosen
            self.evaluate_requested.emit(self.chosen, which, split)

    def _on_live_cell_clicked(self, true: int, predicted: int, output: str) -> None:
        if self.chosen is not None:
            self.show_cell_of(self.chosen, true, predicted, output)

    def _go_for_cell(self) -> None:
        """Judge the last model on the part whose matrix is drawn; it is shown when it comes."""
        if self._wanted is None or self._wanted[0] != self.chosen or self._session is None:
            return
        state = self._session.state
        is_of_training = state.started is not None and state.started.validation_examples == 0
        split = "train" if is_of_training else "validation"
        known = self._evaluations.get(self._wanted[0])
        if state.is_over and known is not None and (known.which, known.split) == ("last", split):
            self._show_wanted()
        elif self._judged is None:
            self._on_evaluate_clicked("last", split)

    def _show_wanted(self) -> None:
        if self._wanted is not None and self._wanted[0] == self.chosen:
            _, true, predicted, output = self._wanted
            self._wanted = None
            self.view.judgement.choose_output(output)
            self.view.judgement.show_cell(true, predicted)

    def _show_judgement(self) -> None:
        self.view.judgement.set_run(self.chosen, self.view.which)
        evaluation = None
        if self.chosen is not None:
            evaluation = self._evaluations.get(self.chosen) or evaluations.newest(RunFolder(self.chosen))
        if evaluation is not None:
            self.view.judgement.show_evaluation(evaluation)
        else:
            self.view.judgement.show_nothing()
