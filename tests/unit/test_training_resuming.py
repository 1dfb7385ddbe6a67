"""Trainings that stop and go on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.helpers.trainings import go, iris, train, weights
from workbench.engine.training.steering import Steering
from workbench.runs.controls import Stop
from workbench.runs.events import (
    Advice,
    EpochEnded,
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


def test_that_a_resumed_training_ends_as_one_that_never_stopped(tmp_path: Path) -> None:
    project = iris(epochs=6, batch_size=8)
    whole = train(project, tmp_path)

    class StopAt(Steering):
        """Stops in the middle of the third epoch."""

        count = 0

        def batch_ended(self) -> None:
            self.count += 1
            if self.count == 3 * 14 - 5:
                self.obey(Stop())

        @property
        def one_batch_only(self) -> bool:
            return True

    stopped = train(project, tmp_path, StopAt())
    assert stopped.only(RunFinished).ending == "stopped"
    resumed = go(stopped.folder, resume=True)

    again = resumed.all(RunStarted)[-1]
    assert (again.epoch, again.step) != (0, 0)
    assert again.step > 0
    for mine, their in zip(
        weights(resumed.folder.checkpoints / "last.keras"),
        weights(whole.folder.checkpoints / "last.keras"),
        strict=True,
    ):
        assert np.array_equal(mine, their)
    assert resumed.all(EpochEnded)[-1].values == pytest.approx(whole.all(EpochEnded)[-1].values, abs=1e-6)


def test_that_a_damaged_state_is_told_and_the_one_before_it_used(tmp_path: Path) -> None:
    import os

    done = train(iris(epochs=3), tmp_path)
    newest = max(done.folder.checkpoints.glob("state-*.npz"), key=lambda path: path.stat().st_mtime_ns)
    os.truncate(newest, 1000)

    resumed = go(done.folder, resume=True)

    assert resumed.code == 0
    assert resumed.only(Advice).problem.code == "state.damaged"
    assert 0 < resumed.all(RunStarted)[-1].epoch < 3
