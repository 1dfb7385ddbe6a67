"""What evaluation found: figures, matrix and report, curves, examples, residuals, importance."""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from workbench.foundation.errors import Problem, WorkbenchError
from workbench.protocol.judgement import Evaluation, Figure, OutputJudged, Which
from workbench.runs import mistakes, models
from workbench.runs.folder import RunFolder
from workbench.runs.relinking import CHANGED, MISSING
from workbench.runs.scores import Scores, read
from workbench.ui.data.tabs import Tabs
from workbench.ui.inspector.notes import ProblemNotes
from workbench.ui.live import words
from workbench.ui.live.labels import plain_label
from workbench.ui.results.boundary import BoundaryPanel
from workbench.ui.results.curves import CurvesPanel
from workbench.ui.results.examples import MOST, ExamplesPanel
from workbench.ui.results.filters import FilterPanel
from workbench.ui.results.importance import ImportancePanel
from workbench.ui.results.quantities import QuantitiesPanel
from workbench.ui.results.questions import RunQuestions
from workbench.ui.results.report import ReportPanel
from workbench.ui.results.try_it import TryPanel
from workbench.ui.theme import Theme, mono_font

_log = logging.getLogger(__name__)
_USUAL = {"r2": "R²", "mae": "MAE", "rmse": "RMSE", "roc auc": "ROC AUC", "macro f1": "macro F1"}
_OF_EVALUATION = ("curves", "examples", "quantities", "importance")


