"""The shell's words for a run that goes on: pause, step, resume, suspend, stop, kill."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.helpers.journals import WrittenRun
from workbench.cli import main
from workbench.runs import lock
from workbench.runs.controls import Control, Pause, Resume, SetEpochs, Step, Stop, StopNow, Suspend
from workbench.runs.events import Paused, Resumed, RunFinished, SettingChanged
from workbench.runs.steering import ControlReader


@pytest.fixture
def run(tmp_path: Path, workbench_home: Path) -> Iterator[WrittenRun]:
    written = WrittenRun(tmp_path / "run")
    written.begin(steps=4)
    yield written
    written.close()


@contextmanager
def obedient(run: WrittenRun) -> Iterator[list[Control]]:
    """Answer wishes as the run's process would, and collect them; it holds before every fourth step."""
    is_over, reader, heard = threading.Event(), ControlReader(run.folder.control), list[Control]()

    def answer() -> None:
        while not is_over.wait(0.01):
            for wish in reader.poll():
                heard.append(wish)
                _obey(run, wish)

    thread = threading.Thread(target=answer)
    with lock.hold(run.folder):
        thread.start()
        yield heard
        is_over.set()
        thread.join()


def _obey(run: WrittenRun, wish: Control) -> None:
    journal, finished = run.journal, {"epochs": 2, "seconds": 1.0, "values": {}}
    match wish:
        case Pause():
            journal.write(Paused, epoch=1, step=3)
        case Resume():
            journal.write(Resumed, epoch=1, step=3)
        case Step():
            journal.write(Resumed, epoch=1, step=3)
            journal.write(Paused, epoch=2, step=0)
        case SetEpochs(value=epochs):
            journal.write(SettingChanged, epoch=1, step=3, setting="epochs", before=5.0, value=float(epochs))
        case Suspend():
            journal.write(RunFinished, ending="suspended", **finished)
        case Stop() | StopNow():
            journal.write(RunFinished, ending="stopped", **finished)


def said(run: WrittenRun, capsys: pytest.CaptureFixture[str], command: str, *words: str) -> tuple[int, str]:
    code = main([command, str(run.folder.path), *words])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_that_a_run_is_paused_stepped_and_resumed_in_words(
    run: WrittenRun, capsys: pytest.CaptureFixture[str]
) -> None:
    with obedient(run) as heard:
        assert said(run, capsys, "pause") == (0, "Paused in epoch 2, after 3 steps of it.\n")
        assert said(run, capsys, "pause") == (0, "It is paused already, in epoch 2, after 3 steps of it.\n")
        assert said(run, capsys, "step", "--epoch") == (0, "Paused before epoch 3.\n")
        assert said(run, capsys, "resume", "--epochs", "9") == (
            0,
            "It goes on in epoch 2, after 3 steps of it.\n",
        )
        code, told = said(run, capsys, "resume")
        assert (code, "is being trained" in told) == (1, True)

    assert heard == [Pause(), Step(epoch=True), SetEpochs(value=9), Resume()]


@pytest.mark.parametrize(
    ("words", "wish", "told"),
    [
        (("suspend",), Suspend(), "Suspended after 2 epochs"),
        (("stop",), Stop(), "Stopped after 2 epochs."),
        (("stop", "--now"), StopNow(), "Stopped after 2 epochs."),
    ],
)
def test_that_a_run_is_ended_in_words(
    words: tuple[str, ...], wish: Control, told: str, run: WrittenRun, capsys: pytest.CaptureFixture[str]
) -> None:
    with obedient(run) as heard:
        code, output = said(run, capsys, *words)

    assert (code, heard) == (0, [wish])
    assert output.startswith(told)


def test_that_json_is_the_runs_own_event(run: WrittenRun, capsys: pytest.CaptureFixture[str]) -> None:
    with obedient(run):
        assert json.loads(said(run, capsys, "pause", "--json")[1])["type"] == "Paused"
        assert json.loads(said(run, capsys, "pause", "--json")[1])["type"] == "Paused"
        assert json.loads(said(run, capsys, "stop", "--json")[1])["ending"] == "stopped"


@pytest.mark.parametrize("command", ["pause", "step", "suspend", "stop", "kill"])
def test_that_a_run_that_is_over_is_told_with_what_can_be_done(
    command: str, run: WrittenRun, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = said(run, capsys, command, "--json")
    assert (code, json.loads(told)["code"]) == (1, "run.idle")
    assert "its process is gone" in told and "workbench resume RUN" in told

    run.finish(epochs=5)
    code, told = said(run, capsys, command)
    assert code == 1
    assert "is not being trained: it is complete, after 5 epochs" in told
    assert "--epochs N" in told


def test_that_a_run_that_does_not_obey_is_killed_and_its_end_written_down(
    run: WrittenRun, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "import sys; from workbench.runs import lock; from workbench.runs.folder import RunFolder"
    code += "; from pathlib import Path"
    code += "\nwith lock.hold(RunFolder(Path(sys.argv[1]))): print('held', flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(run.folder.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "held\n"
        (run.folder.checkpoints / "state-a.npz").write_bytes(b"kept")

        code_of_kill, told = said(run, capsys, "kill", "--json")

        assert code_of_kill == 0
        assert json.loads(told)["resumable"]
        assert holder.wait() == -9
        assert (run.folder.checkpoints / "state-a.npz").read_bytes() == b"kept"
    finally:
        holder.kill()
        holder.communicate()
