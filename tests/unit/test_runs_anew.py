"""A run whose process crashes while it loads TensorFlow begins anew without a GPU, whoever started it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from tests.helpers.journals import WrittenRun
from workbench.cli.following import follow
from workbench.project.samples import open_project
from workbench.runs import journal, start
from workbench.runs.events import Advice, Event, PhaseBegan, RunFailed
from workbench.runs.folder import RunFolder, create
from workbench.runs.journal import Follower
from workbench.runs.queue import Queue
from workbench.runs.queue_worker import Worker

_CRASHES_WITH_A_GPU = """
import os, signal
if "WORKBENCH_GPU_LEFT_OUT" not in os.environ:
    os.kill(os.getpid(), signal.SIGILL)
raise ImportError("loaded with CUDA_VISIBLE_DEVICES=" + os.environ["CUDA_VISIBLE_DEVICES"])
"""
_ALWAYS_CRASHES = "import os, signal\nos.kill(os.getpid(), signal.SIGABRT)\n"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[RunFolder]:
    project, _ = open_project("xor-mlp")
    yield create(project, home=tmp_path / "runs", base=tmp_path)


def keras_is(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a module in the place of Keras, for processes that are started from now on."""
    folder.mkdir(exist_ok=True)
    (folder / "keras.py").write_text(code, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)


def last_words(events: list[Event]) -> tuple[list[str], str]:
    """Return the codes of what was advised, and why the run failed."""
    failed = events[-1]
    assert isinstance(failed, RunFailed)
    return [event.problem.code for event in events if isinstance(event, Advice)], failed.problem.message


@pytest.mark.parametrize("resume", [False, pytest.param(True, marks=pytest.mark.thorough)])
def test_that_a_run_that_is_followed_begins_anew_without_a_gpu(
    resume: bool, run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keras_is(_CRASHES_WITH_A_GPU, tmp_path / "path", monkeypatch)
    process = start.start(run, resume=resume)

    advised, reason = last_words(list(follow(run, process, Follower(run.journal))))

    assert advised == ["gpu.left_out"]
    assert "CUDA_VISIBLE_DEVICES=-1" in reason


def test_that_it_begins_anew_once(run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keras_is(_ALWAYS_CRASHES, tmp_path / "path", monkeypatch)

    advised, reason = last_words(list(follow(run, start.start(run), Follower(run.journal))))

    assert advised == ["gpu.left_out"]
    assert "crashed (signal 6)" in reason


def test_that_a_run_of_the_queue_begins_anew_without_a_gpu(
    run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keras_is(_CRASHES_WITH_A_GPU, tmp_path / "path", monkeypatch)
    queue = Queue(tmp_path / "queue")
    queue.add(run, title="xor", device="auto")

    assert Worker(queue, tmp_path / "runs").work()

    advised, reason = last_words(journal.read(run.journal))
    assert advised == ["gpu.left_out"]
    assert "CUDA_VISIBLE_DEVICES=-1" in reason


@pytest.mark.parametrize(("code", "has_trained"), [(1, False), (-9, False), (-15, False), (-11, True)])
def test_that_any_other_end_is_an_end(code: int, has_trained: bool, tmp_path: Path) -> None:
    written = WrittenRun(tmp_path / "run")
    if has_trained:
        written.begin()
    else:
        written.journal.write(PhaseBegan, phase="starting")
    written.close()
    ended = SimpleNamespace(args=(*start.ENGINE, "run", str(written.folder.path)), returncode=code)

    assert start.begin_anew(written.folder, cast("subprocess.Popen[bytes]", ended)) is None
    assert not any(isinstance(event, Advice) for event in journal.read(written.folder.journal))
