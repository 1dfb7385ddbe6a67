"""Epochs of small networks that share a call: nothing is different but the time it takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from tests.helpers.trainings import Trained, chain, go, iris, train, weights
from workbench.engine.training import grouping
from workbench.engine.training.pace import Pace
from workbench.engine.training.several import Several
from workbench.engine.training.steering import Steering
from workbench.project.data import Bundled, DataSpec, Split
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.project.spec import Spec
from workbench.project.training import Checkpoints, Execution
from workbench.runs import matrices
from workbench.runs.controls import Step, Suspend
from workbench.runs.events import EpochEnded, Paused, RunFailed, RunFinished

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
_QUIET = Checkpoints(layers="off")


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many epochs each call had: up to five, however few epochs there are and however long."""
    counts: list[int] = []
    call = Several.__call__

    def noted(several: Any, orders: Any) -> Any:
        counts.append(len(orders))
        return call(several, orders)

    monkeypatch.setattr(Several, "__call__", noted)
    monkeypatch.setattr(grouping, "_WORTH_COMPILING", 1)
    monkeypatch.setattr(grouping, "CALL_SECONDS", 1e9)
    monkeypatch.setattr(grouping, "Pace", lambda: Pace(fixed=5))
    return counts


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Trains without sharing calls."""

    def go_alone(project: Project, home: Path) -> Trained:
        with monkeypatch.context() as patch:
            patch.setattr(grouping, "_WORTH_COMPILING", 1_000_000)
            return train(project, home)

    return go_alone


def plain(**training: Any) -> Project:
    """Return a network on iris, with dropout, a validation part, and an odd last batch in both."""
    return iris(**{"epochs": 40, "execution": Execution(xla="off"), "checkpoints": _QUIET, **training})


def dense(**training: Any) -> Project:
    """Return a network that nothing in is random, compiled by XLA, judged on what it trains on."""
    graph = chain(
        Spec("Input", {"shape": (4,)}),
        Spec("Dense", {"units": 8, "activation": "tanh"}),
        Spec("BatchNormalization"),
        Spec("Dense", {"units": 3, "activation": "softmax"}),
    )
    project = plain(**{"execution": Execution(xla="on"), **training}).with_graph(graph)
    return project.with_data(DataSpec(source=Bundled("iris"), split=Split(validation=0.0, test=0.0)))


def xor(**training: Any) -> Project:
    project = open_project("xor-mlp")[0]
    settings = {"epochs": 40, "checkpoints": _QUIET, "execution": Execution(xla="on"), **training}
    return project.with_training(replace(project.training, **settings))


def told(run: Trained) -> list[tuple[Any, ...]]:
    """Return what the journal says of each epoch, and its matrix."""
    return [
        (
            e.epoch,
            e.values,
            e.learning_rate,
            matrices.read(run.folder.artifacts / e.confusion, e.confusion_at).tolist(),
        )
        for e in run.all(EpochEnded)
    ]


def kept(run: Trained) -> dict[str, bytes]:
    """Return the weights that the run left, of the best and last model and of single epochs."""
    checkpoints = run.folder.checkpoints
    return {
        name: b"".join(array.tobytes() for array in weights(checkpoints / f"{name}.keras"))
        for name in ("best", "last")
    }


_DECAY = {"initial_learning_rate": 0.1, "decay_steps": 5, "decay_rate": 0.9}
_RISING = {"initial_learning_rate": 0.01, "decay_steps": 2, "decay_rate": 1.1}
_FALLING = Spec("SGD", {"learning_rate": Spec("ExponentialDecay", _DECAY)})


@pytest.mark.parametrize(
    "project",
    [
        pytest.param(plain(optimizer=Spec("Adam", {"use_ema": True})), id="dropout and a validation part"),
        pytest.param(
            dense(optimizer=_FALLING, execution=Execution(xla="off")),
            id="a schedule",
            marks=pytest.mark.thorough,
        ),
        pytest.param(xor(), id="XOR by XLA"),
        pytest.param(dense(optimizer=_FALLING), id="a schedule and XLA", marks=pytest.mark.thorough),
    ],
)
def test_that_epochs_that_share_calls_end_in_the_same_bits(
    project: Project, tmp_path: Path, shared: list[int], alone: Any
) -> None:
    single = alone(project, tmp_path / "single")
    assert not shared

    several = train(project, tmp_path / "several")

    assert max(shared) == 5
    assert sum(shared) >= 28  # the first ten and the last one go alone
    assert told(several) == told(single)
    assert kept(several) == kept(single)


@pytest.mark.parametrize(
    "callback",
    [
        Spec("EarlyStopping", {"monitor": "loss", "patience": 2, "min_delta": 0.05, "start_from_epoch": 12}),
        Spec("ReduceLROnPlateau", {"monitor": "loss", "patience": 1, "min_delta": 0.02, "factor": 0.5}),
    ],
    ids=["EarlyStopping", "ReduceLROnPlateau"],
)
def test_that_a_callback_ends_or_slows_the_training_where_it_would_have(
    callback: Spec, tmp_path: Path, shared: list[int], alone: Any
) -> None:
    project = plain(callbacks=(callback,))
    single = alone(project, tmp_path / "single")

    several = train(project, tmp_path / "several")

    assert max(shared) == 5
    assert told(several) == told(single)
    assert kept(several) == kept(single)
    rates = {event.learning_rate for event in several.all(EpochEnded)}
    assert len(rates) > 1 or several.only(RunFinished).ending == "early"


def test_that_a_run_suspended_among_shared_calls_goes_on_to_the_same_bits(
    tmp_path: Path, shared: list[int], alone: Any
) -> None:
    class AtThirdCall(Steering):
        @property
        def is_stopping(self) -> bool:
            if len(shared) == 3:
                self.obey(Suspend())
            return super().is_stopping

    project = plain()
    single = alone(project, tmp_path / "single")

    suspended = train(project, tmp_path / "several", AtThirdCall())
    at = len(suspended.all(EpochEnded))
    resumed = go(suspended.folder, resume=True)

    assert 10 < at < 40
    assert told(resumed) == told(single)
    assert kept(resumed) == kept(single)


def test_that_a_single_epoch_that_was_asked_for_goes_alone(tmp_path: Path, shared: list[int]) -> None:
    class AnEpochAtATime(Steering):
        epochs = 0

        def must_hold(self) -> bool:
            if shared and not self.epochs:
                self._next()
            return super().must_hold()

        def wait(self, timeout: float | None = None) -> bool:
            self._next()
            return True

        def _next(self) -> None:
            self.epochs += 1
            self.obey(Step(epoch=True) if self.epochs <= 3 else Suspend())

    done = train(plain(), tmp_path, AnEpochAtATime())

    first, *others = [event.epoch for event in done.all(Paused)]
    assert others == [first + 1, first + 2]
    assert len(shared) == 1


def test_that_a_loss_that_is_lost_among_shared_calls_is_told_as_if_each_went_alone(
    tmp_path: Path, shared: list[int], alone: Any
) -> None:
    graph = chain(Spec("Input", {"shape": (4,)}), Spec("Dense", {"units": 3}))
    project = plain(
        optimizer=Spec("SGD", {"learning_rate": Spec("ExponentialDecay", _RISING)}),
        loss=Spec("MeanSquaredError"),
        batch_size=52,
        epochs=200,
    ).with_graph(graph)
    single = alone(project, tmp_path / "single")

    several = train(project, tmp_path / "several")

    assert max(shared) == 5
    problem = several.only(RunFailed).problem
    assert problem == single.only(RunFailed).problem
    assert problem.code == "loss.diverged"
    assert len(several.all(EpochEnded)) == len(single.all(EpochEnded))
    assert kept(several).keys() == kept(single).keys()
    assert all(np.isfinite(array).all() for array in weights(several.folder.checkpoints / "last.keras"))


_WATCHED = {"monitor": "loss", "restore_best_weights": True}
_KEPT = {"filepath": "own.keras", "monitor": "loss"}


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param({"callbacks": (Spec("EarlyStopping", _WATCHED),)}, id="best weights"),
        *(
            pytest.param(settings, id=name, marks=pytest.mark.thorough)
            for name, settings in {
                "models": {"callbacks": (Spec("ModelCheckpoint", _KEPT),)},
                "steps a call": {"execution": Execution(xla="off", steps_per_call=1)},
                "streamed": {"execution": Execution(xla="off", residence="streamed")},
            }.items()
        ),
    ],
)
def test_that_epochs_go_alone_where_someone_looks_at_each(
    settings: dict[str, Any], tmp_path: Path, shared: list[int]
) -> None:
    done = train(plain(epochs=14, **settings), tmp_path)

    assert done.code == 0
    assert not shared
