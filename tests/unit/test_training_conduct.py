"""Whole trainings in this process: what the journal and the run's folder hold afterwards."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.helpers.trainings import Trained, iris, train, weights
from workbench.engine.training.steering import Steering
from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.spec import Spec
from workbench.runs.controls import SetLearningRate
from workbench.runs.events import (
    Advice,
    CheckpointSaved,
    EpochEnded,
    ExecutionSettled,
    RunFinished,
    RunStarted,
    StepsEnded,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def test_that_the_journal_tells_the_whole_story(iris_run: Trained) -> None:
    done = iris_run

    started, finished = done.only(RunStarted), done.only(RunFinished)
    assert done.code == 0
    assert started.examples + started.validation_examples < 150
    assert started.steps_per_epoch == -(-started.examples // 16)
    assert started.params == 67
    assert started.metrics == ("loss", "accuracy")
    assert started.classes == ("setosa", "versicolor", "virginica")
    assert [event.epoch for event in done.all(EpochEnded)] == [0, 1, 2]
    assert finished.ending == "completed"
    assert finished.epochs == 3
    assert finished.values == done.all(EpochEnded)[-1].values
    assert {event.path for event in done.all(CheckpointSaved)} >= {
        "checkpoints/best.keras",
        "checkpoints/last.keras",
        "checkpoints/state-0.npz",
    }


def test_that_steps_carry_the_means_over_just_these_steps(tmp_path: Path) -> None:
    done = train(iris(epochs=40), tmp_path)

    told = done.all(StepsEnded)
    assert told
    seconds = done.events[-1].t - done.only(RunStarted).t
    assert len(told) <= 60 * seconds + 1
    first = told[0]
    assert first.batch == pytest.approx(first.running, abs=1e-5)


def test_that_early_stopping_ends_the_run_and_its_best_weights_are_the_last(tmp_path: Path) -> None:
    stopping = Spec(
        "EarlyStopping",
        {"monitor": "val_loss", "patience": 1, "min_delta": 10.0, "restore_best_weights": True},
    )
    done = train(iris(epochs=50, callbacks=(stopping,)), tmp_path)

    assert done.only(RunFinished).ending == "early"
    assert len(done.all(EpochEnded)) == 2
    best, last = (done.folder.checkpoints / f"{name}.keras" for name in ("best", "last"))
    assert best.exists()
    assert last.exists()


def test_that_callbacks_change_the_rate_and_write_into_the_run(tmp_path: Path) -> None:
    callbacks = (
        Spec("LearningRateScheduler", {"schedule": "lr * 0.5"}),
        Spec("CSVLogger", {"filename": "/etc/history.csv"}),
        Spec("ModelCheckpoint", {"filepath": "w/best", "save_weights_only": True, "monitor": "val_accuracy"}),
        Spec("TerminateOnNaN"),
        Spec("BackupAndRestore", {"backup_dir": "backup"}),
    )
    done = train(iris(callbacks=callbacks, optimizer=Spec("SGD", {"learning_rate": 0.8})), tmp_path)

    assert done.code == 0
    rates = [event.learning_rate for event in done.all(EpochEnded)]
    assert rates == pytest.approx([0.4, 0.2, 0.1])
    assert (done.folder.artifacts / "history.csv").read_text().count("\n") == 4
    assert (done.folder.artifacts / "w" / "best.weights.h5").exists()
    advice = [event.problem for event in done.all(Advice)]
    assert [problem.where for problem in advice] == [
        "training.callbacks.1.filename",
        "training.callbacks.2.filepath",
        "training.callbacks.4",
    ]


def test_that_a_callback_that_is_asked_at_every_batch_gets_each_and_it_is_said(tmp_path: Path) -> None:
    saver = Spec("ModelCheckpoint", {"filepath": "at-{batch}.weights.h5", "save_freq": 3})
    saver = saver.with_param("save_weights_only", True)
    done = train(iris(epochs=1, callbacks=(saver,)), tmp_path)

    assert done.code == 0
    assert [event.problem.code for event in done.all(Advice)] == ["callback.each_batch"]
    assert sorted(path.name for path in done.folder.artifacts.glob("at-*")) == [
        "at-3.weights.h5",
        "at-6.weights.h5",
    ]
    assert all(event.steps_per_call == 1 for event in done.all(ExecutionSettled))


def test_that_a_plateau_lowers_the_rate(tmp_path: Path) -> None:
    plateau = Spec("ReduceLROnPlateau", {"monitor": "loss", "patience": 1, "min_delta": 10.0, "factor": 0.1})
    done = train(
        iris(epochs=4, callbacks=(plateau,), optimizer=Spec("SGD", {"learning_rate": 0.1})), tmp_path
    )

    rates = [event.learning_rate for event in done.all(EpochEnded)]
    assert rates == pytest.approx([0.1, 0.01, 0.001, 0.0001])


def test_that_a_wished_rate_is_used_and_a_schedule_keeps_its_own(tmp_path: Path) -> None:
    wish = SetLearningRate(value=0.25)
    steering = Steering()
    steering.obey(wish)
    done = train(iris(epochs=1), tmp_path, steering)
    assert done.only(EpochEnded).learning_rate == 0.25

    schedule = Spec("ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.9})
    steering = Steering()
    steering.obey(wish)
    done = train(iris(epochs=1, optimizer=Spec("Adam", {"learning_rate": schedule})), tmp_path, steering)
    assert "schedule" in done.only(Advice).problem.message


def test_that_regression_and_several_outputs_train(tmp_path: Path) -> None:
    nodes = (
        Node(id="i", spec=Spec("Input", {"shape": (4,)}), name="i", at=Point(0, 0)),
        Node(id="h", spec=Spec("Dense", {"units": 4}), name="h", at=Point(0, 1)),
        Node(id="a", spec=Spec("Dense", {"units": 3, "activation": "softmax"}), name="a", at=Point(0, 2)),
        Node(id="b", spec=Spec("Dense", {"units": 3, "activation": "softmax"}), name="b", at=Point(9, 2)),
    )
    graph = Graph(nodes=nodes, links=(Link("i", "h"), Link("h", "a"), Link("h", "b")))
    done = train(iris().with_graph(graph), tmp_path)

    assert done.code == 0
    assert {"loss", "a_loss", "b_loss", "a_accuracy", "b_accuracy"} <= set(done.only(RunStarted).metrics)


def test_that_data_too_large_for_the_memory_streams_to_the_same_weights(
    iris_run: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_DATA_MEMORY", "0")
    streamed = train(iris(), tmp_path)

    for mine, their in zip(
        weights(streamed.folder.checkpoints / "last.keras"),
        weights(iris_run.folder.checkpoints / "last.keras"),
        strict=True,
    ):
        assert np.array_equal(mine, their)
