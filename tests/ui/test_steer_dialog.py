"""Changing a run in its dialog, with real clicks and keys: asked once, and answered by the run."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.pages import in_front, line, retype, text
from tests.helpers.run_states import finished, running
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import warning
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec
from workbench.runs.controls import SetEpochs, SetLearningRate, SetPatience
from workbench.runs.events import Advice, SettingChanged
from workbench.runs.in_force import InForce, in_force
from workbench.runs.state import RunState, reduce
from workbench.ui.theme import Theme
from workbench.ui.training.steer_dialog import SteerDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
_NOW = InForce(rate=0.001, epochs=30, patience=5, plateau_patience=None)
_AT = "2026-11-20T15:30:00.000+00:00"


def changed(state: RunState, setting: str, value: float) -> RunState:
    event = SettingChanged(
        seq=9,
        t=62.0,
        at=_AT,
        epoch=17,
        step=2,
        setting=setting,
        before=0.001,
        value=value,  # type: ignore[arg-type]
    )
    return reduce(state, event)


def opened(qtbot: QtBot, theme: Theme, now: InForce, state: RunState) -> tuple[SteerDialog, list[object]]:
    dialog = in_front(qtbot, SteerDialog(now, state, theme), 420, 320)
    asked: list[object] = []
    dialog.asked.connect(asked.append)
    return dialog, asked


def test_that_a_rate_is_asked_for_once_however_often_it_is_clicked(qtbot: QtBot, theme: Theme) -> None:
    dialog, asked = opened(qtbot, theme, _NOW, running())
    assert not dialog.apply.isEnabled()
    assert line(dialog, "field_patience").text() == "5"
    assert not dialog.rows["plateau_patience"].isVisible()

    retype(qtbot, line(dialog, "field_learning_rate"), "0.0002")
    for _ in range(3):
        qtbot.mouseDClick(dialog.apply, Qt.MouseButton.LeftButton)
        qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
        qtbot.keyClick(line(dialog, "field_learning_rate"), Qt.Key.Key_Return)
    assert asked == [(SetLearningRate(value=0.0002),)]

    state = changed(running(), "learning_rate", 0.0002)
    dialog.show_state(replace_rate(0.0002), state)
    assert text(dialog, "steer_answer") == "✓ In force."
    assert not dialog.apply.isEnabled()


def replace_rate(rate: float) -> InForce:
    return InForce(rate=rate, epochs=30, patience=5, plateau_patience=None)


def test_that_what_the_run_refuses_is_told_and_can_be_asked_anew(qtbot: QtBot, theme: Theme) -> None:
    dialog, asked = opened(qtbot, theme, _NOW, running())
    retype(qtbot, line(dialog, "field_epochs"), "3")
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    assert asked == [(SetEpochs(value=3),)]

    problem = warning("epochs.refused", "training.epochs", "17 epochs are begun.")
    dialog.show_state(_NOW, reduce(running(), Advice(seq=9, t=62.0, at=_AT, problem=problem)))

    assert text(dialog, "steer_answer") == "17 epochs are begun."
    assert dialog.apply.isEnabled()


def test_that_what_is_typed_stays_while_the_run_goes_on(qtbot: QtBot, theme: Theme) -> None:
    dialog, asked = opened(qtbot, theme, _NOW, running())
    retype(qtbot, line(dialog, "field_patience"), "12")
    dialog.show_state(_NOW, running(epoch=18))
    dialog.show_state(replace_rate(0.0005), running(epoch=19))
    assert line(dialog, "field_patience").text() == "12"
    assert line(dialog, "field_learning_rate").text() == "0.0005"

    retype(qtbot, line(dialog, "field_patience"), "many")
    assert not dialog.apply.isEnabled()
    retype(qtbot, line(dialog, "field_patience"), "12")
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)
    assert asked == [(SetPatience(value=12),)]


def test_that_a_run_that_is_over_goes_on_for_more_epochs_only(qtbot: QtBot, theme: Theme) -> None:
    over = replace(finished(), epoch=30)
    dialog, asked = opened(qtbot, theme, _NOW, over)
    assert dialog.apply.text() == "Train on"
    assert line(dialog, "field_epochs").text() == "60"

    retype(qtbot, line(dialog, "field_epochs"), "30")
    assert not dialog.apply.isEnabled()
    retype(qtbot, line(dialog, "field_epochs"), "45")
    qtbot.mouseClick(dialog.apply, Qt.MouseButton.LeftButton)

    assert asked == [(SetEpochs(value=45),)]
    assert not dialog.isVisible()


def test_that_in_force_is_what_was_set_last(qtbot: QtBot, catalog: Catalog) -> None:
    callbacks = (Spec("EarlyStopping", {"patience": 4}), Spec("ReduceLROnPlateau"))
    training = TrainingSpec(optimizer=Spec("SGD", {"learning_rate": 0.1}), callbacks=callbacks, epochs=9)
    assert in_force(training, RunState(), catalog) == InForce(0.1, 9, 4, 10)

    state = changed(changed(running(), "EarlyStopping.patience", 7), "epochs", 44)
    now = in_force(training, changed(state, "learning_rate", 0.02), catalog)

    assert now == InForce(0.02, 44, 7, 10)
    schedule = training.optimizer.with_param("learning_rate", Spec("CosineDecay"))
    assert in_force(replace(training, optimizer=schedule), state, catalog).rate is None


def test_that_the_dialog_says_why_a_rate_can_not_be_set(qtbot: QtBot, theme: Theme) -> None:
    dialog, _ = opened(qtbot, theme, InForce(None, 30, None, None), running())
    field: QWidget = line(dialog, "field_learning_rate")
    assert not field.isEnabled()
    assert "schedule" in field.toolTip()
