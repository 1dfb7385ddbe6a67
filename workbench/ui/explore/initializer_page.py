"""What an initializer draws for a kernel, and whether signals live through ten layers of it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Param
from workbench.project.spec import ParamValue, Spec
from workbench.protocol.exploring import Answer, AskInitializer, InitializerDrawn, Question
from workbench.ui.explore.activation_page import BY_NAME
from workbench.ui.explore.page import ExplorerPage
from workbench.ui.explore.ranges import as_array, seen
from workbench.ui.explore.subject import Subject
from workbench.ui.explore.touch_plot import TouchPlot
from workbench.ui.inspector.editors.choice import ChoiceEditor
from workbench.ui.inspector.editors.line import LineEditor
from workbench.ui.inspector.row import FormRow
from workbench.ui.live import words
from workbench.ui.results.questions import RunQuestions
from workbench.ui.results.small_plot import PlotLine
from workbench.ui.theme import Theme
from workbench.ui.training.settings_picker import SpecPicker

_SHAPE = (256, 256)
_LEFT_OUT = frozenset({"glu", "sparsemax", "softmax", "log_softmax"})
_STEADY, _STRONG = 10.0, 1000.0


class InitializerPage(ExplorerPage):
    """The drawn numbers as a histogram, and the variance of a signal before each layer's activation."""

    topic = "initializer"

    def __init__(
        self, catalog: Catalog, theme: Theme, questions: RunQuestions, parent: QWidget | None = None
    ) -> None:
        super().__init__(questions, parent)
        self._spec = Spec("GlorotUniform")
        self._shape: tuple[int, ...] = _SHAPE
        self._activation, self._seed = "relu", 0
        self.picker = SpecPicker(
            "initializer", catalog, theme, self.request_docs, name="explored_initializer", parent=self
        )
        shape = Param(name="kernel_shape", editor="shape", required=True)
        self.shape = FormRow(LineEditor(shape, theme, self), self)
        names = catalog.kind("layer", BY_NAME).param("activation").choices
        between = Param(
            name="activation",
            editor="choice",
            default="relu",
            choices=tuple(name for name in names if name not in _LEFT_OUT),
        )
        self.between = FormRow(ChoiceEditor(between, self), self)
        self.again = QPushButton(self.tr("Draw again"), self)
        self.again.setObjectName("draw_again")
        self.again.setAutoDefault(False)
        self.drawn = TouchPlot(theme, "initializer_drawn", self)
        self.signal = TouchPlot(theme, "initializer_signal", self)
        for plot in (self.drawn, self.signal):
            plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.fill(
            (self.picker, self.shape, self.between, self.again),
            (self.notes, self.drawn, self.signal, self.words),
        )
        self.picker.changed.connect(self._on_picker_changed)
        self.shape.changed.connect(self._on_shape_changed)
        self.between.changed.connect(self._on_between_changed)
        self.between.reset.connect(lambda: self._on_between_changed("relu"))
        self.again.clicked.connect(self._on_again_clicked)
        self._show_choices()

    def begin(self, subject: Subject) -> None:
        self._spec = subject.spec or self._spec
        self._shape = subject.shape or self._shape
        names = self.between.param.choices
        self._activation = subject.activation if subject.activation in names else self._activation
        self._show_choices()
        self._edited()

    def value(self) -> Spec:
        return self._spec

    def set_docs(self, kind: str, text: str, params: Mapping[str, str]) -> None:
        self.picker.set_docs(kind, text, params)

    def _question(self) -> Question:
        return AskInitializer(
            initializer=self._spec, shape=self._shape, activation=self._activation, seed=self._seed
        )

    def _show(self, answer: Answer) -> None:
        if not isinstance(answer, InitializerDrawn):
            return
        edges = np.linspace(answer.low, answer.high, len(answer.counts) + 1)
        outline_x = np.repeat(edges, 2)
        shares = 100 * np.array(answer.counts, dtype=np.float64) / sum(answer.counts)
        outline_y = np.concatenate(([0.0], np.repeat(shares, 2), [0.0]))
        self.drawn.draw(
            self.tr("What is drawn for this kernel"),
            [PlotLine(outline_x, outline_y)],
            across=self.tr("weight"),
            up=self.tr("% of them"),
            x=(answer.low, answer.high),
            y=(0.0, 1.05 * float(shares.max())),
        )
        with np.errstate(divide="ignore"):
            powers = np.log10(as_array(answer.variances))
        layers = np.arange(1.0, len(powers) + 1)
        low, high = seen(powers, share=1.0, also=(-1.0, 1.0))
        self.signal.draw(
            self.tr("A signal's variance through {0} dense layers").format(len(powers)),
            [
                PlotLine(np.array([1.0, len(powers)]), np.zeros(2), ink="muted", is_dashed=True),
                PlotLine(layers, powers),
                PlotLine(layers, powers, are_points=True),
            ],
            across=self.tr("layer"),
            up=self.tr("power of ten"),
            x=(1.0, float(len(powers))),
            y=(low, high),
        )
        told = self.tr(
            "fan-in {0}, fan-out {1}: mean {2}, standard deviation {3}\n"
            "{4} units wide: variance {5} … {6}: {7}"
        )
        self.words.setText(
            told.format(
                f"{answer.fan_in:,}",
                f"{answer.fan_out:,}",
                words.reading(answer.mean),
                words.reading(answer.deviation),
                answer.width,
                words.reading(answer.variances[0]),
                words.reading(answer.variances[-1]),
                self._verdict(answer),
            )
        )

    def _forget(self) -> None:
        super()._forget()
        for plot in (self.drawn, self.signal):
            plot.clear()

    def _verdict(self, answer: InitializerDrawn) -> str:
        """Return in words what becomes of the signal from the first layer to the last."""
        first, last = answer.variances[0], answer.variances[-1]
        if first is None or last is None:
            return self.tr("it explodes")
        grown = last / first if first else 0.0
        if grown > _STEADY:
            return self.tr("it explodes") if grown > _STRONG else self.tr("it grows")
        if grown < 1 / _STEADY:
            return self.tr("it vanishes") if grown < 1 / _STRONG else self.tr("it fades")
        return self.tr("it lives on")

    def _show_choices(self) -> None:
        self.picker.show_spec(self._spec)
        self.shape.show_value(self._shape)
        self.between.show_value(self._activation)

    def _on_picker_changed(self, spec: Spec, _field: str) -> None:
        self._spec = spec
        self.picker.show_spec(spec)
        self._edited()

    def _on_shape_changed(self, value: ParamValue) -> None:
        if isinstance(value, tuple):
            self._shape = tuple(axis if isinstance(axis, int) else 0 for axis in value)
            self.ask()

    def _on_between_changed(self, value: ParamValue) -> None:
        self._activation = str(value)
        self.between.show_value(value)
        self.ask()

    def _on_again_clicked(self) -> None:
        self._seed += 1
        self.ask()
