"""The shell changes a run while it goes on, and prints the rate's curve."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.helpers.journals import WrittenRun
from workbench.cli import main
from workbench.foundation.errors import warning
from workbench.project import file
from workbench.project.rates import StepDrop
from workbench.project.samples import open_project
from workbench.runs import lock
from workbench.runs.controls import SetEpochs, SetLearningRate, SetPatience
from workbench.runs.events import Advice, SettingChanged
from workbench.runs.steering import ControlReader


@pytest.fixture
def run(tmp_path: Path, workbench_home: Path) -> Iterator[WrittenRun]:
    written = WrittenRun(tmp_path / "run")
    written.begin()
    yield written
    written.close()


@contextmanager
def obedient(run: WrittenRun) -> Iterator[None]:
    """Answer wishes as the run's process would: a patience is refused."""
    is_over, reader = threading.Event(), ControlReader(run.folder.control)

    def answer() -> None:
        while not is_over.wait(0.01):
            for wish in reader.poll():
                told = {"epoch": 1, "step": 2, "before": 0.5}
                match wish:
                    case SetLearningRate(value=value):
                        run.journal.write(SettingChanged, setting="learning_rate", value=value, **told)
                    case SetEpochs(value=epochs):
                        run.journal.write(SettingChanged, setting="epochs", value=float(epochs), **told)
                    case SetPatience():
                        problem = warning("patience.refused", "training.callbacks", "There is none.")
                        run.journal.write(Advice, problem=problem)

    thread = threading.Thread(target=answer)
    with lock.hold(run.folder):
        thread.start()
        yield
        is_over.set()
        thread.join()


def test_that_changes_are_asked_for_and_told_as_the_run_tells_them(
    run: WrittenRun, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["steer", str(run.folder.path), "--rate", "0.001", "--epochs", "40"]
    with obedient(run):
        assert main([*words, "--json"]) == 0
        told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert {(event["setting"], event["value"]) for event in told} == {
            ("learning_rate", 0.001),
            ("epochs", 40),
        }

        assert main([*words, "--patience", "3"]) == 1
    captured = capsys.readouterr()
    assert "Epoch 2: learning rate from 0.5 to 0.001." in captured.out
    assert "There is none." in captured.err


def test_that_an_idle_run_and_no_wish_are_refused(
    run: WrittenRun, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["steer", str(run.folder.path), "--epochs", "9", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["code"] == "run.idle"
    assert main(["steer", str(run.folder.path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["code"] == "steer.nothing"
    assert main(["steer", str(run.folder.path / "nowhere"), "--epochs", "9"]) == 2


def test_that_a_finished_run_goes_on_for_more_epochs_only(
    run: WrittenRun, capsys: pytest.CaptureFixture[str]
) -> None:
    run.finish(epochs=5)
    for words in ([], ["--epochs", "5"]):
        assert main(["resume", str(run.folder.path), "--json", *words]) == 1
        assert json.loads(capsys.readouterr().out)["code"] == "run.complete"


def test_that_the_curve_of_a_project_is_printed(
    tmp_path: Path, workbench_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project, _ = open_project("digits-mlp")
    shape = StepDrop(drop=0.5, epochs_drop=2)
    path = tmp_path / "p.workbench"
    file.save(project.with_training(replace(project.training, rate=shape, epochs=4)), path)

    assert main(["rate", str(path), "--curve", "--json"]) == 0

    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["learning_rate"] for each in told] == pytest.approx([0.001, 0.0005, 0.0005, 0.00025])
    assert main(["rate", str(path), "--curve"]) == 0
    assert "0.00025" in capsys.readouterr().out
