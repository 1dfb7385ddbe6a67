"""The learning rate's card: who shapes it, with which numbers, its curve, and the finder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Param
from workbench.catalog.rate_curve import rate_curve
from workbench.foundation.errors import Problem
from workbench.project.project import Project
from workbench.project.rates import RateShape, TimeBased
from workbench.project.spec import ParamValue
from workbench.project.training import TrainingSpec
from workbench.protocol.facts import DataFacts
from workbench.ui.explore.link import ExploreLink
from workbench.ui.inspector.editors.combo import CalmComboBox
from workbench.ui.inspector.editors.line import LineEditor
from workbench.ui.inspector.notes import by_field
from workbench.ui.inspector.row import FormRow, place
from workbench.ui.live.labels import plain_label
from workbench.ui.theme import Theme, mono_font
from workbench.ui.training.rate_choice import CONSTANT, SCHEDULE, SHAPES, choose, chosen, with_rate
from workbench.ui.training.rate_drawings import of_curve
from workbench.ui.training.rate_finder import RateFinder
from workbench.ui.training.rate_plot import RatePlot
from workbench.ui.training.settings_card import Card

_PARAMS: Mapping[str, tuple[Param, ...]] = {
    "time_based": (Param(name="decay", editor="float", nullable=True, minimum=0.0),),
    "step_drop": (
        Param(name="drop", editor="float", default=0.5, minimum=0.0, maximum=1.0),
        Param(name="epochs_drop", editor="int", default=10, minimum=1.0),
    ),
    "exponential": (Param(name="k", editor="float", default=0.1, minimum=0.0),),
    "cosine": (
        Param(name="warmup", editor="int", default=0, minimum=0.0),
        Param(name="alpha", editor="float", default=0.0, minimum=0.0, maximum=1.0),
    ),
    "one_cycle": (
        Param(name="rise", editor="float", default=0.3, minimum=0.0, maximum=1.0),
        Param(name="div", editor="float", default=25.0, minimum=1.0),
        Param(name="final_div", editor="float", default=10_000.0, minimum=1.0),
    ),
    "formula": (Param(name="formula", editor="text", default="lr0 * 0.95 ** epoch"),),
}


class RateCard(Card):
    """``changed`` carries a TrainingSpec and the changed field, such as ``rate.drop``, or nothing."""

    changed = Signal(object, str)
    explore_wanted = Signal()

    def __init__(self, catalog: Catalog, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("RateCard", "Learning rate"), name="rate", parent=parent)
        self._catalog, self._theme = catalog, theme
        self._training = TrainingSpec()
        self._steps: int | None = None
        self._swept: Project | None = None
        self._choice = ""
        self.rows: dict[str, FormRow] = {}
        self._fields: QWidget | None = None
        self.combo = CalmComboBox(self)
        self.combo.setObjectName("rate_choice")
        self.combo.setAccessibleName(self.tr("Shape of the learning rate"))
        for name, text in self._choices().items():
            self.combo.addItem(text, name)
        self._place = self.content.count() + 1
        self.formula = plain_label("rate_formula", role="muted", parent=self)
        self.formula.setFont(mono_font())
        self.formula.setWordWrap(True)
        self.formula.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.plot = RatePlot(theme, "rate_plot", self.tr("Learning rate against the epoch"), self)
        self.note = plain_label("rate_note", role="muted", parent=self)
        self.note.setWordWrap(True)
        self.finder = RateFinder(theme, self)
        for widget in (self.combo, self.formula, self.plot, self.note, self.finder):
            self.content.addWidget(widget)
        self.combo.activated.connect(self._on_combo_activated)
        self.finder.taken.connect(self._on_finder_taken)

    def let_explore(self) -> None:
        """Offer its explorer beside the shape."""
        link = ExploreLink("rate", self.tr("the learning rate"), self)
        link.clicked.connect(lambda: self.explore_wanted.emit())
        head = QHBoxLayout()
        head.setSpacing(10)
        self.content.insertLayout(self._place - 1, head)
        head.addWidget(self.combo, 1)
        head.addWidget(link)

    def show_project(self, project: Project, facts: DataFacts | None) -> None:
        """Show a project's learning rate; a sweep of another network, data or training is forgotten."""
        training = self._training = project.training
        self._steps = None
        if facts is not None and facts.training > 0 and training.batch_size >= 1:
            self._steps = -(-facts.training // training.batch_size)
        choice = chosen(training)
        if choice != self._choice:
            self._choice = choice
            self.combo.setCurrentIndex(self.combo.findData(choice))
            self._rebuild(choice)
        for name, row in self.rows.items():
            row.show_value(getattr(training.rate, name))
        self.formula.setText("" if training.rate is None else training.rate.formula)
        self.formula.setVisible(training.rate is not None and choice != "formula")
        self._draw()
        self._forget_stale(project)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show what stands at ``training.rate`` and below."""
        own = [problem for problem in problems if f"{problem.where}.".startswith("training.rate.")]
        general, fields = by_field(own, "training.rate")
        self.notes.show_problems(general)
        for name, row in self.rows.items():
            row.set_problem(fields.get(name))

    def _choices(self) -> dict[str, str]:
        return {
            CONSTANT: self.tr("Constant"),
            "time_based": self.tr("Time-based decay"),
            "step_drop": self.tr("Step drop"),
            "exponential": self.tr("Exponential decay"),
            "cosine": self.tr("Cosine, with warm-up"),
            "one_cycle": self.tr("One cycle"),
            "formula": self.tr("Formula of the epoch"),
            "plateau": self.tr("On plateau (callback)"),
            "scheduler": self.tr("LearningRateScheduler (callback)"),
            SCHEDULE: self.tr("Keras schedule (optimizer)"),
        }

    def _rebuild(self, choice: str) -> None:
        if self._fields is not None:
            self._fields.hide()
            self._fields.deleteLater()
            self._fields = None
        self.rows = {}
        if choice not in _PARAMS:
            return
        self._fields = QWidget(self)
        for param in _PARAMS[choice]:
            editor = LineEditor(param, self._theme, self._fields)
            editor.is_short = param.editor != "text"
            if SHAPES[choice] is TimeBased:
                editor.line.setPlaceholderText("lr0 / epochs")
            row = self.rows[param.name] = FormRow(editor, self._fields)
            row.set_doc(self._docs().get(param.name, ""))
            row.changed.connect(partial(self._on_row_changed, param.name))
            row.reset.connect(partial(self._on_row_changed, param.name, param.default))
        grid = QGridLayout(self._fields)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        place(list(self.rows.values()), grid)
        self.content.insertWidget(self._place, self._fields)
        self._fields.show()

    def _docs(self) -> dict[str, str]:
        return {
            "decay": self.tr("How fast it falls. Empty: the learning rate over the number of epochs."),
            "drop": self.tr("What the rate is multiplied by with every drop."),
            "epochs_drop": self.tr("Epochs from one drop to the next."),
            "k": self.tr("How fast it falls: each epoch multiplies the rate by exp(-k)."),
            "warmup": self.tr("Epochs in which the rate rises in a straight line first."),
            "alpha": self.tr("The share of the rate at which it ends."),
            "rise": self.tr("The share of the epochs in which the rate rises."),
            "div": self.tr("It begins at the learning rate over this."),
            "final_div": self.tr("It ends towards the learning rate over this."),
            "formula": self.tr(
                "The rate of an epoch: epoch counts from 0, epochs is how many there are, lr0 is the "
                "optimizer's learning rate. Functions: exp, log, sqrt, cos, floor, min, max, where."
            ),
        }

    def _draw(self) -> None:
        curve = rate_curve(self._training, self._steps, self._catalog)
        drawing, words = of_curve(curve, self._training.epochs)
        self.plot.draw(drawing, words)
        self.plot.setVisible(drawing is not None)
        note = ""
        if drawing is None:
            note = self.tr("No curve yet: {0}.").format(curve.trouble)
        elif curve.may_fall:
            note = self.tr("ReduceLROnPlateau may lower it: its settings are among the callbacks.")
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def _forget_stale(self, project: Project) -> None:
        key = _swept_by(project)
        if self._swept is not None and self._swept != key:
            self.finder.forget()
        self._swept = key

    def _on_combo_activated(self, index: int) -> None:
        choice = str(self.combo.itemData(index))
        if choice != self._choice:
            self.changed.emit(choose(self._training, choice, self._catalog, self._steps), "")

    def _on_row_changed(self, name: str, value: ParamValue) -> None:
        shape: RateShape | None = self._training.rate
        if shape is not None:
            self.changed.emit(replace(self._training, rate=replace(shape, **{name: value})), f"rate.{name}")

    def _on_finder_taken(self, rate: float) -> None:
        self.changed.emit(with_rate(self._training, rate), "")


def _swept_by(project: Project) -> Project:
    """Return the project without what a sweep doesn't depend on."""
    optimizer = project.training.optimizer.without_param("learning_rate")
    training = replace(project.training, rate=None, epochs=1, callbacks=(), metrics=(), optimizer=optimizer)
    return replace(project.with_training(training), title="", note="")
