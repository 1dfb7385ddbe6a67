"""Preflight and queue from the shell, through its front door."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.lent_engines import lend
from workbench.cli import main, preflight, queueing
from workbench.project import file
from workbench.project.edits import SetParam
from workbench.project.samples import open_project
from workbench.protocol.client import EngineProcess
from workbench.runs.folder import RunFolder

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _shared(engine: EngineProcess, monkeypatch: pytest.MonkeyPatch, workbench_home: Path) -> None:
    lend(engine, monkeypatch, preflight, queueing)


def _said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> list[dict[str, Any]]:
    assert main([*words, "--json"]) == code
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_that_the_queue_is_filled_ordered_and_emptied(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("queue", "add", "digits-softmax", "--hold", "--epochs")
    first, second = (_said(capsys, *words, epochs)[0] for epochs in ("1", "2"))
    assert RunFolder(Path(second["folder"])).project().training.epochs == 2
    assert [line["id"] for line in _said(capsys, "queue")] == [first["id"], second["id"]]

    moved = _said(capsys, "queue", "move", "2", "--to", "1")
    assert [line["id"] for line in moved] == [second["id"], first["id"]]

    _said(capsys, "queue", "remove", "1")
    assert not Path(second["folder"]).exists()
    (problem,) = _said(capsys, "queue", "remove", "7", code=1)
    assert "expected 1 to 1" in problem["message"]


def test_that_a_sound_project_passes_its_preflight_and_a_hopeless_one_does_not(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (found,) = _said(capsys, "preflight", "digits-softmax")
    assert found["hopeless"] is False
    assert {check["name"] for check in found["checks"]} >= {"memory", "first_loss", "one_batch", "time"}

    project = open_project("digits-softmax")[0]
    for node in project.graph.nodes:
        if node.spec.kind == "Dense":
            project = SetParam(node.id, "trainable", False).apply(project)
    path = tmp_path / "frozen.workbench"
    file.save(project, path)
    (found,) = _said(capsys, "preflight", str(path), code=1)
    assert found["hopeless"] is True
