"""Trainings that stop and go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.trainings import go, iris, train
from workbench.engine.training.steering import Steering
from workbench.runs.controls import Stop
from workbench.runs.events import (
    Advice,
    RunFinished,
    RunStarted,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def test_that_a_stop_before_the_first_batch_still_leaves_models(tmp_path: Path) -> None:
    steering = Steering()
    steering.obey(Stop())
    done = train(iris(), tmp_path, steering)

    finished = done.only(RunFinished)
    assert (finished.ending, finished.epochs) == ("stopped", 0)
    assert (done.folder.checkpoints / "best.keras").exists()
    assert (done.folder.checkpoints / "last.keras").exists()


def test_that_a_damaged_state_is_told_and_the_one_before_it_used(tmp_path: Path) -> None:
    import os

    done = train(iris(epochs=3), tmp_path)
    newest = max(done.folder.checkpoints.glob("state-*.npz"), key=lambda path: path.stat().st_mtime_ns)
    os.truncate(newest, 1000)

    resumed = go(done.folder, resume=True)

    assert resumed.code == 0
    assert resumed.only(Advice).problem.code == "state.damaged"
    assert 0 < resumed.all(RunStarted)[-1].epoch < 3