class JudgementView(QWidget):
    """Shows one evaluation, or that one is being made, or why none could be made."""

    set_aside_requested = Signal(object)
    find_data_requested = Signal()
    """The data are not what or where they were: the user knows where those of the run are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("judgement")
        self.setAccessibleName(self.tr("Evaluation"))
        self._reason, self._is_blank = "", True
        self._run: Path | None = None
        self._shape: tuple[int | None, ...] = ()
        self._evaluation: Evaluation | None = None
        self._scores: Scores | None = None
        self._title = plain_label("judgement_title", self.tr("Evaluation"), bold=True)
        self._output = QComboBox()
        self._output.setObjectName("judgement_output")
        self._output.setAccessibleName(self.tr("Output of the network"))
        self._words = plain_label("judgement_words", role="muted")
        self._words.setWordWrap(True)
        self._notes = ProblemNotes(name="judgement_problems", parent=self)
        self._find_data = QPushButton(self.tr("Find the data…"), self)
        self._find_data.setObjectName("find_data")
        self._find_data.setAccessibleName(self.tr("Find the data that this run was trained on"))
        self._find_data.clicked.connect(self.find_data_requested)
        self._figures = plain_label("judgement_figures", role="figure")
        self._more = plain_label("judgement_more", role="figure")
        for label in (self._figures, self._more):
            label.setFont(mono_font(9.5))
            label.setWordWrap(True)
        self._more.setToolTip(
            self.tr("In brackets: where the figure lies with 95 % certainty, by 1,000 draws of the examples.")
        )
        self.report = ReportPanel(theme)
        self.curves = CurvesPanel(theme)
        self.examples = ExamplesPanel(theme)
        self.quantities = QuantitiesPanel(theme)
        self.importance = ImportancePanel(theme)
        self.trial = TryPanel(theme)
        self.boundary = BoundaryPanel(theme)
        self.filters = FilterPanel(theme)
        self._above = QVBoxLayout()
        self.tabs = Tabs(self)
        self._pages: dict[str, QWidget] = {}
        self._arrange()
        self._output.activated.connect(self._show_output)
        self.tabs.shown.connect(self._fit)
        self.report.cell_clicked.connect(self.show_cell)
        self.examples.all_mistakes_requested.connect(self._show_mistakes)
        self.examples.set_aside_requested.connect(self.set_aside_requested)
        self.show_nothing()

    @property
    def confusion(self) -> QWidget:
        """The confusion matrix that is shown."""
        return self.report.confusion

    def connect_questions(self, questions: RunQuestions) -> None:
        """Let the panels ask the engine."""
        self.examples.connect_questions(questions)
        self.importance.connect_questions(questions)
        self.trial.connect_questions(questions)
        self.boundary.connect_questions(questions)
        self.filters.connect_questions(questions)

    def set_run(self, run: Path | None, which: Which) -> None:
        """Take whose evaluations these are, and which of its models is tried."""
        is_other, self._run = run != self._run, run
        self.trial.set_run(run, which)
        self.boundary.set_run(run, which)
        self.filters.set_run(run, which)
        if is_other:
            self._shape = () if run is None else input_shape(run)
            self.tabs.offer("boundary", is_there=self._shape == (2,))
            self.tabs.offer("filters", is_there=run is not None and has_maps(run))

    def set_moment(self, moment: object, *, is_live: bool = False) -> None:
        """Take note of what the run has saved, and whether it goes on; what draws a model draws it anew."""
        self.boundary.set_moment(moment, is_live=is_live)
        self.filters.set_moment(moment, is_live=is_live)

    def add_note(self, note: QWidget) -> None:
        """Show something above the panels."""
        self._above.addWidget(note)

    def set_room(self, width: int, height: int) -> None:
        """Draw the matrix as large a square as there is room for, but never smaller than can be read."""
        self.report.set_room(width, height)

    def set_reason(self, reason: str) -> None:
        """Take why there is nothing to evaluate; empty where there is."""
        if reason != self._reason:
            self._reason = reason
            if self._is_blank:
                self.show_nothing()

    def show_nothing(self) -> None:
        """Say what to do first."""
        first = self.tr("Press Evaluate to judge the model, at best with examples that it has never seen.")
        self._say(self._reason or first)
        self._is_blank = True

    def show_busy(self, text: str) -> None:
        self._say(text)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Say in words why there is no evaluation."""
        self._say(
            "\n".join(f"✕ {problem.message} {problem.hint}".strip() for problem in problems), role="bad"
        )
        self._offer_to_find(problems)

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Show figures, and of each output what it has: matrix, report, curves, examples, residuals."""
        self._say(
            self.tr("{0} examples of the {1} set, {2}").format(
                words.count(evaluation.examples), self._part(evaluation), self._model(evaluation.which)
            )
        )
        self._evaluation = evaluation
        self._notes.show_problems(evaluation.problems)
        self._offer_to_find(evaluation.problems)
        figures = [f"{name} {words.reading(value)}" for name, value in evaluation.metrics.items()]
        self._figures.setText("   ".join([f"loss {words.reading(evaluation.loss)}", *figures]))
        self._figures.show()
        self._output.clear()
        self._output.addItems([judged.name for judged in evaluation.outputs])
        self._output.setVisible(len(evaluation.outputs) > 1)
        self._show_output()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._output)
        for name, title, page in (
            ("report", self.tr("Report"), self.report),
            ("curves", self.tr("Curves"), self.curves),
            ("examples", self.tr("Examples"), self.examples),
            ("quantities", self.tr("Residuals"), self.quantities),
            ("importance", self.tr("Importance"), self.importance),
            ("try", self.tr("Try it"), self.trial),
            ("boundary", self.tr("Boundary"), self.boundary),
            ("filters", self.tr("Filters"), self.filters),
        ):
            self.tabs.add(name, title, page)
            self._pages[name] = page
        self._fit("report")
        self.tabs.offer("boundary", is_there=False)
        self.tabs.offer("filters", is_there=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        for widget in (self._words, self._notes):
            layout.addWidget(widget)
        layout.addWidget(self._find_data, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self._figures, self._more):
            layout.addWidget(widget)
        layout.addLayout(self._above)
        layout.addWidget(self.tabs)
        layout.addStretch(1)

    def _fit(self, shown: str) -> None:
        """Be as high as the page that is shown, not as the highest of all."""
        for name, page in self._pages.items():
            policy = page.sizePolicy()
            away = QSizePolicy.Policy.Ignored
            policy.setVerticalPolicy(QSizePolicy.Policy.Preferred if name == shown else away)
            page.setSizePolicy(policy)

    def _part(self, evaluation: Evaluation) -> str:
        return {
            "train": self.tr("training"),
            "validation": self.tr("validation"),
            "test": self.tr("test"),
        }[evaluation.split]

    def _model(self, which: Which) -> str:
        epoch = models.epoch_of(which)
        if epoch is not None:
            return self.tr("model of epoch {0}").format(words.count(epoch))
        return self.tr("best model") if which == "best" else self.tr("last model")

    def _show_output(self, _index: int = 0) -> None:
        """Show what the chosen output has; what can't be read is said, the rest shown."""
        evaluation = self._evaluation
        if evaluation is None:
            return
        title = self.tr("Confusion, {0}").format(self._part(evaluation))
        if not evaluation.outputs:
            self.report.show_evaluation(evaluation, title)
            return
        number = max(self._output.currentIndex(), 0)
        judged = evaluation.outputs[number]
        self._more.setText("   ".join(_in_words(figure) for figure in judged.figures))
        self._more.setVisible(bool(judged.figures))
        self._scores = self._read(judged)
        if number == 0 and judged.form == "classes":
            self.report.show_evaluation(evaluation, title)
        elif self._scores is not None:
            self.report.show_scores(judged, self._scores, title)
        else:
            self.report.clear(self.tr("The answers can't be read: evaluate again."))
        self._show_panels(evaluation, judged)

    def _offer_to_find(self, problems: tuple[Problem, ...]) -> None:
        self._find_data.setVisible(any(problem.code in {*MISSING, CHANGED} for problem in problems))

    def _show_panels(self, evaluation: Evaluation, judged: OutputJudged) -> None:
        scores = self._scores
        has_answers = scores is not None and len(scores) > 0
        is_quantity = has_answers and judged.form == "quantities"
        self.tabs.offer("curves", is_there=has_answers and judged.form != "quantities")
        self.tabs.offer("examples", is_there=has_answers and judged.form == "classes")
        self.tabs.offer("quantities", is_there=is_quantity)
        if is_quantity and self.tabs.current == "report":
            self.tabs.show_page("quantities")
        self.tabs.offer("report", is_there=not is_quantity)
        self.tabs.offer("importance", is_there=self._run is not None and len(self._shape) < 3)
        if self._run is not None:
            self.importance.show_run(self._run, evaluation.split, evaluation.which)
        if scores is None or not has_answers:
            return
        if judged.form == "quantities":
            self.quantities.show_output(judged, scores)
            return
        self.curves.show_output(judged, scores)
        if judged.form == "classes":
            self._show_mistakes()

    def _judged(self) -> OutputJudged | None:
        if self._evaluation is None or not self._evaluation.outputs:
            return None
        return self._evaluation.outputs[max(self._output.currentIndex(), 0)]

    def _show_mistakes(self) -> None:
        judged, scores = self._judged(), self._scores
        if judged is None or scores is None or self._run is None:
            return
        found = mistakes.worst(scores, judged.threshold, MOST + 1)
        self.examples.show_mistakes(
            self._run,
            found,
            judged.names,
            title=self.tr("Most confidently wrong"),
            is_cell=False,
            which=self._evaluation.which if self._evaluation else "best",
        )

    def choose_output(self, name: str) -> None:
        """Show the output of that name, if it was judged."""
        place = self._output.findText(name)
        if place > 0 or (place == 0 and self._output.currentIndex() > 0):
            self._output.setCurrentIndex(place)
            self._show_output()

    @Slot(int, int)
    def show_cell(self, true: int, predicted: int) -> None:
        """Show the examples of a class that were answered with a class; nothing where none were judged."""
        judged, scores = self._judged(), self._scores
        if judged is None or scores is None or self._run is None or judged.form != "classes":
            return
        found = mistakes.behind(scores, judged.threshold, true, predicted, MOST + 1)
        title = self.tr("true {0}, predicted {1}").format(judged.names[true], judged.names[predicted])
        which = self._evaluation.which if self._evaluation else "best"
        self.examples.show_mistakes(self._run, found, judged.names, title=title, is_cell=True, which=which)
        self.tabs.show_page("examples")

    def _read(self, judged: OutputJudged) -> Scores | None:
        try:
            return read(Path(judged.scores))
        except (OSError, ValueError) as failure:
            _log.warning("The answers of %s could not be read: %s", judged.name, failure)
            return None

    def _say(self, text: str, *, role: str = "muted") -> None:
        self._is_blank = False
        self._evaluation = None
        self._words.setProperty("role", role)
        self._words.style().unpolish(self._words)
        self._words.style().polish(self._words)
        self._words.setText(text)
        self._notes.show_problems(())
        self._find_data.hide()
        self.report.clear()
        self.tabs.offer("report", is_there=True)
        for widget in (self._figures, self._more, self._output):
            widget.hide()
        for name in _OF_EVALUATION:
            self.tabs.offer(name, is_there=False)


