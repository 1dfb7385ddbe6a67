"""The learning rate against the epoch: the training page's own card, on a copy to play with."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.catalog.catalog import Catalog
from workbench.catalog.rate_curve import rate_curve
from workbench.catalog.rates import schedule_of
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec
from workbench.protocol.exploring import Answer
from workbench.protocol.facts import DataFacts
from workbench.ui.explore.number_slider import NumberSlider
from workbench.ui.explore.page import ExplorerPage
from workbench.ui.explore.subject import Subject
from workbench.ui.results.questions import RunQuestions
from workbench.ui.theme import Theme
from workbench.ui.training.rate_card import RateCard
from workbench.ui.training.rate_choice import first_rate, with_rate
from workbench.ui.training.rate_drawings import of_curve
from workbench.ui.training.rate_plot import RatePlot
from workbench.ui.training.settings_picker import SpecPicker

_EPOCHS, _EXAMPLES, _RATE = 40, 3200, 0.01


class RatePage(ExplorerPage):
    """Shapes, callbacks and Keras' schedules; what is taken are the rate's settings, not the epochs."""

    topic = "rate"

    def __init__(
        self, catalog: Catalog, theme: Theme, questions: RunQuestions, parent: QWidget | None = None
    ) -> None:
        super().__init__(questions, parent)
        self._catalog = catalog
        self._project = Project(training=TrainingSpec(epochs=_EPOCHS))
        self._epochs = _EPOCHS
        self._facts = DataFacts(input_shape=(), task="", training=_EXAMPLES)
        self.card = RateCard(catalog, theme, self)
        for part in (self.card.finder, self.card.plot):
            part.hide()
        self.schedule = SpecPicker(
            "schedule", catalog, theme, self.request_docs, name="explored_schedule", parent=self
        )
        self.epochs = NumberSlider(
            "epochs", self.tr("epochs"), theme, low=1, high=200, value=_EPOCHS, minimum=1, parent=self
        )
        title = self.tr("learning rate it begins with")
        self.rate = NumberSlider(
            "base_rate", title, theme, low=1e-4, high=1.0, value=_RATE, is_log=True, minimum=0.0, parent=self
        )
        self.plot = RatePlot(theme, "explored_rate", self.tr("Learning rate against the epoch"), self)
        self.plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.fill((self.card, self.schedule, self.rate, self.epochs), (self.notes, self.plot, self.words))
        self.card.changed.connect(self._on_card_changed)
        self.schedule.changed.connect(self._on_schedule_changed)
        self.epochs.changed.connect(self._on_epochs_changed)
        self.rate.changed.connect(self._on_rate_changed)

    def begin(self, subject: Subject) -> None:
        if subject.project is not None:
            self._project = subject.project
            self._epochs = subject.project.training.epochs
        if subject.facts is not None and subject.facts.training:
            self._facts = subject.facts
        self._show_training()

    def value(self) -> TrainingSpec:
        return replace(self._project.training, epochs=self._epochs)

    def set_docs(self, kind: str, text: str, params: Mapping[str, str]) -> None:
        self.schedule.set_docs(kind, text, params)

    def _show(self, answer: Answer) -> None:
        raise TypeError(f"Nothing was asked of Keras here, received {type(answer).__name__}.")

    def _change(self, training: TrainingSpec) -> None:
        self._project = self._project.with_training(training)
        self._show_training()
        self.changed.emit()

    def _show_training(self) -> None:
        training = self._project.training
        self.card.show_project(self._project, self._facts)
        self.card.plot.hide()
        schedule = schedule_of(training.optimizer)
        self.schedule.setVisible(schedule is not None)
        if schedule is not None:
            self.schedule.show_spec(schedule)
        self.epochs.set_value(training.epochs)
        steps = -(-self._facts.training // max(1, training.batch_size))
        curve = rate_curve(training, steps, self._catalog)
        drawing, told = of_curve(curve, training.epochs)
        self.plot.draw(drawing, told)
        self.words.setText(told if drawing is not None else self.tr("No curve yet: {0}.").format(told))
        if len(curve.y):
            self.rate.set_value(first_rate(training.optimizer, self._catalog))

    def _on_card_changed(self, training: TrainingSpec, _field: str) -> None:
        self._change(training)

    def _on_schedule_changed(self, spec: Spec, _field: str) -> None:
        training = self._project.training
        self._change(replace(training, optimizer=training.optimizer.with_param("learning_rate", spec)))

    def _on_epochs_changed(self, epochs: float) -> None:
        self._change(replace(self._project.training, epochs=max(1, round(epochs))))

    def _on_rate_changed(self, rate: float) -> None:
        self._change(with_rate(self._project.training, rate))
