"""Trainings that stop and go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.helpers.trainings import go, iris, train
from workbench.engine.training.steering import Steering
from workbench.runs.controls import Stop, Suspend
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


def test_that_a_damaged_state_is_told_and_the_one_before_it_used(tmp_path: Path) -> None:
    import os

    done = train(iris(epochs=3), tmp_path)
    newest = max(done.folder.checkpoints.glob("state-*.npz"), key=lambda path: path.stat().st_mtime_ns)
    os.truncate(newest, 1000)

    resumed = go(done.folder, resume=True)

    assert resumed.code == 0
    assert resumed.only(Advice).problem.code == "state.damaged"
    assert 0 < resumed.all(RunStarted)[-1].epoch < 3


def test_that_keras_history_goes_on_where_the_run_was_suspended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.engine.training.snapshots import Snapshots

    restored: list[Any] = []
    restore = Snapshots.restore

    def noted(snapshots: Snapshots, state: Any) -> Any:
        at = restore(snapshots, state)
        history = snapshots.model.history
        restored.append((list(history.epoch), list(history.history["val_loss"])))
        return at

    monkeypatch.setattr(Snapshots, "restore", noted)

    class AfterTwo(Steering):
        left = 2

        def epoch_ended(self) -> None:
            self.left -= 1
            if not self.left:
                self.obey(Suspend())

    suspended = train(iris(epochs=4), tmp_path, AfterTwo())
    epochs = suspended.all(EpochEnded)
    go(suspended.folder, resume=True)

    assert restored == [([e.epoch for e in epochs], [e.values["val_loss"] for e in epochs])]
