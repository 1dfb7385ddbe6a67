"""Past runs: listing, evaluating and exporting them through the engine."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from workbench.foundation import paths
from workbench.protocol.judgement import ExportFormat, Which
from workbench.protocol.messages import Evaluate, Evaluated, Export, ExportDone, Failed, Response
from workbench.runs.registry import list_runs
from workbench.ui.document.engine_client import EngineClient
from workbench.ui.results.page import ResultsPage


class ResultsController(QObject):
    """Answers the results page's wishes."""

    exported = Signal(object)  # Exported
    evaluated = Signal(object)  # Evaluation
    failed = Signal(object)  # tuple[Problem, ...]
    runs_changed = Signal(object)  # tuple[RunSummary, ...]

    def __init__(self, page: ResultsPage, engine: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page, self._engine = page, engine
        page.evaluate_requested.connect(self.evaluate)

    def refresh(self) -> None:
        """Read the runs' folder anew."""
        runs = list_runs(paths.runs_home())
        self._page.set_runs(runs)
        self.runs_changed.emit(runs)

    @Slot(object, str)
    def evaluate(self, folder: Path, which: Which = "best") -> None:
        """Judge a run's model on the test set; training's where there is no test set."""
        self._page.set_busy(self.tr("Evaluating on the test set…"))

        def answered(response: Response) -> None:
            self._page.set_busy("")
            match response:
                case Evaluated():
                    self._page.set_evaluation(response.evaluation)
                    self.evaluated.emit(response.evaluation)
                case Failed():
                    self._page.set_failure(response.problems)
                    self.failed.emit(response.problems)

        self._engine.request(Evaluate, answered, run=str(folder), split="test", which=which)

    def export(self, folder: Path, file_format: ExportFormat, out: Path, which: Which) -> None:
        """Write a run's model, reloaded and compared before ``exported`` says so."""

        def answered(response: Response) -> None:
            match response:
                case ExportDone():
                    self.exported.emit(response.exported)
                case Failed():
                    self.failed.emit(response.problems)

        self._engine.request(Export, answered, run=str(folder), format=file_format, out=str(out), which=which)
