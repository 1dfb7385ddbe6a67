"""What a run takes of the machine, in the run bar."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.helpers.pages import exposed
from tests.helpers.run_states import finished, running
from workbench.runs.events import UsageMeasured
from workbench.runs.state import RunState, reduce
from workbench.ui.training.elided import ElidedLabel
from workbench.ui.training.run_bar import RunBar

_USED = UsageMeasured(
    seq=8, t=60.5, at="", memory=412 << 20, device_memory=3 << 30, device_total=16 << 30,
    watching=0.0042, saving=0.051,
)  # fmt: skip


def _usage(bar: RunBar) -> QLabel:
    label = bar.findChild(ElidedLabel, "run_failure_hint")
    assert label is not None
    return label


def _measured(state: RunState) -> RunState:
    return reduce(state, _USED)


def test_that_memory_and_the_cost_of_watching_stand_under_the_epoch(qtbot: QtBot) -> None:
    bar = exposed(qtbot, RunBar(), 1800, 48)
    bar.set_state(_measured(running()))

    label = _usage(bar)
    assert label.isVisible()
    assert label.accessibleName() == "CPU · 412 MB · GPU memory 3.0 GB · watching 0.4 %"
    assert "3.0 GB of 16 GB" in label.toolTip()
    assert "Saving checkpoints took 5.1 %" in label.toolTip()

    bar.set_state(finished())
    assert not label.isVisible()
