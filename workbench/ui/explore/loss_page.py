"""Any two losses of one prediction, beside each other, with their slopes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtWidgets import QWidget

from workbench.catalog.catalog import Catalog
from workbench.catalog.loss_forms import loss_kind
from workbench.project.spec import Spec
from workbench.protocol.exploring import Answer, AskLosses, LossesCompared, LossFigures, Question
from workbench.ui.explore.loss_prediction import LossPrediction
from workbench.ui.explore.page import ExplorerPage, under
from workbench.ui.explore.ranges import as_array, seen
from workbench.ui.explore.subject import Subject
from workbench.ui.explore.touch_plot import TouchPlot
from workbench.ui.inspector.editors.combo import CalmComboBox
from workbench.ui.results.figure_table import FigureTable
from workbench.ui.results.questions import RunQuestions
from workbench.ui.results.small_plot import Ink, PlotLine
from workbench.ui.theme import Theme
from workbench.ui.training.settings_picker import SpecPicker

_INKS: tuple[Ink, Ink] = ("training", "validation")
_STRIDE = 0.02
_NO_CURVE = frozenset({"CTC", "Circle"})


class LossPage(ExplorerPage):
    """The first loss is the form's own; the second stands beside it for comparison."""

    topic = "loss"

    def __init__(
        self, catalog: Catalog, theme: Theme, questions: RunQuestions, parent: QWidget | None = None
    ) -> None:
        super().__init__(questions, parent)
        self._catalog = catalog
        self._spec = Spec("MeanSquaredError")
        self.picker = SpecPicker("loss", catalog, theme, self.request_docs, name="explored_loss", parent=self)
        self.beside = CalmComboBox(self)
        self.beside.setObjectName("loss_beside")
        self.beside.setAccessibleName(self.tr("Loss beside it"))
        self.beside.addItem(self.tr("no other"), "")
        for kind in catalog.of("loss"):
            if kind.name not in _NO_CURVE:
                self.beside.addItem(kind.name, kind.name)
        self.beside.setCurrentIndex(self.beside.findData("BinaryCrossentropy"))
        self.prediction = LossPrediction(theme, self)
        self.values, self.slopes = (TouchPlot(theme, f"loss_{name}", self) for name in ("values", "slopes"))
        self.table = FigureTable("loss_figures", self.tr("Losses and their slopes"), self)
        self.fill(
            (self.picker, under(self.tr("beside it, dashed"), self.beside, self), self.prediction),
            (self.notes, self.values, self.slopes, self.table, self.words),
        )
        self.picker.changed.connect(self._on_picker_changed)
        self.beside.activated.connect(self._on_beside_activated)
        self.prediction.changed.connect(self.ask)
        for plot in (self.values, self.slopes):
            plot.touched.connect(self._on_plot_touched)
            plot.stepped.connect(self._on_plot_stepped)
        self._show_spec(has_changed=True)

    def begin(self, subject: Subject) -> None:
        if subject.spec is not None:
            self._spec = subject.spec
            is_squared = loss_kind(subject.spec, self._catalog) == "MeanSquaredError"
            other = "BinaryCrossentropy" if is_squared else "MeanSquaredError"
            self.beside.setCurrentIndex(self.beside.findData(other))
            self._show_spec(has_changed=True)
        self._edited()

    def value(self) -> Spec:
        return self._spec

    def set_docs(self, kind: str, text: str, params: Mapping[str, str]) -> None:
        self.picker.set_docs(kind, text, params)

    def _losses(self) -> tuple[Spec, ...]:
        """Return the losses to be drawn; the second is told of logits as the first is."""
        name = str(self.beside.currentData())
        if not name or name == loss_kind(self._spec, self._catalog):
            return (self._spec,)
        other = Spec(name, self._catalog.kind("loss", name).starting_params())
        if self._are_logits() and self._catalog.kind("loss", name).has_param("from_logits"):
            other = other.with_param("from_logits", True)
        return self._spec, other

    def _are_logits(self) -> bool:
        return self._spec.params.get("from_logits") is True

    def _question(self) -> Question:
        prediction = self.prediction
        low, high = prediction.extent()
        return AskLosses(
            losses=self._losses(),
            predicted=prediction.values,
            target=prediction.true,
            low=low,
            high=high,
            moved=prediction.moved,
            are_shares=prediction.are_shares,
        )

    def _show(self, answer: Answer) -> None:
        if not isinstance(answer, LossesCompared):
            return
        prediction, x = self.prediction, as_array(answer.x)
        at = prediction.values[prediction.moved]
        told = list(zip(answer.losses, _INKS, strict=False))
        across = self.tr("predicted") if prediction.is_one else self.tr("predicted for class {0}")
        across = across.format(prediction.moved)
        for plot, title, up, of_line, of_mark in (
            (self.values, self.tr("Loss"), self.tr("loss"), _along, _value),
            (self.slopes, self.tr("Its slope"), self.tr("slope"), _slopes_along, self._slope),
        ):
            lines = [
                PlotLine(x, as_array(of_line(loss)), ink=ink, is_dashed=ink == _INKS[1]) for loss, ink in told
            ]
            marks = [
                PlotLine(np.array([at]), as_array([of_mark(loss)]), ink=ink, is_mark=True)
                for loss, ink in told
            ]
            heights = np.concatenate([line.y for line in lines])
            extent = seen(heights, share=0.9, also=[of_mark(loss) for loss, _ in told])
            plot.draw(title, [*lines, *marks], across=across, up=up, x=(float(x[0]), float(x[-1])), y=extent)
        self._show_table(answer.losses)
        self.words.clear()

    def _forget(self) -> None:
        super()._forget()
        for plot in (self.values, self.slopes):
            plot.clear()
        self.table.set_rows((), ())

    def _show_table(self, losses: tuple[LossFigures, ...]) -> None:
        headers = [self.tr("loss"), self.tr("value"), self.tr("slope")]
        if not self.prediction.is_one:
            places = range(len(self.prediction.values))
            headers[2:] = [self.tr("slope, class {0}").format(place) for place in places]
        rows = [(loss.kind, _figure(loss.value), *(_figure(one) for one in loss.slopes)) for loss in losses]
        self.table.set_rows(headers, rows)

    def _slope(self, loss: LossFigures) -> float | None:
        return loss.slopes[self.prediction.moved]

    def _show_spec(self, *, has_changed: bool) -> None:
        self.picker.show_spec(self._spec)
        kinds = [loss_kind(spec, self._catalog) for spec in self._losses()]
        self.prediction.suit(kinds, are_logits=self._are_logits(), has_changed=has_changed)

    def _on_picker_changed(self, spec: Spec, field: str) -> None:
        self._spec = spec
        self._show_spec(has_changed=not field)
        self._edited()

    def _on_beside_activated(self, _index: int) -> None:
        self._show_spec(has_changed=False)
        self.ask()

    def _on_plot_stepped(self, by: int) -> None:
        low, high = self.prediction.extent()
        at = self.prediction.values[self.prediction.moved] + by * _STRIDE * (high - low)
        self._on_plot_touched(min(max(at, low), high))

    def _on_plot_touched(self, x: float) -> None:
        self.prediction.move_to(float(f"{x:.3g}"))


def _along(loss: LossFigures) -> tuple[float | None, ...]:
    return loss.along


def _value(loss: LossFigures) -> float | None:
    return loss.value


def _slopes_along(loss: LossFigures) -> tuple[float | None, ...]:
    return loss.slopes_along


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"
