"""Wishes that the shell can't fulfil: words, an exit code, only JSON with --json, nothing left behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.journals import WrittenRun
from tests.helpers.lent_engines import lend
from workbench.cli import main, training
from workbench.protocol.client import EngineProcess
from workbench.runs import start


@pytest.fixture
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a run's process that is started be a failure."""

    def refuse(*_args: object, **_named: object) -> None:
        pytest.fail("A process was started.")

    monkeypatch.setattr(start, "start", refuse)


@pytest.mark.usefixtures("no_process", "workbench_home")
def test_that_a_run_that_is_complete_is_not_resumed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = WrittenRun(tmp_path / "run")
    run.begin()
    run.finish()
    run.journal.close()
    before = run.folder.journal.read_bytes()

    assert main(["resume", str(run.folder.path), "--json"]) == 1
    (problem,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert problem["code"] == "run.complete"
    assert "complete" in problem["message"]
    assert problem["hint"]
    assert run.folder.journal.read_bytes() == before


@pytest.mark.slow
@pytest.mark.usefixtures("workbench_home")
@pytest.mark.parametrize(
    ("wish", "place"),
    [
        (("--epochs", "0"), "training.epochs"),
        (("--epochs", "-3"), "training.epochs"),
        (("--epochs", "1" + "0" * 20), "training.epochs"),
        (("--seed", "-1"), "training.seed"),
        (("--seed", "4294967296"), "training.seed"),
        (("--device", "tpu"), "training.device"),
        (("--device", "gpu:99"), "training.device"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_that_an_impossible_wish_starts_no_run(
    wish: tuple[str, str],
    place: str,
    engine: EngineProcess,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lend(engine, monkeypatch, training)
    runs = tmp_path / "runs"
    assert main(["train", "iris-mlp", "--runs", str(runs), "--json", *wish]) == 1
    said = capsys.readouterr()
    problems = [json.loads(line) for line in said.out.splitlines()]
    assert [problem["where"] for problem in problems] == [place]
    assert "expected" in problems[0]["message"]
    assert "received" in problems[0]["message"]
    assert said.err == ""
    assert not runs.exists()
