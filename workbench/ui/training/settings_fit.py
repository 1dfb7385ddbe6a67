"""How long and where: epochs, batch size, seed, device, precision."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from workbench.catalog.kinds import Param
from workbench.foundation.errors import Problem
from workbench.project.spec import ParamValue
from workbench.project.training import MOST_EPOCHS, TrainingSpec
from workbench.protocol.facts import DataFacts
from workbench.ui.inspector.editors.choice import ChoiceEditor
from workbench.ui.inspector.editors.line import LineEditor
from workbench.ui.inspector.row import FormRow, place
from workbench.ui.theme import Theme
from workbench.ui.training.settings_card import Card
from workbench.ui.training.settings_device import DeviceEditor

_DEFAULTS = TrainingSpec()
_PRECISIONS = ("float32", "mixed_float16", "mixed_bfloat16", "float64", "float16", "bfloat16")
_LARGEST_SEED = 2**32 - 1


class FitCard(Card):
    """``changed`` carries the name of a field of TrainingSpec and its value."""

    changed = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(QCoreApplication.translate("FitCard", "Training"), name="fit", parent=parent)
        device = Param(name="device", editor="text", default=_DEFAULTS.device)
        precision = Param(name="precision", editor="choice", default=_DEFAULTS.precision, choices=_PRECISIONS)
        self.device = DeviceEditor(device, self)
        self.rows = {
            "epochs": self._number("epochs", _DEFAULTS.epochs, theme, minimum=1, maximum=MOST_EPOCHS),
            "batch_size": self._number(
                "batch_size", _DEFAULTS.batch_size, theme, minimum=1, maximum=MOST_EPOCHS
            ),
            "seed": self._number("seed", _DEFAULTS.seed, theme, minimum=0, maximum=_LARGEST_SEED),
            "precision": FormRow(ChoiceEditor(precision, self), self),
            "device": FormRow(self.device, self),
        }
        self.rows["device"].editor.is_short = False
        self.steps = QLabel(self)
        self.steps.setObjectName("steps_per_epoch")
        self.steps.setProperty("role", "muted")
        self.steps.setTextFormat(Qt.TextFormat.PlainText)
        self.steps.setWordWrap(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        place(list(self.rows.values()), grid)
        self.content.addLayout(grid)
        self.content.addWidget(self.steps)
        for name, row in self.rows.items():
            row.changed.connect(partial(self.changed.emit, name))
            row.reset.connect(partial(self._on_row_reset, name))

    def _number(
        self, name: str, default: int, theme: Theme, *, minimum: int, maximum: int | None = None
    ) -> FormRow:
        param = Param(name=name, editor="int", default=default, minimum=minimum, maximum=maximum)
        return FormRow(LineEditor(param, theme, self), self)

    def show_training(self, training: TrainingSpec, facts: DataFacts | None) -> None:
        for name, row in self.rows.items():
            row.show_value(getattr(training, name))
        self.steps.setText(self._steps_words(training.batch_size, facts))
        self.steps.setVisible(bool(self.steps.text()))

    def show_problem(self, name: str, problem: Problem | None) -> None:
        self.rows[name].set_problem(problem)

    def _steps_words(self, batch_size: int, facts: DataFacts | None) -> str:
        if facts is None or facts.training <= 0 or batch_size < 1:
            return ""
        steps = -(-facts.training // batch_size)
        words = self.tr("{steps} steps an epoch: {examples} examples in batches of {batch}")
        if steps == 1:
            words = self.tr("1 step an epoch: {examples} examples in one batch")
        return words.format(steps=f"{steps:,}", examples=f"{facts.training:,}", batch=batch_size)

    def _on_row_reset(self, name: str) -> None:
        value: ParamValue = getattr(_DEFAULTS, name)
        self.changed.emit(name, value)
