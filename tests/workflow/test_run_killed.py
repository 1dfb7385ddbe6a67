"""``kill -9`` at any moment: the run that is resumed ends with the same bits as one that never stopped."""

from __future__ import annotations

import io
import os
import random
import signal
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import h5py
import numpy as np
import pytest

from tests.helpers import leaks
from tests.helpers.forked_runs import ForkedRuns
from tests.helpers.trainings import chain, iris
from tests.helpers.watching import Watched
from workbench.engine.training import state_file
from workbench.project.data import Bundled, DataSpec
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.runs import journal, lock, start
from workbench.runs.controls import Pause
from workbench.runs.events import CheckpointSaved, RunFinished, RunStarted, StepsEnded
from workbench.runs.folder import RunFolder, create
from workbench.runs.state import fold
from workbench.runs.steering import ask

pytestmark = pytest.mark.slow
_ADAM = Spec("Adam")
_PLATEAU = Spec("ReduceLROnPlateau", {"monitor": "loss", "patience": 2, "factor": 0.9})
_SCHEDULER = Spec("LearningRateScheduler", {"schedule": "lr * 0.99"})
_STOPPING = Spec("EarlyStopping", {"patience": 60, "restore_best_weights": True})
_COSINE = Spec("CosineDecay", {"initial_learning_rate": 0.01, "decay_steps": 2000})


def project(epochs: int, *, optimizer: Spec = _ADAM, callbacks: tuple[Spec, ...] = ()) -> Project:
    """Return a network with all that draws or remembers: dropout, averages, augmentation, callbacks."""
    graph = chain(
        Spec("Input", {"shape": (8, 8, 1)}),
        Spec("Flatten"),
        Spec("Dense", {"units": 32}),
        Spec("BatchNormalization"),
        Spec("Activation", {"activation": "relu"}),
        Spec("Dropout", {"rate": 0.3}),
        Spec("Dense", {"units": 10, "activation": "softmax"}),
    )
    augment = (Spec("RandomTranslation", {"height_factor": 0.1, "width_factor": 0.1}),)
    data = DataSpec(source=Bundled("digits"), augment=augment)
    settings = {"epochs": epochs, "batch_size": 32, "optimizer": optimizer, "callbacks": callbacks}
    return iris(**settings).with_graph(graph).with_data(data)


@pytest.fixture(scope="module")
def runs(_surroundings: None) -> Iterator[ForkedRuns]:
    with ForkedRuns() as runs, leaks.allowed(pid=runs.pid, thread=""):
        yield runs


class Killed:
    """A run that is killed and resumed until it has come to its end."""

    def __init__(self, folder: RunFolder, runs: ForkedRuns) -> None:
        self.folder = folder
        self._runs = runs
        self._watched = Watched(folder)
        self._is_first = True

    def until(self, ready: Callable[[Watched], None]) -> bool:
        """Let it train until ``ready`` returns, kill it, and tell whether it was still at work."""
        pid = self._start()
        self._watched.until((RunStarted, RunFinished))
        ready(self._watched)
        self._runs.kill(pid)
        assert not lock.is_held(self.folder)
        if isinstance(journal.last(self.folder.journal), RunFinished):
            return False
        assert start.declare_dead(self.folder, "killed")
        return True

    def finish(self) -> None:
        assert self._runs.wait(self._start()) == 0

    def _start(self) -> int:
        pid = self._runs.start(self.folder.path, resume=not self._is_first)
        self._is_first = False
        return pid


def at_random(chance: random.Random) -> Callable[[Watched], None]:
    """Wait for a random number of reports of steps."""

    def ready(watched: Watched) -> None:
        for _ in range(chance.randrange(20)):
            watched.until((StepsEnded, RunFinished))

    return ready


def while_saving(watched: Watched) -> None:
    """Wait for a checkpoint that is half written."""
    watched.until((StepsEnded, RunFinished))
    watched.spin(lambda: any(watched.folder.checkpoints.glob(".*.tmp.*")))


def in_a_pause(watched: Watched) -> None:
    """Let it save in the middle of an epoch."""
    watched.until((StepsEnded, RunFinished))
    ask(watched.folder, Pause())
    watched.until((CheckpointSaved, RunFinished), lambda e: isinstance(e, RunFinished) or "state" in e.path)


