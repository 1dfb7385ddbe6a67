"""What may befall a training from outside: full disks, damaged states, hanging steps, jumping clocks."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from tests.helpers.trainings import Trained, chain, go, iris, train, weights
from workbench.engine.training import state_file
from workbench.engine.training.failures import explain
from workbench.engine.training.steering import Steering
from workbench.foundation import atomic, clock
from workbench.project import file
from workbench.project.spec import Spec
from workbench.project.training import Checkpoints
from workbench.runs import memory
from workbench.runs.controls import Pause, Resume, Stop, StopNow, Suspend
from workbench.runs.events import (
    Advice,
    CheckpointSaved,
    EpochEnded,
    Paused,
    RunFailed,
    RunFinished,
    RunStarted,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("keras_as_it_was"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def copied(done: Trained, home: Path) -> Any:
    from workbench.runs.folder import RunFolder

    return RunFolder(Path(shutil.copytree(done.folder.path, home / "copy")))


def codes(done: Trained) -> list[str]:
    return [event.problem.code for event in done.all(Advice)]


def test_that_a_full_disk_is_told_and_the_training_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, has_saved = atomic.write_bytes, [False]

    def full(path: Path, content: bytes) -> None:
        if path.name.startswith("state-") and has_saved[0]:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        has_saved[0] |= path.name.startswith("state-")
        write(path, content)

    monkeypatch.setattr(atomic, "write_bytes", full)
    done = train(iris(epochs=4), tmp_path)

    assert done.only(RunFinished).ending == "completed"
    assert codes(done).count("checkpoint.unsaved") == 1
    assert "No space left on device" in done.only(Advice).problem.message
    (state,) = map(state_file.read, done.folder.checkpoints.glob("state-*.npz"))
    assert 0 < state.meta.epoch < 4
    assert not list(done.folder.checkpoints.glob(".*tmp*"))


def test_that_memory_that_does_not_suffice_suggests_half_the_batch(tmp_path: Path) -> None:
    import tensorflow as tf

    general, of_gpu = "The memory does not suffice.", "The GPU's memory does not suffice."
    on_gpu = "OOM when allocating tensor with shape[64,512,512] on /device:GPU:0 by allocator GPU_0_bfc"
    for failure, whose in (
        (MemoryError(), general),
        (tf.errors.ResourceExhaustedError(None, None, "OOM when allocating"), general),
        (tf.errors.ResourceExhaustedError(None, None, on_gpu), of_gpu),
        (
            tf.errors.InternalError(None, None, "CUDA_ERROR_OUT_OF_MEMORY"),
            "The GPU's memory does not suffice.",
        ),
    ):
        (problem,) = explain(failure, iris(batch_size=64), tmp_path / "log.txt")
        assert problem.message.startswith(whose)
        assert "batch size of 32" in problem.hint


def test_that_a_run_writes_down_what_memory_it_needs_before_it_takes_it(iris_run: Trained) -> None:
    need = memory.kept(iris_run.folder.artifacts)

    assert need is not None
    weights = 4 * (4 * 8 + 8 + 8 * 3 + 3)
    assert (need.weights, need.gradients, need.optimizer) == (weights, weights, 2 * weights)
    assert need.activations == 16 * 4 * (4 + 8 + 8 + 3)
    assert need.data > 0 and need.there is not None
    (problem,) = explain(MemoryError(), iris_run.folder.project(), iris_run.folder.log)
    assert f"{weights} bytes weights" in problem.message


def test_that_a_run_with_only_damaged_states_offers_to_begin_anew_and_keeps_its_history(
    iris_run: Trained, tmp_path: Path
) -> None:
    folder = copied(iris_run, tmp_path)
    for path in folder.checkpoints.glob("state-*.npz"):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

    resumed = go(folder, resume=True)

    failed = resumed.only(RunFailed)
    assert (failed.problem.code, failed.resumable) == ("state.all_damaged", False)
    assert "Train to begin anew" in failed.problem.hint
    assert len(resumed.all(EpochEnded)) == 3


def test_that_a_state_of_another_network_is_refused_in_words(iris_run: Trained, tmp_path: Path) -> None:
    folder = copied(iris_run, tmp_path)
    other = folder.project().with_graph(
        chain(
            Spec("Input", {"shape": (4,)}),
            Spec("Dense", {"units": 8, "activation": "tanh"}),
            Spec("Dropout", {"rate": 0.2}),
            Spec("Dense", {"units": 3, "activation": "softmax"}),
        )
    )
    file.save(other, folder.project_file)

    failed = go(folder, resume=True).only(RunFailed)

    assert failed.problem.code == "state.unfit"
    assert "of another network" in failed.problem.message


def test_that_a_state_of_another_version_is_passed_over(iris_run: Trained, tmp_path: Path) -> None:
    folder = copied(iris_run, tmp_path)
    for path in folder.checkpoints.glob("state-*.npz"):
        state = state_file.read(path)
        state_file.write(replace(state, meta=replace(state.meta, callbacks=3)), path)  # type: ignore[arg-type]

    resumed = go(folder, resume=True)

    assert codes(resumed) == ["state.damaged"] * 2
    assert "another version" in resumed.all(Advice)[0].problem.message


def test_that_models_of_epochs_are_kept_as_asked_and_the_best_is_by_the_chosen_figure(
    tmp_path: Path,
) -> None:
    wanted = Checkpoints(best_by="val_accuracy", every=2, keep=2)
    done = train(iris(epochs=7, checkpoints=wanted), tmp_path)

    assert sorted(path.name for path in done.folder.checkpoints.glob("epoch-*")) == [
        "epoch-0004.keras",
        "epoch-0006.keras",
    ]
    assert {event.path for event in done.all(CheckpointSaved)} >= {"checkpoints/epoch-0002.keras"}
    figures = [event.values["val_accuracy"] for event in done.all(EpochEnded)]
    assert done.only(RunFinished).best_epoch == figures.index(max(figures))


class Asking(Steering):
    """Asks for something after some batches, each in a call of its own."""

    def __init__(self, number: int, *wishes: Any) -> None:
        super().__init__()
        self._left, self._wishes = number, wishes

    def batch_ended(self) -> None:
        self._left -= 1
        if self._left == 0:
            for wish in self._wishes:
                self.obey(wish)

    @property
    def one_batch_only(self) -> bool:
        return self._left > 0


@pytest.mark.parametrize(
    ("wish", "ending"),
    [(Suspend(), "suspended"), pytest.param(StopNow(), "stopped", marks=pytest.mark.thorough)],
)
def test_that_a_run_that_let_its_device_go_ends_as_one_that_never_did(
    wish: Any, ending: str, tmp_path: Path
) -> None:
    callbacks = (
        Spec("LearningRateScheduler", {"schedule": "lr * 0.5"}),
        Spec("EarlyStopping", {"restore_best_weights": True, "patience": 3}),
    )
    project = iris(epochs=4, callbacks=callbacks)
    whole = train(project, tmp_path)
    left = train(project, tmp_path, Asking(10, wish))
    assert left.only(RunFinished).ending == ending
    assert (left.folder.checkpoints / "best.keras").exists()

    again = go(left.folder, resume=True)

    assert (again.all(RunStarted)[-1].epoch, again.all(RunStarted)[-1].step) == (1, 3)
    assert [event.values for event in again.all(EpochEnded)] == [e.values for e in whole.all(EpochEnded)]
    for name in ("best", "last"):
        ours, theirs = (weights(run.folder.checkpoints / f"{name}.keras") for run in (again, whole))
        assert all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))


@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["AdamW", "Muon", "Lamb", "Ftrl", "ScheduleFreeAdamW"])
def test_that_what_an_optimizer_keeps_between_two_updates_is_kept(kind: str, tmp_path: Path) -> None:
    params = {"gradient_accumulation_steps": 4, "use_ema": True, "ema_overwrite_frequency": 3}
    optimizer = Spec(kind, {"learning_rate": 0.01, **params})
    project = iris(epochs=4, optimizer=optimizer, precision="mixed_float16")
    whole = train(project, tmp_path)
    # Ten batches in: half of an update is gathered, and so is half of the way to the next overwriting.
    left = train(project, tmp_path, Asking(10, Suspend()))
    assert left.only(RunFinished).ending == "suspended"

    again = go(left.folder, resume=True)

    assert [event.values for event in again.all(EpochEnded)] == [e.values for e in whole.all(EpochEnded)]
    ours, theirs = (weights(run.folder.checkpoints / "last.keras") for run in (again, whole))
    assert all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))


def test_that_a_pause_of_a_day_changes_nothing_but_the_clock(
    iris_run: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, late = clock.monotonic, [0.0]
    monkeypatch.setattr(clock, "monotonic", lambda: now() + late[0])

    class Sleeping(Asking):
        def wait(self, timeout: float | None = None) -> bool:
            late[0] += 43_200
            if timeout is None:
                self.obey(Resume())
            return super().wait(0)

    paused = train(iris(), tmp_path, Sleeping(9, Pause()))

    assert paused.only(Paused).step == 2
    assert late[0] >= 86_400
    assert all(event.seconds < 3600 for event in paused.all(EpochEnded))
    assert [event.values for event in paused.all(EpochEnded)] == [e.values for e in iris_run.all(EpochEnded)]


def test_that_a_stop_in_the_middle_of_validation_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.engine.training.judging import Judging

    project = iris(epochs=3, batch_size=8)
    whole = train(project, tmp_path)
    steering, run, passes = Steering(), Judging.run, [0]

    def cut_short(judging: Judging, go_on: Any) -> Any:
        passes[0] += 1
        if passes[0] == 2:
            steering.obey(Stop())
        return run(judging, go_on)

    monkeypatch.setattr(Judging, "run", cut_short)
    stopped = train(project, tmp_path, steering)
    assert (stopped.only(RunFinished).ending, len(stopped.all(EpochEnded))) == ("stopped", 1)

    again = go(stopped.folder, resume=True)

    assert [event.values for event in again.all(EpochEnded)] == [e.values for e in whole.all(EpochEnded)]


def test_that_an_epoch_without_a_finite_figure_is_the_best_for_no_callback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.engine.training.judging import Judging, Verdict

    run, passes = Judging.run, [0]

    def nan_at_first(judging: Judging, go_on: Any) -> Any:
        verdict = run(judging, go_on)
        passes[0] += 1
        if verdict is None or passes[0] > 1:
            return verdict
        return Verdict({**verdict.values, "loss": float("nan")}, verdict.counts)

    monkeypatch.setattr(Judging, "run", nan_at_first)
    stopping = Spec("EarlyStopping", {"patience": 1, "restore_best_weights": True})
    saving = Spec("ModelCheckpoint", {"filepath": "of-keras.keras", "save_best_only": True})
    done = train(iris(epochs=4, callbacks=(stopping, saving)), tmp_path)

    finished = done.only(RunFinished)
    assert (finished.ending, finished.epochs) == ("completed", 4)
    assert finished.best_epoch is not None and finished.best_epoch > 0
    theirs = weights(done.folder.artifacts / "of-keras.keras")
    ours = weights(done.folder.checkpoints / "best.keras")
    assert all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))
