"""The shell hands on a run's events to the last one, whatever becomes of the process."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.journals import WrittenRun
from workbench.cli.following import follow
from workbench.cli.interrupting import Interrupts
from workbench.runs import steering
from workbench.runs.controls import Stop
from workbench.runs.events import Event, RunFailed, RunFinished
from workbench.runs.journal import Follower


@pytest.fixture
def run(tmp_path: Path) -> Iterator[WrittenRun]:
    written = WrittenRun(tmp_path / "run")
    written.begin()
    yield written
    written.journal.close()


def _process(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)


def _events(run: WrittenRun, process: subprocess.Popen[bytes]) -> Iterator[Event]:
    return follow(run.folder, process, Follower(run.folder.journal))


def test_that_the_last_event_is_the_runs_end(run: WrittenRun) -> None:
    run.journal.write(RunFinished, ending="completed", epochs=5, seconds=1.0, values={})
    with _process("input()") as process:
        events = _events(run, process)
        seen = [next(events), next(events)]
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.flush()
        seen += list(events)
    assert isinstance(seen[-1], RunFinished)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import os; os._exit(7)", "exit code 7"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "signal 9"),
    ],
)
def test_that_a_process_that_dies_is_told_in_words(run: WrittenRun, code: str, words: str) -> None:
    with _process(code) as process:
        last = list(_events(run, process))[-1]
    assert isinstance(last, RunFailed)
    assert words in last.problem.message


def test_that_the_first_ctrl_c_asks_for_a_stop_and_the_second_leaves(run: WrittenRun) -> None:
    wishes = steering.ControlReader(run.folder.control, offset=0)
    with pytest.raises(KeyboardInterrupt), Interrupts(run.folder) as interrupts:
        signal.raise_signal(signal.SIGINT)
        assert interrupts.came
        assert wishes.poll() == [Stop()]
        signal.raise_signal(signal.SIGINT)
    assert wishes.poll() == []


def test_that_ctrl_c_means_the_usual_after_the_run(run: WrittenRun) -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interrupts(run.folder):
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before
