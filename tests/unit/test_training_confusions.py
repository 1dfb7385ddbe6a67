"""The confusion matrix of every epoch of a training."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from tests.helpers.trainings import Trained, go, iris, train
from workbench.engine.training import confusions
from workbench.engine.training.steering import Steering
from workbench.project.data import Split
from workbench.project.samples import open_project
from workbench.runs import matrices
from workbench.runs.controls import Stop
from workbench.runs.events import (
    Advice,
    ArtifactSaved,
    EpochEnded,
    RunFinished,
    RunStarted,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def _matrices(done: Trained) -> list[Any]:
    """Return the matrix of every epoch that has one."""
    return [
        matrices.read(done.folder.artifacts / epoch.confusion, epoch.confusion_at)
        for epoch in done.all(EpochEnded)
        if epoch.confusion
    ]


def test_that_the_confusion_matrix_of_the_validation_part_adds_up(iris_run: Trained) -> None:
    done = iris_run
    last = done.all(EpochEnded)[-1]
    matrix = _matrices(done)[-1]
    assert matrix.sum() == done.only(RunStarted).validation_examples
    assert np.trace(matrix) / matrix.sum() == pytest.approx(last.values["val_accuracy"], abs=1e-6)
    assert {event.kind for event in done.all(ArtifactSaved)} == {"confusion:validation"}


def test_that_without_validation_the_matrix_is_of_the_training_part(tmp_path: Path) -> None:
    project = iris()
    project = project.with_data(replace(project.data, split=Split(validation=0.0, test=0.0)))
    done = train(project, tmp_path)

    last = done.all(EpochEnded)[-1]
    assert _matrices(done)[-1].sum() == 150
    assert {event.kind for event in done.all(ArtifactSaved)} == {"confusion:training"}
    assert last.values.keys() == {"loss", "accuracy"}


def test_that_the_bundled_xor_project_is_learnt(tmp_path: Path) -> None:
    done = train(open_project("xor-functional")[0], tmp_path)

    assert done.only(RunFinished).values["accuracy"] == 1.0
    assert _matrices(done)[-1].tolist() == [[2, 0], [0, 2]]


def test_that_each_of_two_hundred_short_epochs_has_its_own_matrix(tmp_path: Path) -> None:
    project = open_project("xor-functional")[0]
    project = project.with_training(replace(project.training, epochs=200, callbacks=()))
    done = train(project, tmp_path)

    found = _matrices(done)
    assert len(found) == len(done.all(EpochEnded)) == 200
    assert all(matrix.sum(axis=1).tolist() == [2, 2] for matrix in found)
    assert found[0].tolist() != found[-1].tolist()
    assert len({event.confusion_at for event in done.all(EpochEnded)}) == 200


def test_that_of_very_many_short_epochs_some_have_a_matrix_and_the_last_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confusions, "_FEW_EPOCHS", 20)
    monkeypatch.setattr(confusions, "_FRAME", 3600.0)
    project = open_project("xor-functional")[0]
    project = project.with_training(replace(project.training, epochs=200, callbacks=()))
    done = train(project, tmp_path)

    having = [event.epoch for event in done.all(EpochEnded) if event.confusion]
    assert having[:20] == list(range(20))
    assert having[-1] == 199
    assert len(having) < 150


def test_that_a_run_that_goes_on_adds_its_matrices_to_the_earlier_ones(tmp_path: Path) -> None:
    class StopAfterOne(Steering):
        def epoch_ended(self) -> None:
            self.obey(Stop())

    stopped = train(iris(epochs=3), tmp_path, StopAfterOne())
    resumed = go(stopped.folder, resume=True)

    assert [event.epoch for event in resumed.all(EpochEnded)] == [0, 1, 2]
    found = _matrices(resumed)
    assert found[0].tolist() == _matrices(stopped)[0].tolist()
    assert [matrix.sum() for matrix in found] == [found[0].sum()] * 3


def test_that_a_full_file_of_matrices_keeps_room_for_the_last_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confusions, "_MOST_BYTES", 1)
    done = train(iris(epochs=5), tmp_path)

    assert [bool(event.confusion) for event in done.all(EpochEnded)] == [True, True, False, False, True]
    assert done.only(Advice).problem.code == "confusion.full"
