"""An activation and its derivative, with its parameters to be pulled."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtWidgets import QWidget

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Param
from workbench.project.spec import ParamValue, Spec
from workbench.protocol.exploring import ActivationCurve, Answer, AskActivation, Question
from workbench.ui.explore.number_slider import NumberSlider
from workbench.ui.explore.page import ExplorerPage, under
from workbench.ui.explore.ranges import as_array, seen
from workbench.ui.explore.subject import Subject
from workbench.ui.explore.touch_plot import TouchPlot
from workbench.ui.inspector.editors import show
from workbench.ui.inspector.editors.activation import ActivationEditor
from workbench.ui.inspector.editors.combo import CalmComboBox
from workbench.ui.inspector.row import FormRow
from workbench.ui.live import words
from workbench.ui.results.questions import RunQuestions
from workbench.ui.results.small_plot import PlotLine
from workbench.ui.theme import Theme

BY_NAME = "Activation"
_REACH = 4.0


class ActivationPage(ExplorerPage):
    """A function by its name or formula, or a layer with parameters."""

    topic = "activation"

    def __init__(
        self, catalog: Catalog, theme: Theme, questions: RunQuestions, parent: QWidget | None = None
    ) -> None:
        super().__init__(questions, parent)
        self._catalog, self._theme = catalog, theme
        self._spec = Spec(BY_NAME, {"activation": "relu"})
        self._is_name = False
        self._x = 1.0
        self.kinds = CalmComboBox(self)
        self.kinds.setObjectName("activation_kind")
        self.kinds.setAccessibleName(self.tr("Function or layer"))
        self.kinds.addItem(self.tr("a function by its name"), BY_NAME)
        for kind in catalog.of("layer"):
            if kind.family == "activation" and kind.name != BY_NAME:
                self.kinds.addItem(self.tr("layer {0}").format(kind.name), kind.name)
        self.function = activation_row(catalog, theme, self)
        self.sliders: dict[str, NumberSlider] = {}
        self.plot = TouchPlot(theme, "activation_plot", self)
        self.at = NumberSlider("x", "x", theme, low=-_REACH, high=_REACH, value=self._x, parent=self)
        self.fill(
            (under(self.tr("kind"), self.kinds, self), self.function, self.at),
            (self.notes, self.plot, self.words),
        )
        self.kinds.activated.connect(self._on_kinds_activated)
        self.function.changed.connect(self._on_function_changed)
        self.at.changed.connect(self._on_x_changed)
        self.plot.touched.connect(self._on_plot_touched)
        self.plot.stepped.connect(lambda by: self._on_plot_touched(self._x + 0.1 * by))
        self._show_spec()

    def begin(self, subject: Subject) -> None:
        self._is_name = subject.is_name
        self._spec = subject.spec or self._spec
        self._show_spec()
        self._edited()

    def value(self) -> Spec | None:
        is_fitting = self._spec.kind == BY_NAME or not self._is_name
        return self._spec if is_fitting else None

    def _question(self) -> Question:
        reach = max(_REACH, abs(self._x))
        return AskActivation(layer=self._spec, low=-reach, high=reach, at=(self._x,))

    def _show(self, answer: Answer) -> None:
        if not isinstance(answer, ActivationCurve):
            return
        x, y, slope = (as_array(part) for part in (answer.x, answer.y, answer.slope))
        at, at_y, at_slope = np.array([self._x]), as_array(answer.at_y), as_array(answer.at_slope)
        lines = (
            PlotLine(x, slope, ink="validation", is_dashed=True),
            PlotLine(x, y),
            PlotLine(at, at_slope, ink="validation", is_mark=True),
            PlotLine(at, at_y, is_mark=True),
        )
        self.plot.draw(
            self.tr("f(x) as a line, its derivative dashed"),
            lines,
            across="x",
            up=self.tr("f(x), f'(x)"),
            x=(float(x[0]), float(x[-1])),
            y=seen(np.concatenate((y, slope)), share=1.0),
        )
        value, slope_there = words.reading(answer.at_y[0]), words.reading(answer.at_slope[0])
        told = f"f({self._x:g}) = {value}   f'({self._x:g}) = {slope_there}"
        if answer.has_neighbours:
            told += "   " + self.tr("where x stands beside one other number, which is 0")
        self.words.setText(told)

    def _forget(self) -> None:
        super()._forget()
        self.plot.clear()

    def _show_spec(self) -> None:
        self.kinds.setCurrentIndex(max(0, self.kinds.findData(self._spec.kind)))
        is_by_name = self._spec.kind == BY_NAME
        self.function.setVisible(is_by_name)
        if is_by_name:
            self.function.show_spec(self._spec)
        self._show_sliders()

    def _show_sliders(self) -> None:
        params = _pulled(self._catalog, self._spec.kind)
        if set(self.sliders) != {param.name for param in params}:
            for old in self.sliders.values():
                old.hide()
                old.deleteLater()
            self.sliders = {param.name: self._new_slider(param) for param in params}
            for place, slider in enumerate(self.sliders.values()):
                self.left.insertWidget(2 + place, slider)
        for param in params:
            value = self._spec.params.get(param.name, param.default)
            if isinstance(value, int | float):
                self.sliders[param.name].set_value(float(value))

    def _new_slider(self, param: Param) -> NumberSlider:
        low = -2.0 if param.minimum is None else param.minimum
        default = param.default if isinstance(param.default, int | float) else 6.0
        slider = NumberSlider(
            param.name,
            show.label(param.name),
            self._theme,
            low=low,
            high=max(2.0, default),
            value=default,
            minimum=param.minimum,
            maximum=param.maximum,
            parent=self,
        )
        slider.changed.connect(self._setter(param))
        return slider

    def _setter(self, param: Param) -> Callable[[float], None]:
        def set_param(value: float) -> None:
            is_usual = value == param.default
            name = param.name
            self._spec = self._spec.without_param(name) if is_usual else self._spec.with_param(name, value)
            self._edited()

        return set_param

    def _on_kinds_activated(self, index: int) -> None:
        kind = str(self.kinds.itemData(index))
        if kind != self._spec.kind:
            self._spec = Spec(kind, self._catalog.kind("layer", kind).starting_params())
            self._show_spec()
            self._edited()

    def _on_function_changed(self, value: ParamValue) -> None:
        self._spec = Spec(BY_NAME, {"activation": value})
        self._edited()

    def _on_x_changed(self, x: float) -> None:
        self._x = x
        self.ask()

    def _on_plot_touched(self, x: float) -> None:
        self._x = float(f"{x:.3g}")
        self.at.set_value(self._x)
        self.ask()


def activation_row(catalog: Catalog, theme: Theme, parent: QWidget) -> FormRow:
    """Return a field for an activation's name or formula, with its formula in words and no picture."""
    editor = ActivationEditor(catalog.kind("layer", BY_NAME).param("activation"), theme, parent)
    editor.card.plot.hide()
    return FormRow(editor, parent)


def _pulled(catalog: Catalog, kind: str) -> list[Param]:
    """Return the parameters of a layer that are numbers of its own."""
    if kind == BY_NAME or not catalog.has("layer", kind):
        return []
    return [param for param in catalog.kind("layer", kind).params if param.editor == "float"]
