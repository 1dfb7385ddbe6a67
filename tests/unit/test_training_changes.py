"""What the user changes while a training runs: in force at once, told, and kept when it is resumed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.trainings import Trained, go, iris, train, weights
from workbench.engine.training.steering import Steering
from workbench.project.project import Project
from workbench.project.rates import Cosine, StepDrop
from workbench.project.spec import Spec
from workbench.runs.controls import Change, SetEpochs, SetLearningRate, SetPatience, Stop
from workbench.runs.events import Advice, EpochEnded, RunFinished, RunStarted, SettingChanged
from workbench.runs.state import fold

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
_SGD = Spec("SGD", {"learning_rate": 0.1})


class Wishing(Steering):
    """Asks for changes, and for a stop, after so many batches, one batch a call."""

    def __init__(self, wishes: dict[int, Sequence[Change]], stop_after: int | None = None) -> None:
        super().__init__()
        self._wishes, self._stop_after = wishes, stop_after
        self._batches = 0

    @property
    def one_batch_only(self) -> bool:
        return True

    def batch_ended(self) -> None:
        self._batches += 1
        for wish in self._wishes.get(self._batches, ()):
            self.obey(wish)
        if self._batches == self._stop_after:
            self.obey(Stop())


def rates(done: Trained) -> list[float]:
    return [event.learning_rate for event in done.all(EpochEnded)]


def last(done: Trained) -> list[np.ndarray]:
    return weights(done.folder.checkpoints / "last.keras")


def test_that_a_changed_rate_holds_and_a_shape_goes_on_from_it_in_proportion(tmp_path: Path) -> None:
    project = iris(epochs=4, optimizer=_SGD, rate=StepDrop(drop=0.5, epochs_drop=2))
    done = train(project, tmp_path, Wishing({3: [SetLearningRate(value=0.01)]}))

    assert rates(done) == pytest.approx([0.01, 0.005, 0.005, 0.0025])
    change = done.only(SettingChanged)
    assert (change.epoch, change.step, change.setting) == (0, 3, "learning_rate")
    assert (change.before, change.value) == (pytest.approx(0.1), 0.01)


@pytest.mark.thorough
def test_that_epochs_are_added_and_taken_away_while_it_runs(tmp_path: Path) -> None:
    more = train(iris(epochs=2), tmp_path, Wishing({1: [SetEpochs(value=4)]}))
    assert more.only(RunFinished).epochs == 4
    assert fold(more.events).epochs_planned == 4

    fewer = train(iris(epochs=9), tmp_path, Wishing({9: [SetEpochs(value=2)]}))
    assert (fewer.only(RunFinished).ending, fewer.only(RunFinished).epochs) == ("completed", 2)

    none = train(iris(epochs=2), tmp_path, Wishing({9: [SetEpochs(value=1)]}))
    assert none.only(Advice).problem.code == "epochs.refused"
    assert none.only(RunFinished).epochs == 2


@pytest.mark.thorough
def test_that_another_patience_ends_the_run_sooner(tmp_path: Path) -> None:
    stopping = Spec("EarlyStopping", {"monitor": "loss", "patience": 40, "min_delta": 10.0})
    done = train(iris(epochs=9, callbacks=(stopping,)), tmp_path, Wishing({2: [SetPatience(value=1)]}))

    assert (done.only(RunFinished).ending, done.only(RunFinished).epochs) == ("early", 2)
    assert done.only(SettingChanged).before == 40

    wish = SetPatience(value=1, callback="ReduceLROnPlateau")
    assert train(iris(epochs=1), tmp_path, Wishing({1: [wish]})).only(Advice).problem.code == (
        "patience.refused"
    )


def changed(project: Project, home: Path, *, stop_after: int | None) -> Trained:
    wishes = {5: [SetLearningRate(value=0.02), SetEpochs(value=5), SetPatience(value=9)]}
    return train(project, home, Wishing(wishes, stop_after))


def test_that_a_resumed_run_has_what_was_changed_and_ends_in_the_same_bits(tmp_path: Path) -> None:
    stopping = Spec("EarlyStopping", {"monitor": "loss", "patience": 3, "min_delta": 10.0})
    project = iris(epochs=3, batch_size=24, optimizer=_SGD, rate=Cosine(), callbacks=(stopping,))
    whole = changed(project, tmp_path, stop_after=None)
    assert whole.only(RunFinished).epochs == 5

    stopped = changed(project, tmp_path, stop_after=11)
    resumed = go(stopped.folder, resume=True)

    assert rates(resumed) == rates(whole)
    assert resumed.all(RunStarted)[-1].epochs == 5
    assert len(fold(resumed.events).changes) == 3
    for mine, their in zip(last(resumed), last(whole), strict=True):
        assert np.array_equal(mine, their)


@pytest.mark.thorough
def test_that_a_change_behind_the_saved_state_is_made_again(tmp_path: Path) -> None:
    done = train(iris(epochs=2, optimizer=_SGD), tmp_path, Wishing({7: [SetLearningRate(value=0.5)]}))
    for path in done.folder.checkpoints.glob("state-*.npz"):
        path.unlink()

    resumed = go(done.folder, resume=True)

    assert rates(resumed)[-2:] == [0.5, 0.5]
    change = fold(resumed.events).changes[-1]
    assert (change.epoch, change.step, change.value) == (0, 0, 0.5)


def test_that_a_finished_run_goes_on_for_more_epochs(tmp_path: Path) -> None:
    done = train(iris(epochs=1, optimizer=_SGD), tmp_path)
    steering = Steering()
    steering.obey(SetEpochs(value=2))

    longer = go(done.folder, steering, resume=True)

    assert [event.epoch for event in longer.all(EpochEnded)] == [0, 1]
    assert longer.all(RunFinished)[-1].ending == "completed"


@pytest.mark.thorough
def test_that_a_run_that_ended_early_goes_on_when_it_is_given_more(tmp_path: Path) -> None:
    stopping = Spec("EarlyStopping", {"monitor": "loss", "patience": 0, "min_delta": 10.0})
    early = train(iris(epochs=3, callbacks=(stopping,)), tmp_path)
    assert early.only(RunFinished).ending == "early"
    steering = Steering()
    steering.obey(SetEpochs(value=6))
    steering.obey(SetPatience(value=3))

    longer = go(early.folder, steering, resume=True)

    assert longer.all(RunFinished)[-1].epochs > early.only(RunFinished).epochs
