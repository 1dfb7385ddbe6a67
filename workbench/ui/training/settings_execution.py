"""How a training computes: a fold that most people leave closed, since a run chooses well by itself."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from workbench.catalog.kinds import Param
from workbench.foundation.errors import Problem
from workbench.project.spec import ParamValue
from workbench.project.training import MOST_EPOCHS, Execution
from workbench.ui.inspector.editors.choice import ChoiceEditor
from workbench.ui.inspector.editors.flag import FlagEditor
from workbench.ui.inspector.editors.line import LineEditor
from workbench.ui.inspector.fold import Fold
from workbench.ui.inspector.row import FormRow, place
from workbench.ui.theme import Theme

_DEFAULTS = Execution()


class ExecutionFold(Fold):
    """``changed`` carries the new values and the name of the one that was changed."""

    changed = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            QCoreApplication.translate("ExecutionFold", "Advanced"), name="execution", parent=parent
        )
        self._execution = _DEFAULTS
        xla = Param(name="xla", editor="choice", default="auto", choices=("auto", "on", "off"))
        residence = Param(
            name="residence", editor="choice", default="auto", choices=("auto", "resident", "streamed")
        )
        steps = Param(name="steps_per_call", editor="int", default=0, minimum=0, maximum=MOST_EPOCHS)
        deterministic = Param(name="deterministic", editor="bool", default=False)
        self.rows = {
            "xla": FormRow(ChoiceEditor(xla, self), self.body),
            "residence": FormRow(ChoiceEditor(residence, self), self.body),
            "steps_per_call": FormRow(LineEditor(steps, theme, self), self.body),
            "deterministic": FormRow(FlagEditor(deterministic, self), self.body),
        }
        for name, words in self._words().items():
            self.rows[name].set_doc(words)
        grid = QGridLayout(self.body)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        place(list(self.rows.values()), grid)
        for name, row in self.rows.items():
            row.changed.connect(partial(self._on_row_changed, name))
            row.reset.connect(partial(self._on_row_reset, name))

    def show_execution(self, execution: Execution) -> None:
        """Show the values; what was overruled is not hidden."""
        self._execution = execution
        for name, row in self.rows.items():
            row.show_value(getattr(execution, name))
        if execution != _DEFAULTS and not self.is_open:
            self.button.setChecked(True)

    def show_problem(self, name: str, problem: Problem | None) -> None:
        self.rows[name].set_problem(problem)

    def _words(self) -> dict[str, str]:
        return {
            "xla": self.tr(
                "Whether XLA compiles the training steps. By itself a run does so where that is faster and "
                "nothing in the network is random: compiling takes seconds, and the results are equal to "
                "Keras' within 1e-4 instead of to the last digits."
            ),
            "residence": self.tr(
                "Whether the examples lie in the device's memory or are sent along with the calls. By itself "
                "a run keeps them there when they take at most a quarter of the free memory."
            ),
            "steps_per_call": self.tr(
                "How many steps one call of the compiled function has. 0 adapts them, so that a call lasts "
                "about 25 ms and Pause and Stop are obeyed at once."
            ),
            "deterministic": self.tr(
                "Take only operations that give the same bits again with the same seed. On a CPU a run does "
                "so anyway; on a GPU it gets slower by it."
            ),
        }

    def _on_row_changed(self, name: str, value: ParamValue) -> None:
        self.changed.emit(replace(self._execution, **{name: value}), name)

    def _on_row_reset(self, name: str) -> None:
        self.changed.emit(replace(self._execution, **{name: getattr(_DEFAULTS, name)}), name)
