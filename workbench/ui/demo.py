"""``workbench --demo``: the whole road by itself, through the same edits and controllers as by hand."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from workbench.foundation import clock, paths
from workbench.project.edits import AddNode, SetData, SetStyle, SetTitle, SetTraining
from workbench.project.samples import open_project
from workbench.protocol.judgement import Evaluation, Exported
from workbench.ui.desk import Desk
from workbench.ui.training.controller import problems_in_words

_BUILD_MS = 250
_TICK_MS = 100


class Demo(QObject):
    """Builds the digits network layer by layer, trains it, evaluates it on the test set and exports it.

    With ``ends_itself`` a screenshot is taken and the program ends; the exit code says how it went.
    """

    def __init__(self, desk: Desk, *, ends_itself: bool) -> None:
        super().__init__(desk)
        self._desk, self._ends_itself = desk, ends_itself
        self._project, self._base = open_project("digits-cnn")
        self._left = list(self._project.graph.nodes)
        self._epochs_told = 0
        self._out = paths.runs_home().parent / "demo" / clock.stamp()
        self._timer = QTimer(self)
        desk.training.failed.connect(self._on_failed)
        desk.results.failed.connect(self._on_failed)
        desk.results.evaluated.connect(self._on_results_evaluated)
        desk.results.exported.connect(self._on_results_exported)

    def start(self) -> None:
        """Begin; everything else happens by itself."""
        self._out.mkdir(parents=True, exist_ok=True)
        document = self._desk.document
        document.do(SetTitle(self._project.title))
        document.do(SetStyle("sequential"))
        document.do(SetData(self._project.data))
        document.do(SetTraining(self._project.training))
        self._say("Building the network")
        self._timer.timeout.connect(self._build_next)
        self._timer.start(_BUILD_MS)

    @Slot()
    def _build_next(self) -> None:
        if self._left:
            node = self._left.pop(0)
            self._desk.document.do(AddNode(node))
            self._desk.document.select([node.id])
            self._desk.window.model_page.canvas.fit()
            self._say(f"  {node.spec.kind}")
            return
        if not self._desk.reviewer.is_settled or self._desk.training.reason_not_to_train():
            return
        self._timer.timeout.disconnect()
        analysis = self._desk.document.analysis
        assert analysis is not None
        self._say(f"Training: {analysis.params:,} parameters, {self._project.training.epochs} epochs")
        self._timer.timeout.connect(self._watch)
        self._timer.start(_TICK_MS)
        self._desk.training.train()
        QTimer.singleShot(0, self._desk.window.model_page.canvas, self._desk.window.model_page.canvas.fit)

    @Slot()
    def _watch(self) -> None:
        session = self._desk.training.session
        if session is None:
            return
        for epoch in session.state.epochs[self._epochs_told :]:
            figures = "  ".join(f"{name} {value:.4f}" for name, value in epoch.values.items())
            self._say(f"  epoch {epoch.epoch + 1:2d} of {session.state.epochs_planned}  {figures}")
            self._epochs_told += 1
        if session.state.failure is not None:
            self._on_failed((session.state.failure.problem,))
        elif session.state.is_over:
            self._timer.stop()
            self._screenshot("training.png")
            self._say("Evaluating on the test set")
            self._desk.results.evaluate(session.folder.path)

    @Slot(object)
    def _on_results_evaluated(self, evaluation: Evaluation) -> None:
        figures = "  ".join(f"{name} {value:.4f}" for name, value in evaluation.metrics.items())
        self._say(f"  {evaluation.examples} examples  loss {evaluation.loss:.4f}  {figures}")
        self._say("Exporting")
        session = self._desk.training.session
        assert session is not None
        self._desk.results.export(session.folder.path, "keras", self._out / "digits-cnn.keras", "best")

    @Slot(object)
    def _on_results_exported(self, exported: Exported) -> None:
        session = self._desk.training.session
        assert session is not None
        self._say(f"  reloaded in a fresh process: largest difference {exported.max_abs_difference:.1e}")
        self._say(f"Run: {session.folder.path}")
        self._say(f"Screenshot: {self._out / 'training.png'}")
        self._say(f"Model: {exported.path}")
        if self._ends_itself:
            QCoreApplication.exit(0)

    def _screenshot(self, name: str) -> Path:
        path = self._out / name
        self._desk.window.grab().save(str(path))
        return path

    @Slot(object)
    def _on_failed(self, problems: object) -> None:
        assert isinstance(problems, tuple)
        self._timer.stop()
        self._say(problems_in_words(problems))
        if self._ends_itself:
            QCoreApplication.exit(1)

    @staticmethod
    def _say(text: str) -> None:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
