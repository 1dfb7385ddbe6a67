"""The model that answers follows the moment: that of the epoch, the nearest that is kept, or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.pages import choose, exposed
from workbench.runs import epoch_weights, models
from workbench.runs.events import CheckpointSaved, EpochEnded
from workbench.runs.folder import RunFolder
from workbench.runs.growing import Grown
from workbench.runs.state import RunState
from workbench.ui.live.moment import Moment
from workbench.ui.results.model_choice import ModelChoice, ModelNote

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    folder = RunFolder(tmp_path)
    folder.checkpoints.mkdir()
    for epoch in (2, 5):
        epoch_weights.write(models.weights_file(folder, models.epoch_name(epoch)), [np.zeros(1)])
    (folder.checkpoints / "last.keras").touch()
    return folder


@pytest.fixture
def state() -> RunState:
    ended = [
        EpochEnded(seq=0, t=0, at="", epoch=epoch, values={}, seconds=1, learning_rate=0.1)
        for epoch in range(9)
    ]
    last = CheckpointSaved(seq=0, t=0, at="", path="checkpoints/last.keras", epoch=9, step=0)
    return RunState(epoch=9, epochs=Grown(ended), checkpoints=Grown([last]))


@pytest.fixture
def choice(qtbot: QtBot, folder: RunFolder, state: RunState) -> ModelChoice:
    choice = exposed(qtbot, ModelChoice(Moment()), 200, 30)
    choice.follow(folder, state)
    return choice


@pytest.fixture
def note(qtbot: QtBot, choice: ModelChoice) -> Iterator[ModelNote]:
    """What is said of the choice, in a page that is seen."""
    page = QWidget()
    made = ModelNote(choice._moment, choice, page)
    exposed(qtbot, page, 800, 60)
    yield made


def test_that_the_model_of_an_epoch_is_chosen_and_let_go_again(qtbot: QtBot, choice: ModelChoice) -> None:
    moment = choice._moment
    choose(qtbot, choice, "last model")

    with qtbot.waitSignal(choice.changed):
        moment.stand_at(5)
    assert (choice.which, choice.currentText(), choice.epoch) == ("epoch-0005", "model of epoch 5", 5)
    moment.stand_at(9)
    assert choice.which == "last"
    moment.stand_at(None)

    assert (choice.which, choice.count(), choice.epoch) == ("last", 2, None)


def test_that_choosing_the_best_model_lets_go_of_the_epoch(qtbot: QtBot, choice: ModelChoice) -> None:
    choice._moment.stand_at(2)

    choose(qtbot, choice, "best model")

    assert choice._moment.is_newest
    assert choice.which == "best"


def test_that_an_epoch_without_a_model_says_so_and_offers_the_nearest(
    qtbot: QtBot, choice: ModelChoice, note: ModelNote
) -> None:
    moment = choice._moment
    assert not note.isVisible()

    moment.stand_at(6)

    assert choice.which == "epoch-0005"
    assert note.text.startswith("No model of epoch 6 is kept. That of epoch 5, the nearest, answers here.")
    assert "Training > Checkpoints" in note.text
    assert note.nearest.text() == "Go to epoch 5"
    qtbot.mouseClick(note.nearest, Qt.MouseButton.LeftButton)
    assert moment.epoch == 5
    assert note.text.startswith("At epoch 5: its own model answers")
    assert not note.nearest.isVisible()


def test_that_a_run_without_any_models_keeps_the_choice(
    choice: ModelChoice, note: ModelNote, state: RunState, tmp_path: Path
) -> None:
    choice.follow(RunFolder(tmp_path / "empty"), state)

    choice._moment.stand_at(4)

    assert (choice.which, choice.count()) == ("best", 2)
    assert note.text.startswith("No model of epoch 4 is kept. Small networks")
    assert not note.nearest.isVisible()


def test_that_a_model_that_is_saved_meanwhile_is_taken(
    choice: ModelChoice, folder: RunFolder, state: RunState
) -> None:
    choice._moment.stand_at(7)
    assert choice.which == "epoch-0005"
    epoch_weights.write(models.weights_file(folder, "epoch-0007"), [np.zeros(1)])
    saved = CheckpointSaved(seq=1, t=1, at="", path="checkpoints/last.keras", epoch=9, step=0)

    choice.follow(folder, RunState(epoch=9, epochs=state.epochs, checkpoints=state.checkpoints.append(saved)))

    assert choice.which == "epoch-0007"
