"""One neuron: two inputs, two weights, a bias, an activation, and the arithmetic written out."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from workbench.catalog.catalog import Catalog
from workbench.project.spec import ParamValue, Spec
from workbench.protocol.exploring import Answer, AskNeuron, NeuronAnswer, Question
from workbench.ui.explore.activation_page import BY_NAME, activation_row
from workbench.ui.explore.field_view import FieldView
from workbench.ui.explore.number_slider import NumberSlider
from workbench.ui.explore.page import ExplorerPage
from workbench.ui.explore.subject import Subject
from workbench.ui.results.questions import RunQuestions
from workbench.ui.theme import Theme, mono_font

_LEAST_REACH = 4.0
_FIRST = {"x1": 2.0, "x2": 3.0, "w1": 0.0, "w2": 1.0, "b": 4.0}


class NeuronPage(ExplorerPage):
    """It begins with the course's first neuron, which answers 0.999."""

    topic = "neuron"

    def __init__(
        self, catalog: Catalog, theme: Theme, questions: RunQuestions, parent: QWidget | None = None
    ) -> None:
        super().__init__(questions, parent)
        self._activation = "sigmoid"
        titles = (
            self.tr("input x₁"),
            self.tr("input x₂"),
            self.tr("weight w₁"),
            self.tr("weight w₂"),
            self.tr("bias b"),
        )
        self.numbers = {
            name: NumberSlider(name, title, theme, low=-5.0, high=5.0, value=_FIRST[name], parent=self)
            for name, title in zip(_FIRST, titles, strict=True)
        }
        self.function = activation_row(catalog, theme, self)
        self.field = FieldView(theme, self)
        self.words.setFont(mono_font(10))
        self.fill((*self.numbers.values(), self.function), (self.notes, self.field, self.words))
        for slider in self.numbers.values():
            slider.changed.connect(self._on_number_changed)
        self.function.changed.connect(self._on_function_changed)
        self.field.moved.connect(self._on_field_moved)
        self.function.show_spec(Spec(BY_NAME, {"activation": self._activation}))
        self._show_inputs()

    def begin(self, subject: Subject) -> None:
        if subject.activation:
            self._activation = subject.activation
            self.function.show_spec(Spec(BY_NAME, {"activation": self._activation}))
        self._edited()

    def _question(self) -> Question:
        return AskNeuron(
            inputs=self._inputs(),
            weights=(self.numbers["w1"].value, self.numbers["w2"].value),
            bias=self.numbers["b"].value,
            activation=self._activation,
            reach=self._reach(),
        )

    def _inputs(self) -> tuple[float, float]:
        return self.numbers["x1"].value, self.numbers["x2"].value

    def _reach(self) -> float:
        return max(_LEAST_REACH, *(1.25 * abs(value) for value in self._inputs()))

    def _show(self, answer: Answer) -> None:
        if not isinstance(answer, NeuronAnswer):
            return
        self.field.show_ground(answer.ground)
        value = {name: f"{slider.value:g}" for name, slider in self.numbers.items()}
        total, name = f"{answer.total:.6g}", self._activation.removeprefix("formula:")
        output = self.tr("no finite number") if answer.output is None else f"{answer.output:.4f}"
        applied = f"{name}({total})" if name == self._activation else f"f({total})"
        products = f"{value['w1']}·{value['x1']} + {value['w2']}·{value['x2']}"
        self.words.setText(
            f"z = w₁·x₁ + w₂·x₂ + b = {products} + {value['b']} = {total}\n{applied} = {output}"
        )

    def _forget(self) -> None:
        super()._forget()
        self.field.show_ground(None)

    def _show_inputs(self) -> None:
        self.field.show_inputs(self._inputs(), self._reach())

    def _on_number_changed(self, _value: float) -> None:
        self._show_inputs()
        self.ask()

    def _on_function_changed(self, value: ParamValue) -> None:
        self._activation = str(value)
        self.ask()

    def _on_field_moved(self, x: float, y: float) -> None:
        self.numbers["x1"].set_value(x)
        self.numbers["x2"].set_value(y)
        self._show_inputs()
        self.ask()
