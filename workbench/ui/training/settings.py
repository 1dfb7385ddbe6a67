"""The Training page: everything that ``compile`` and ``fit`` get."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from workbench.catalog.kinds import Group
from workbench.checks.monitors import available_metrics
from workbench.foundation.errors import Problem
from workbench.project.edits import SetTraining
from workbench.project.spec import ParamValue, Spec
from workbench.project.training import Checkpoints, Execution, TrainingSpec
from workbench.ui.document.document import Document
from workbench.ui.inspector.fold import Fold
from workbench.ui.inspector.notes import by_field
from workbench.ui.inspector.relayout import measure_when_shown
from workbench.ui.theme import Theme
from workbench.ui.training.preflight_card import PreflightCard
from workbench.ui.training.rate_card import RateCard
from workbench.ui.training.settings_card import Card
from workbench.ui.training.settings_checkpoints import CheckpointsFold
from workbench.ui.training.settings_columns import Columns
from workbench.ui.training.settings_execution import ExecutionFold
from workbench.ui.training.settings_fit import FitCard
from workbench.ui.training.settings_list import SpecList
from workbench.ui.training.settings_loss import LossCard
from workbench.ui.training.settings_picker import SpecPicker

_TALL = 900


class TrainingPage(QWidget):
    """Cards for loss, metrics, optimizer, the run itself and callbacks; every change is an edit."""

    def __init__(
        self,
        document: Document,
        theme: Theme,
        request_docs: Callable[[Group, str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self.setObjectName("training_page")
        self.setAccessibleName(self.tr("Training"))
        self.setProperty("role", "page")
        catalog = document.catalog
        self.loss = LossCard(catalog, theme, request_docs, self)
        self.metrics = SpecList(
            "metric",
            catalog,
            theme,
            request_docs,
            can_move=False,
            add_text=self.tr("Add metric"),
            parent=self,
        )
        self.weighted_metrics = SpecList(
            "metric",
            catalog,
            theme,
            request_docs,
            can_move=False,
            add_text=self.tr("Add weighted metric"),
            name="weighted_metric",
            parent=self,
        )
        self.optimizer = SpecPicker("optimizer", catalog, theme, request_docs, name="optimizer", parent=self)
        self.rate = RateCard(catalog, theme, self)
        self.fit = FitCard(theme, self)
        self.execution = ExecutionFold(theme, self)
        self.checkpoints = CheckpointsFold(theme, self)
        self.fit.content.addWidget(self.checkpoints)
        self.fit.content.addWidget(self.execution)
        self.preflight = PreflightCard(self)
        self.callbacks = SpecList(
            "callback",
            catalog,
            theme,
            request_docs,
            can_move=True,
            add_text=self.tr("Add callback"),
            parent=self,
        )
        self._metrics_card = self._card(self.tr("Metrics"), "metrics", self.metrics)
        self._weighted = self._weighted_fold()
        self._metrics_card.content.addWidget(self._weighted)
        self._optimizer_card = self._card(self.tr("Optimizer"), "optimizer", self.optimizer)
        self._callbacks_card = self._card(self.tr("Callbacks"), "callbacks", self.callbacks)
        self._lay_out()
        self._connect()
        self._show()
        self._show_problems()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        measure_when_shown(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() >= _TALL:
            self.loss.picker.form.unfold()
            self.optimizer.form.unfold()

    def show_card(self, card: Card) -> None:
        """Scroll until a card is at sight, and give it the keyboard."""
        self._area.ensureWidgetVisible(card)
        card.setFocus()

    def set_devices(self, devices: tuple[tuple[str, str], ...]) -> None:
        """Offer the devices that the engine found: pairs of ``cpu`` or ``gpu:N`` and a name."""
        self.fit.device.set_devices(devices)

    def set_docs(self, group: Group, kind: str, text: str, params: Mapping[str, str]) -> None:
        """Take Keras' documentation of a kind, whenever it comes."""
        match group:
            case "loss":
                self.loss.set_docs(kind, text, params)
            case "optimizer":
                self.optimizer.set_docs(kind, text, params)
            case "metric":
                self.metrics.set_docs(kind, text, params)
                self.weighted_metrics.set_docs(kind, text, params)
            case "callback":
                self.callbacks.set_docs(kind, text, params)

    def _card(self, title: str, name: str, content: QWidget) -> Card:
        card = Card(title, name=name, parent=self)
        card.content.addWidget(content)
        return card

    def _weighted_fold(self) -> Fold:
        fold = Fold(self.tr("Weighted metrics"), name="weighted_metrics", parent=self)
        fold.button.setToolTip(self.tr("They count each example as the loss does, by its weight."))
        layout = QVBoxLayout(fold.body)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(self.weighted_metrics)
        return fold

    def _lay_out(self) -> None:
        columns = Columns(
            [
                [self.loss, self._metrics_card],
                [self._optimizer_card, self.rate],
                [self.fit, self.preflight],
                [self._callbacks_card],
            ],
            self,
        )
        area = self._area = QScrollArea(self)
        area.setObjectName("training_scroll")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(columns)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _connect(self) -> None:
        document = self._document
        self.loss.changed.connect(self._on_loss_changed)
        self.optimizer.changed.connect(self._on_optimizer_changed)
        self.metrics.changed.connect(self._on_metrics_changed)
        self.weighted_metrics.changed.connect(self._on_weighted_metrics_changed)
        self.checkpoints.changed.connect(self._on_checkpoints_changed)
        self.callbacks.changed.connect(self._on_callbacks_changed)
        self.rate.changed.connect(self._on_rate_changed)
        self.fit.changed.connect(self._on_fit_changed)
        self.execution.changed.connect(self._on_execution_changed)
        document.project_changed.connect(self._show)
        document.facts_changed.connect(self._show)
        document.problems_changed.connect(self._show_problems)

    def _show(self) -> None:
        project, facts = self._document.project, self._document.facts
        training = project.training
        has_validation = project.data.split.has_validation if facts is None else facts.validation > 0
        figures = available_metrics(project, has_validation, self._document.catalog)
        self.callbacks.set_suggestions(figures)
        self.checkpoints.set_figures(figures)
        self.loss.show_training(training, project.graph)
        self.optimizer.show_spec(training.optimizer)
        self.metrics.show_specs(training.metrics)
        self.weighted_metrics.show_specs(training.weighted_metrics)
        if training.weighted_metrics and not self._weighted.is_open:
            self._weighted.button.setChecked(True)
        self.checkpoints.show_settings(training.checkpoints)
        self.callbacks.show_specs(training.callbacks)
        self.rate.show_project(project, facts)
        self.fit.show_training(training, facts)
        self.execution.show_settings(training.execution)

    def _show_problems(self) -> None:
        problems = self._document.problems_at("training")
        self.loss.show_problems(problems)
        self._share(problems, "training.optimizer", self._optimizer_card, self.optimizer.show_problems)
        self.rate.show_problems(problems)
        self.metrics.show_problems(problems, "training.metrics")
        self.weighted_metrics.show_problems(problems, "training.weighted_metrics")
        self.callbacks.show_problems(problems, "training.callbacks")
        self._metrics_card.notes.show_problems(p for p in problems if p.where == "training.metrics")
        self._callbacks_card.notes.show_problems(p for p in problems if p.where == "training.callbacks")
        for name in self.fit.rows:
            found = next((p for p in problems if p.where == f"training.{name}"), None)
            self.fit.show_problem(name, found)
        for name in self.checkpoints.rows:
            found = next((p for p in problems if p.where == f"training.checkpoints.{name}"), None)
            self.checkpoints.show_problem(name, found)
        for name in self.execution.rows:
            found = next((p for p in problems if p.where == f"training.execution.{name}"), None)
            self.execution.show_problem(name, found)

    def _share(
        self,
        problems: tuple[Problem, ...],
        place: str,
        card: Card,
        show_fields: Callable[[Mapping[str, Problem]], None],
    ) -> None:
        own = [problem for problem in problems if f"{problem.where}.".startswith(f"{place}.")]
        general, fields = by_field(own, place)
        card.notes.show_problems(general)
        show_fields(fields)

    def _change(self, training: TrainingSpec, label: str, field: str) -> None:
        self._document.do(SetTraining(training, label, field))

    def _on_loss_changed(self, training: TrainingSpec, field: str) -> None:
        self._change(training, self.tr("Change loss"), field)

    def _on_optimizer_changed(self, optimizer: Spec, field: str) -> None:
        training = replace(self._document.project.training, optimizer=optimizer)
        self._change(training, self.tr("Change optimizer"), f"optimizer.{field}" if field else "")

    def _on_metrics_changed(self, metrics: tuple[Spec, ...], field: str) -> None:
        training = replace(self._document.project.training, metrics=metrics)
        self._change(training, self.tr("Change metrics"), f"metrics.{field}" if field else "")

    def _on_weighted_metrics_changed(self, metrics: tuple[Spec, ...], field: str) -> None:
        training = replace(self._document.project.training, weighted_metrics=metrics)
        label = self.tr("Change weighted metrics")
        self._change(training, label, f"weighted_metrics.{field}" if field else "")

    def _on_checkpoints_changed(self, checkpoints: Checkpoints, field: str) -> None:
        training = replace(self._document.project.training, checkpoints=checkpoints)
        self._change(training, self.tr("Change checkpoints"), f"checkpoints.{field}")

    def _on_callbacks_changed(self, callbacks: tuple[Spec, ...], field: str) -> None:
        training = replace(self._document.project.training, callbacks=callbacks)
        self._change(training, self.tr("Change callbacks"), f"callbacks.{field}" if field else "")

    def _on_execution_changed(self, execution: Execution, field: str) -> None:
        training = replace(self._document.project.training, execution=execution)
        self._change(training, self.tr("Change {field}").format(field=field.replace("_", " ")), field)

    def _on_rate_changed(self, training: TrainingSpec, field: str) -> None:
        self._change(training, self.tr("Change learning rate"), field)

    def _on_fit_changed(self, field: str, value: ParamValue) -> None:
        training = replace(self._document.project.training, **{field: value})
        self._change(training, self.tr("Change {field}").format(field=field.replace("_", " ")), field)
