"""Past runs: listing, evaluating and exporting them through the engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from workbench.foundation import clock, paths
from workbench.protocol.judgement import ExportFormat, Prepared, SplitName, Which
from workbench.protocol.messages import Evaluate, Evaluated, Export, ExportDone, Failed, Response
from workbench.runs import parts
from workbench.runs.folder import RunFolder
from workbench.runs.registry import Registry
from workbench.ui.document.engine_client import EngineClient
from workbench.ui.results.page import ResultsPage
from workbench.ui.results.questions import RunQuestions
from workbench.ui.turns import Turn

_TURN_S = 0.008
_SHOW_S = 0.25  # between two looks of a list that is still being read
_END = object()


class ResultsController(QObject):
    """Answers the results page's wishes."""

    exported = Signal(object)  # Exported
    evaluated = Signal(object)  # Evaluation
    failed = Signal(object)  # tuple[Problem, ...]
    runs_changed = Signal(object)  # tuple[RunSummary, ...]

    def __init__(
        self,
        page: ResultsPage,
        engine: EngineClient,
        parent: QObject | None = None,
        *,
        turn_seconds: float = _TURN_S,
    ) -> None:
        super().__init__(parent)
        self._page, self._engine = page, engine
        self._registry = Registry(paths.runs_home())
        self._survey: Iterator[None] = iter(())
        self._turn_seconds = turn_seconds
        self._is_read = False
        self._shown_at = 0.0
        self._turns = Turn(page)  # there is nothing to show when that is gone
        self._turns.came.connect(self._take_turn)
        page.evaluate_requested.connect(self.evaluate)
        page.connect_questions(RunQuestions(engine, self))

    def refresh(self) -> None:
        """Read what is new in the runs' folder, a little a turn: no number of runs stalls the window.

        Showing them, the chosen one too, has a turn of its own.
        """
        self._survey, self._is_read = self._registry.survey(), False
        self._shown_at = clock.monotonic()
        self._turns.start()

    @Slot()
    def _take_turn(self) -> None:
        if self._is_read:
            self._turns.stop()
            self._show_runs()
            return
        until = clock.monotonic() + self._turn_seconds
        while True:
            if next(self._survey, _END) is _END:
                self._is_read = True
                return
            if clock.monotonic() >= until:
                break
        if clock.monotonic() - self._shown_at > _SHOW_S:
            self._show_runs()

    def _show_runs(self) -> None:
        self._shown_at = clock.monotonic()
        runs = self._registry.summaries()
        self._page.set_runs(runs)
        self.runs_changed.emit(runs)

    @Slot(object, str, str)
    def evaluate(self, folder: Path, which: Which = "best", split: SplitName | None = None) -> None:
        """Judge a run's model on a part of its data: without one, on the usual of those it has."""
        split = split or parts.usual(parts.there(RunFolder(folder).artifacts))
        names = {"train": self.tr("training"), "validation": self.tr("validation"), "test": self.tr("test")}
        self._page.set_busy(self.tr("Evaluating on the {0} set…").format(names[split]))

        def answered(response: Response) -> None:
            self._page.set_busy("")
            match response:
                case Evaluated():
                    self._page.set_evaluation(response.evaluation)
                    self.evaluated.emit(response.evaluation)
                case Failed():
                    self._page.set_failure(response.problems)
                    self.failed.emit(response.problems)

        self._engine.request(Evaluate, answered, run=str(folder), split=split, which=which)

    def export(
        self,
        folder: Path,
        file_format: ExportFormat,
        out: Path,
        which: Which,
        preparation: Prepared | None = None,
    ) -> None:
        """Write a run's model, reloaded and compared before ``exported`` says so.

        ``preparation`` None is what the run's project says.
        """

        def answered(response: Response) -> None:
            match response:
                case ExportDone():
                    self.exported.emit(response.exported)
                case Failed():
                    self.failed.emit(response.problems)

        self._engine.request(
            Export,
            answered,
            run=str(folder),
            format=file_format,
            out=str(out),
            which=which,
            preparation=preparation,
        )
