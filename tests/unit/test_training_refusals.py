"""Trainings that can't be, or go wrong: told in words where they stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.helpers.trainings import chain, iris, train, weights
from workbench.project.data import DataSpec, Table
from workbench.project.spec import Spec
from workbench.runs.events import (
    Advice,
    RunFailed,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def test_that_a_loss_that_diverges_fails_in_words_and_keeps_finite_weights(tmp_path: Path) -> None:
    project = iris(epochs=400, optimizer=Spec("SGD", {"learning_rate": 1e38}))
    done = train(project, tmp_path)

    failed = done.only(RunFailed)
    assert done.code == 1
    assert failed.problem.code == "loss.diverged"
    for path in done.folder.checkpoints.glob("*.keras"):
        assert all(np.isfinite(array).all() for array in weights(path))


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"epochs": 0}, "training.epochs"),
        ({"batch_size": 0}, "training.batch_size"),
        ({"batch_size": 1000}, "training.batch_size"),
        ({"precision": "float7"}, "training.precision"),
        ({"device": "gpu:7"}, "training.device"),
        (
            {"loss": Spec("MeanSquaredError"), "metrics": (Spec("Precision"),), "optimizer": Spec("?")},
            "training.optimizer",
        ),
    ],
)
def test_that_settings_that_cannot_be_are_refused_where_they_stand(
    changes: dict[str, Any], where: str, tmp_path: Path
) -> None:
    done = train(iris(**changes), tmp_path)

    assert done.code == 1
    assert done.only(RunFailed).problem.where == where


def test_that_missing_data_fails_in_words(tmp_path: Path) -> None:
    project = iris().with_data(DataSpec(source=Table(path="nowhere.csv", target="species")))
    done = train(project, tmp_path)

    assert done.only(RunFailed).problem.where.startswith("data.source")


def test_that_an_input_of_another_shape_is_told_at_its_node(tmp_path: Path) -> None:
    graph = chain(Spec("Input", {"shape": (5,)}), Spec("Dense", {"units": 3, "activation": "softmax"}))
    done = train(iris().with_graph(graph), tmp_path)

    assert done.only(RunFailed).problem.where == "node:n0.shape"


def test_that_a_full_disk_at_a_checkpoint_does_not_end_the_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.engine.training import state_file

    real, calls = state_file.write, []

    def full_once(state: Any, path: Path) -> None:
        calls.append(path)
        if len(calls) == 1:
            raise OSError(28, "No space left on device", str(path))
        real(state, path)

    monkeypatch.setattr(state_file, "write", full_once)
    done = train(iris(), tmp_path)

    assert done.code == 0
    assert done.only(Advice).problem.code == "checkpoint.unsaved"