def input_shape(run: Path) -> tuple[int | None, ...]:
    """Return the shape of one example of a run's network; empty where it has several inputs or none."""
    try:
        inputs = RunFolder(run).project().graph.inputs()
    except WorkbenchError:
        return ()
    shape = inputs[0].spec.params.get("shape") if len(inputs) == 1 else None
    return (
        tuple(axis if isinstance(axis, int) else None for axis in shape)
        if isinstance(shape, tuple | list)
        else ()
    )


def has_maps(run: Path) -> bool:
    """Tell whether a run's network takes pictures or has convolutions."""
    try:
        graph = RunFolder(run).project().graph
    except WorkbenchError:
        return False
    shapes = (node.spec.params.get("shape") for node in graph.inputs())
    takes_pictures = any(isinstance(shape, tuple | list) and len(shape) == 3 for shape in shapes)
    return takes_pictures or any("Conv" in node.spec.kind for node in graph.nodes)


def _in_words(figure: Figure) -> str:
    """Return ``accuracy 0.981 (0.974 to 0.988)``."""
    value = f"{_USUAL.get(figure.name, figure.name)} {words.reading(figure.value)}"
    if figure.low is None or figure.high is None:
        return value
    return f"{value} ({words.reading(figure.low)} – {words.reading(figure.high)})"
