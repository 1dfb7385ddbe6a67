"""How a training computes: a fold that most people leave closed, since a run chooses well by itself."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from workbench.catalog.kinds import Param
from workbench.project.training import MOST_EPOCHS, Execution
from workbench.ui.inspector.editors.choice import ChoiceEditor
from workbench.ui.inspector.editors.flag import FlagEditor
from workbench.ui.inspector.editors.line import LineEditor
from workbench.ui.inspector.row import FormRow
from workbench.ui.theme import Theme
from workbench.ui.training.settings_fold import SettingsFold

_DEFAULTS = Execution()


class ExecutionFold(SettingsFold):
    """Shows ``Execution``."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        title = QCoreApplication.translate("ExecutionFold", "Advanced")
        super().__init__(title, _DEFAULTS, name="execution", parent=parent)
        xla = Param(name="xla", editor="choice", default="auto", choices=("auto", "on", "off"))
        residence = Param(
            name="residence", editor="choice", default="auto", choices=("auto", "resident", "streamed")
        )
        steps = Param(name="steps_per_call", editor="int", default=0, minimum=0, maximum=MOST_EPOCHS)
        deterministic = Param(name="deterministic", editor="bool", default=False)
        rows = {
            "xla": FormRow(ChoiceEditor(xla, self), self.body),
            "residence": FormRow(ChoiceEditor(residence, self), self.body),
            "steps_per_call": FormRow(LineEditor(steps, theme, self), self.body),
            "deterministic": FormRow(FlagEditor(deterministic, self), self.body),
        }
        self.fill(rows, self._words())

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