def left_by(folder: RunFolder) -> dict[str, bytes]:
    """Return all numbers that a finished run leaves: of its newest state and of its two models."""
    states = [state_file.read(path) for path in folder.checkpoints.glob("state-*.npz")]
    newest = max(states, key=lambda state: (state.meta.epoch, state.meta.step))
    left = {name: np.ascontiguousarray(array).tobytes() for name, array in newest.arrays.items()}
    for name in ("best", "last"):
        with zipfile.ZipFile(folder.checkpoints / f"{name}.keras") as archive:
            content = io.BytesIO(archive.read("model.weights.h5"))
        with h5py.File(content) as weights:
            found: dict[str, bytes] = {}
            weights.visititems(partial(_keep, found))
        # The best model's optimizer and seeds are those of the moment when it was written.
        of_then = ("optimizer", "seed_generator") if name == "best" else ()
        left |= {
            f"{name}:{path}": array
            for path, array in found.items()
            if not any(part in path for part in of_then)
        }
    return left


def _keep(found: dict[str, bytes], path: str, item: object) -> None:
    if isinstance(item, h5py.Dataset):
        found[path] = np.asarray(item).tobytes()


def uninterrupted(project: Project, home: Path, runs: ForkedRuns) -> RunFolder:
    folder = create(project, home=home, base=home)
    Killed(folder, runs).finish()
    return folder


def check_same(killed: RunFolder, whole: RunFolder) -> None:
    ours, theirs = left_by(killed), left_by(whole)
    # The best weights stand in a state only until they have a file of their own.
    names = {name for name in ours.keys() | theirs.keys() if not name.startswith("best.")}
    assert [name for name in sorted(names) if ours.get(name) != theirs.get(name)] == []
    events = journal.read(killed.journal)
    assert [event.seq for event in events] == list(range(len(events)))
    state, reference = fold(events), fold(journal.read(whole.journal))
    assert [epoch.values for epoch in state.epochs] == [epoch.values for epoch in reference.epochs]
    assert state.finished is not None and reference.finished is not None
    assert state.finished.ending == reference.finished.ending
    assert state.finished.best_epoch == reference.finished.best_epoch


def test_that_a_run_killed_twice_ends_with_the_same_bits(tmp_path: Path, runs: ForkedRuns) -> None:
    made = project(8, callbacks=(_PLATEAU, _SCHEDULER, _STOPPING))
    killed = Killed(create(made, home=tmp_path, base=tmp_path), runs)
    killed.until(in_a_pause)
    killed.until(while_saving)
    killed.finish()

    check_same(killed.folder, uninterrupted(made, tmp_path, runs))


def test_that_a_sleep_is_no_death_and_a_crash_leaves_its_last_lines(tmp_path: Path, runs: ForkedRuns) -> None:
    made = project(100_000)
    folder = create(made, home=tmp_path, base=tmp_path)
    pid, watched = runs.start(folder.path, resume=False), Watched(folder)
    watched.until(CheckpointSaved)

    os.kill(pid, signal.SIGSTOP)
    assert lock.is_held(folder)
    assert not start.declare_dead(folder, "asleep")
    os.kill(pid, signal.SIGCONT)
    watched.until(StepsEnded)
    os.kill(pid, signal.SIGSEGV)
    code = runs.wait(pid)

    assert code == -signal.SIGSEGV
    assert "Fatal Python error: Segmentation fault" in folder.log.read_text(errors="replace")
    assert start.declare_dead(folder, start.death_in_words(code))
    state = fold(journal.read(folder.journal))
    assert state.can_go_on and state.failure is not None
    assert "crashed (signal 11)" in state.failure.problem.message


@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["callbacks", "schedule"])
def test_that_a_run_killed_at_any_moment_ends_with_the_same_bits(
    kind: str, tmp_path: Path, runs: ForkedRuns
) -> None:
    made = (
        project(150, callbacks=(_PLATEAU, _SCHEDULER, _STOPPING))
        if kind == "callbacks"
        else project(150, optimizer=Spec("Nadam", {"learning_rate": _COSINE}))
    )
    whole = uninterrupted(made, tmp_path, runs)
    chance, kills = random.Random(7), 0
    while kills < 25:
        killed = Killed(create(made, home=tmp_path, base=tmp_path), runs)
        is_going_on = True
        while is_going_on and kills < 25:
            ways = (at_random(chance), at_random(chance), in_a_pause, while_saving, at_random(chance))
            is_going_on = killed.until(ways[kills % len(ways)])
            kills += is_going_on
        if is_going_on:
            killed.finish()
        check_same(killed.folder, whole)
