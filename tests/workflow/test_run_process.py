"""The process of a run: controls, kill -9 and resume, outliving whoever started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.helpers.watching import Watched
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.protocol.frames import Splitter, decode_response, encode
from workbench.protocol.messages import Ready, Run, RunAccepted
from workbench.runs import journal, lock, start
from workbench.runs.controls import Pause, Resume, Step, Stop
from workbench.runs.events import (
    EpochEnded,
    Paused,
    Resumed,
    RunFailed,
    RunFinished,
    RunStarted,
    StepsEnded,
)
from workbench.runs.folder import RunFolder, create
from workbench.runs.steering import ask

pytestmark = pytest.mark.slow


def endless() -> Project:
    """Return a project that trains until it is stopped."""
    project, _ = open_project("digits-mlp")
    return project.with_training(replace(project.training, epochs=1_000_000))


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return create(endless(), home=tmp_path, base=tmp_path)


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Collect processes that must be gone afterwards."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()


def test_that_a_run_pauses_steps_goes_on_and_stops_at_a_signal(
    folder: RunFolder, processes: list[subprocess.Popen[bytes]]
) -> None:
    processes.append(start.start(folder))
    watched = Watched(folder)
    watched.until(EpochEnded)
    assert lock.is_held(folder)

    ask(folder, Pause())
    paused = watched.until(Paused)
    ask(folder, Step())
    watched.until(Resumed)
    stepped = watched.until(Paused)
    steps = steps_per_epoch(folder)
    assert (stepped.epoch * steps + stepped.step) - (paused.epoch * steps + paused.step) == 1

    ask(folder, Step(epoch=True))
    after = watched.until(Paused)
    assert (after.epoch, after.step) == (stepped.epoch + 1, 0)

    ask(folder, Resume())
    watched.until(Resumed)
    watched.until(StepsEnded)
    processes[0].send_signal(signal.SIGTERM)
    finished = watched.until(RunFinished)

    assert finished.ending == "stopped"
    assert processes[0].wait(timeout=30) == 0
    assert not folder.lock.exists()
    assert (folder.path / finished.best).exists()
    assert (folder.path / finished.last).exists()


def steps_per_epoch(folder: RunFolder) -> int:
    return next(
        event for event in journal.read(folder.journal) if isinstance(event, RunStarted)
    ).steps_per_epoch


def test_that_a_run_lets_go_of_whoever_started_its_engine(folder: RunFolder) -> None:
    engine = subprocess.Popen(
        [sys.executable, "-m", "workbench.engine"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert engine.stdin is not None
        assert engine.stdout is not None
        engine.stdin.write(encode(Run(id=5, folder=str(folder.path))))
        engine.stdin.flush()
        # The run closes its end of the pipe: reading all of it is what shows that.
        answers = [decode_response(body) for body in Splitter().feed(engine.stdout.read())]
        engine.stdin.close()
        engine.stdout.close()
        assert [type(answer) for answer in answers] == [Ready, RunAccepted]

        watched = Watched(folder)
        watched.until(EpochEnded)
        assert watched.until(EpochEnded).epoch > 0
        assert lock.owner_pid(folder) == engine.pid
        assert os.getsid(engine.pid) == engine.pid
        ask(folder, Stop())
        watched.until(RunFinished)
        assert engine.wait(timeout=30) == 0
    finally:
        engine.kill()
        engine.wait()


def test_that_a_run_without_keras_says_why_in_its_journal(
    folder: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "keras.py").write_text("raise ImportError('libcudart.so.12 is missing')\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)

    assert start.start(folder).wait(timeout=60) == 1

    failed = journal.last(folder.journal)
    assert isinstance(failed, RunFailed)
    assert "libcudart.so.12 is missing" in failed.problem.message
    assert not folder.lock.exists()


def test_that_a_folder_that_is_no_run_is_told() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "workbench.engine", "run", "/nowhere/at/all"], capture_output=True, timeout=60
    )

    assert done.returncode == 1
    assert b"is no run" in done.stderr
    assert b"Traceback" not in done.stderr
