"""Whole trainings in this process: what the journal and the run's folder hold afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from workbench.engine import environment
from workbench.engine.training.steering import Steering
from workbench.engine.training.telling import Teller
from workbench.project.data import Bundled, Csv, DataSpec, Split
from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec
from workbench.runs import journal
from workbench.runs.controls import SetLearningRate, Stop
from workbench.runs.events import (
    Advice,
    ArtifactSaved,
    CheckpointSaved,
    EpochEnded,
    Event,
    RunFailed,
    RunFinished,
    RunStarted,
    StepsEnded,
)
from workbench.runs.folder import RunFolder, create
from workbench.runs.journal import JournalWriter

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture(scope="module", autouse=True)
def _keras() -> None:
    environment.prepare()
    environment.load_keras()


@pytest.fixture(autouse=True)
def _keras_as_it_was() -> Iterator[None]:
    import keras

    yield
    keras.config.set_dtype_policy("float32")
    keras.utils.clear_session()


def chain(*specs: Spec) -> Graph:
    """Return a sequential graph of these layers."""
    nodes = tuple(
        Node(id=f"n{i}", spec=spec, name=f"{spec.kind.lower()}_{i}", at=Point(0, i))
        for i, spec in enumerate(specs)
    )
    links = tuple(Link(a.id, b.id) for a, b in pairwise(nodes))
    return Graph(style="sequential", nodes=nodes, links=links)


def iris(**training: Any) -> Project:
    """Return a small network on iris that trains in a moment."""
    graph = chain(
        Spec("Input", {"shape": (4,)}),
        Spec("Dense", {"units": 8, "activation": "relu"}),
        Spec("Dropout", {"rate": 0.2}),
        Spec("Dense", {"units": 3, "activation": "softmax"}),
    )
    settings = {"epochs": 3, "batch_size": 16, **training}
    return Project(
        title="iris", data=DataSpec(source=Bundled("iris")), graph=graph, training=TrainingSpec(**settings)
    )


class Trained:
    """A run that ended, by its folder and journal."""

    def __init__(self, folder: RunFolder, code: int) -> None:
        self.folder = folder
        self.code = code
        self.events: list[Event] = journal.read(folder.journal)

    def all(self, kind: type) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    def only(self, kind: type) -> Any:
        (event,) = self.all(kind)
        return event


def go(folder: RunFolder, steering: Steering | None = None, *, resume: bool = False) -> Trained:
    from workbench.engine.training.conduct import conduct

    writer = JournalWriter(folder.journal)
    try:
        code = conduct(folder, steering or Steering(), Teller(writer), resume=resume)
    finally:
        writer.close()
    return Trained(folder, code)


def train(project: Project, home: Path, steering: Steering | None = None) -> Trained:
    return go(create(project, home=home, base=home), steering)


def weights(path: Path) -> list[Any]:
    import keras

    return keras.saving.load_model(path, compile=False).get_weights()


def test_that_a_training_equals_plain_keras_fed_the_same_batches(tmp_path: Path) -> None:
    import keras

    from workbench.engine.data.load import load
    from workbench.engine.data.split import split
    from workbench.engine.model.build import build
    from workbench.engine.training.compiling import compile_model

    project = iris(epochs=4, batch_size=16, seed=7)
    ours = train(project, tmp_path)

    keras.utils.set_random_seed(7)
    model = build(project.graph)
    compile_model(model, project)
    dataset = load(project.data, tmp_path)
    parts = split(dataset, project.data.split)
    x, y = dataset.x[parts.train], dataset.y[parts.train]
    for epoch in range(4):
        rows = np.random.default_rng([7, epoch]).permutation(len(x))
        theirs = model.fit(
            x[rows],
            y[rows],
            batch_size=16,
            shuffle=False,
            verbose=0,
            validation_data=(dataset.x[parts.validation], dataset.y[parts.validation]),
        ).history
        values = ours.all(EpochEnded)[epoch].values
        assert values.keys() == theirs.keys()
        for name, (value,) in theirs.items():
            assert values[name] == pytest.approx(value, abs=1e-6)

    for mine, their in zip(weights(ours.folder.checkpoints / "last.keras"), model.get_weights(), strict=True):
        assert np.allclose(mine, their, atol=1e-6)


def test_that_the_journal_tells_the_whole_story(tmp_path: Path) -> None:
    done = train(iris(), tmp_path)

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


def test_that_the_confusion_matrix_of_the_validation_part_adds_up(tmp_path: Path) -> None:
    done = train(iris(), tmp_path)

    last = done.all(EpochEnded)[-1]
    matrix = np.load(done.folder.artifacts / last.confusion)
    assert matrix.dtype == np.int64
    assert matrix.sum() == done.only(RunStarted).validation_examples
    assert np.trace(matrix) / matrix.sum() == pytest.approx(last.values["val_accuracy"], abs=1e-6)
    assert {event.kind for event in done.all(ArtifactSaved)} == {"confusion:validation"}


def test_that_without_validation_the_matrix_is_of_the_training_part(tmp_path: Path) -> None:
    project = iris()
    project = project.with_data(replace(project.data, split=Split(validation=0.0, test=0.0)))
    done = train(project, tmp_path)

    last = done.all(EpochEnded)[-1]
    assert np.load(done.folder.artifacts / last.confusion).sum() == 150
    assert {event.kind for event in done.all(ArtifactSaved)} == {"confusion:training"}
    assert last.values.keys() == {"loss", "accuracy"}


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


def test_that_a_plateau_lowers_the_rate(tmp_path: Path) -> None:
    plateau = Spec("ReduceLROnPlateau", {"monitor": "loss", "patience": 1, "min_delta": 10.0, "factor": 0.1})
    done = train(
        iris(epochs=4, callbacks=(plateau,), optimizer=Spec("SGD", {"learning_rate": 0.1})), tmp_path
    )

    rates = [event.learning_rate for event in done.all(EpochEnded)]
    assert rates == pytest.approx([0.1, 0.01, 0.001, 0.0001])


def test_that_a_loss_that_diverges_fails_in_words_and_keeps_finite_weights(tmp_path: Path) -> None:
    project = iris(epochs=400, optimizer=Spec("SGD", {"learning_rate": 1e38}))
    done = train(project, tmp_path)

    failed = done.only(RunFailed)
    assert done.code == 1
    assert failed.problem.code == "loss.diverged"
    for path in done.folder.checkpoints.glob("*.keras"):
        assert all(np.isfinite(array).all() for array in weights(path))


def test_that_a_stop_before_the_first_batch_still_leaves_models(tmp_path: Path) -> None:
    steering = Steering()
    steering.obey(Stop())
    done = train(iris(), tmp_path, steering)

    finished = done.only(RunFinished)
    assert (finished.ending, finished.epochs) == ("stopped", 0)
    assert (done.folder.checkpoints / "best.keras").exists()
    assert (done.folder.checkpoints / "last.keras").exists()


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
    project = iris().with_data(DataSpec(source=Csv(path="nowhere.csv", target="species")))
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


def test_that_the_bundled_xor_project_is_learnt(tmp_path: Path) -> None:
    done = train(open_project("xor-functional")[0], tmp_path)

    assert done.only(RunFinished).values["accuracy"] == 1.0
    matrix = np.load(done.folder.artifacts / done.all(EpochEnded)[-1].confusion)
    assert matrix.tolist() == [[2, 0], [0, 2]]


def test_that_data_too_large_for_the_memory_streams_to_the_same_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.engine.training import compiled

    resident = train(iris(), tmp_path)
    monkeypatch.setattr(compiled, "_SHARE_OF_MEMORY", 0.0)
    streamed = train(iris(), tmp_path)

    for mine, their in zip(
        weights(streamed.folder.checkpoints / "last.keras"),
        weights(resident.folder.checkpoints / "last.keras"),
        strict=True,
    ):
        assert np.array_equal(mine, their)
