"""The main job from the shell, through its front door: check, train, judge, predict, export, resume."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from tests.helpers.lent_engines import lend
from workbench.cli import filters, judging, main, probing, projects
from workbench.project import file
from workbench.project.data import DataSpec, Table
from workbench.project.samples import open_project
from workbench.protocol.client import EngineProcess

pytestmark = pytest.mark.slow

Lines = list[dict[str, Any]]
EPOCHS = 3


@pytest.fixture
def shared(engine: EngineProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands that only ask use the session's engine: a new one takes seconds to start."""
    lend(engine, monkeypatch, projects, judging, probing, filters)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Lines:
    """The journal of a real run, as `workbench train --json` prints it."""
    home = tmp_path_factory.mktemp("runs")
    words = ["train", "digits-softmax", "--runs", str(home), "--epochs", str(EPOCHS), "--json"]
    done = _workbench(*words)
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def run(trained: Lines) -> Path:
    return Path(trained[0]["folder"])


def _workbench(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workbench", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def _json(capsys: pytest.CaptureFixture[str]) -> Lines:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(("name", "params"), [("mlp-31", [0, 15, 16]), ("xor-functional", [0, 3, 0, 4])])
def test_that_analyse_counts_what_keras_counts(
    name: str, params: list[int], shared: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyse", name, "--json"]) == 0
    (analysis,) = _json(capsys)
    assert set(analysis) == {"layers", "params", "flops", "problems"}
    assert [layer["params"] for layer in analysis["layers"]] == params
    assert analysis["params"] == sum(params)
    assert analysis["problems"] == []
    keys = {"id", "name", "kind", "output_shape", "params", "flops", "copies"}
    assert all(set(layer) == keys for layer in analysis["layers"])


def test_that_analyse_draws_a_table(shared: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", "mlp-31"]) == 0
    text = capsys.readouterr().out
    assert "Multiply-adds" in text
    assert "31" in text


def test_that_check_lists_what_is_missing(shared: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "mlp-31", "--json"]) == 1
    (problem,) = _json(capsys)
    assert set(problem) == {"severity", "code", "where", "message", "hint"}
    assert (problem["severity"], problem["where"]) == ("error", "data.source")


@pytest.mark.parametrize("name", ["digits-cnn", "digits-mlp", "digits-softmax", "iris-mlp", "xor-functional"])
def test_that_a_sound_project_has_nothing_to_say(
    name: str, shared: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", name, "--json"]) == 0
    assert _json(capsys) == []


def test_that_traps_in_the_data_are_told_with_the_edit_that_mends_them(
    shared: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"{n},1,{n % 7 + n / 9:.3f},{n % 3}" for n in range(60)]
    (tmp_path / "table.csv").write_text("\n".join(["id,unit,size,kind", *rows]) + "\n")
    project, _ = open_project("iris-mlp")
    path = tmp_path / "mine.workbench"
    file.save(project.with_data(DataSpec(source=Table(path="table.csv", target="kind"))), path)

    assert main(["check", str(path), "--data", "--json"]) == 0

    told = {line["code"]: line for line in _json(capsys)}
    assert told["lint.id-column"]["remedy"] == {"type": "ignore_columns", "columns": ["id"]}
    assert told["lint.constant-column"]["remedy"]["columns"] == ["unit"]
    assert all(line["hint"] and line["where"].startswith("data") for line in told.values())


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (None, "table.csv"),
        ("", "table.csv"),
        ("a,b,kind\n1,x,u\n2,3,v\n", "x"),
        ("a,b\n1,2\n", "kind"),
    ],
    ids=["missing", "empty", "text where a number belongs", "no target"],
)
def test_that_a_bad_table_is_told_in_words(
    table: str | None, words: str, shared: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if table is not None:
        (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    project, _ = open_project("iris-mlp")
    path = tmp_path / "mine.workbench"
    file.save(project.with_data(DataSpec(source=Table(path="table.csv", target="kind"))), path)
    assert main(["check", str(path)]) == 1
    said = capsys.readouterr()
    assert words in said.err
    assert "Traceback" not in said.out + said.err


def test_that_training_prints_the_journal(trained: Lines) -> None:
    assert Path(trained[0]["folder"]).is_dir()
    assert trained[-1]["type"] == "RunFinished"
    assert trained[-1]["ending"] == "completed"
    assert [event["epoch"] for event in trained if event["type"] == "EpochEnded"] == list(range(EPOCHS))
    assert [event["seq"] for event in trained] == list(range(len(trained)))
    (started,) = [event for event in trained if event["type"] == "RunStarted"]
    assert started["epochs"] == EPOCHS


def test_that_a_project_with_errors_starts_no_run(tmp_path: Path) -> None:
    done = _workbench("train", "digits-softmax", "--epochs", "0", "--runs", str(tmp_path / "runs"))
    assert done.returncode == 1
    assert "training.epochs" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "runs").exists()


def test_that_a_run_is_evaluated(run: Path, shared: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(run), "--json"]) == 0
    (evaluation,) = _json(capsys)
    named = {"loss", "metrics", "classes", "confusion_matrix", "report", "outputs", "problems"}
    assert set(evaluation) == named
    matrix = np.array(evaluation["confusion_matrix"])
    assert matrix.shape == (10, 10)
    assert evaluation["metrics"]["accuracy"] == pytest.approx(np.trace(matrix) / matrix.sum())


def test_that_an_evaluation_is_readable(run: Path, shared: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(run), "--split", "validation", "--which", "last"]) == 0
    text = capsys.readouterr().out
    assert "accuracy" in text
    assert "Confusion matrix" in text
    assert "precision" in text


def test_that_the_surest_mistakes_are_told_with_their_classes(
    run: Path, shared: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(run), "--split", "validation", "--wrong", "3", "--json"]) == 0
    (told,) = _json(capsys)
    mistakes = told["mistakes"]
    assert 0 < len(mistakes) <= 3
    assert all(one["true"] != one["predicted"] for one in mistakes)
    assert sorted((one["confidence"] for one in mistakes), reverse=True) == [
        one["confidence"] for one in mistakes
    ]
    assert {"accuracy", "macro f1", "roc auc"} <= {one["name"] for one in told["outputs"][0]["figures"]}

    assert main(["explain", str(run), "--row", "0"]) == 0
    assert "Occlusion: the answer falls by up to" in capsys.readouterr().out
    assert main(["boundary", str(run), "--json"]) == 1
    assert "expected a network of shape 2" in _json(capsys)[0]["message"]
    assert main(["explain", str(run), "--filters", "--row", "0", "--json"]) == 1
    assert "expected a layer that gives feature maps" in _json(capsys)[0]["message"]


def test_that_any_kept_epoch_answers_and_others_are_named(
    run: Path, shared: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    np.save(tmp_path / "one.npy", np.zeros((1, 8, 8), dtype=np.float32))
    words = ["predict", str(run), "--input", str(tmp_path / "one.npy"), "--json"]
    assert main([*words, "--which", "1"]) == 0
    assert main([*words, "--which", "last"]) == 0
    first, last = _json(capsys)
    assert first["output"] != last["output"]

    assert main([*words, "--which", "999"]) == 1
    assert "keeps no model of epoch 999" in _json(capsys)[0]["message"]


def test_that_the_courses_neuron_is_probed_and_changed_by_hand(
    shared: None, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["probe", "neuron-two-layers", "--values", "2", "3", "--json"]
    assert main(words) == 0
    assert main([*words, "--set", "output:2=-1"]) == 0
    before, after = (
        {layer["layer"]: layer["values"] for layer in reading["layers"]} for reading in _json(capsys)
    )

    assert [round(value, 4) for value in before["hidden"]] == [0.9526, 0.9526]
    assert (round(before["output"][0], 4), round(after["output"][0], 4)) == (0.7216, 0.4881)
    assert main(["probe", "neuron", "--values", "2", "3"]) == 0
    assert "0.9991" in capsys.readouterr().out
    assert main([*words, "--set", "output=1"]) == 1


def test_that_examples_in_a_file_are_answered_one_a_line(
    run: Path, shared: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    np.save(tmp_path / "x.npy", np.zeros((5, 8, 8, 1), dtype=np.float32))
    assert main(["predict", str(run), "--input", str(tmp_path / "x.npy"), "--json"]) == 0
    lines = _json(capsys)
    assert [line["index"] for line in lines] == list(range(5))
    assert all(len(line["output"]) == 10 and line["label"] for line in lines)


def test_that_a_missing_file_of_examples_is_wrong_usage(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["predict", str(run), "--input", "nowhere.npy"]) == 2
    assert "nowhere.npy" in capsys.readouterr().err


def test_that_an_exported_model_is_compared_with_the_runs(
    run: Path, shared: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "model.keras"
    assert main(["export", str(run), "--format", "keras", "--out", str(out), "--json"]) == 0
    (exported,) = _json(capsys)
    assert {"format", "path", "bytes", "max_abs_difference"} <= set(exported)
    assert Path(exported["path"]) == out
    assert exported["bytes"] == out.stat().st_size
    assert exported["max_abs_difference"] <= 1e-4


class _Training:
    """`workbench train --json`, read as it goes."""

    def __init__(self, home: Path, *, epochs: int) -> None:
        words = ["train", "digits-cnn", "--runs", str(home), "--epochs", str(epochs), "--json"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "workbench", *words], stdout=subprocess.PIPE, text=True
        )
        self.lines: Lines = []
        while not self._has_a_state():
            assert self.read(), self.lines[-1:]

    def read(self) -> bool:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if line:
            self.lines.append(json.loads(line))
        return bool(line)

    def finish(self) -> int:
        """Read to the end of the output and return the exit code."""
        while self.read():
            pass
        assert self.process.stdout is not None
        self.process.stdout.close()
        return self.process.wait(timeout=60)

    @property
    def folder(self) -> Path:
        return Path(self.lines[0]["folder"])

    @property
    def run_pid(self) -> int:
        return next(int(line["pid"]) for line in self.lines if line["type"] == "RunStarted")

    def _has_a_state(self) -> bool:
        return any(line["type"] == "CheckpointSaved" and "state" in line["path"] for line in self.lines)


def test_that_ctrl_c_stops_the_run_and_keeps_best_and_last_weights(tmp_path: Path) -> None:
    training = _Training(tmp_path, epochs=1000)
    training.process.send_signal(signal.SIGINT)
    assert training.finish() == 0
    last = training.lines[-1]
    assert (last["type"], last["ending"]) == ("RunFinished", "stopped")
    assert (training.folder / last["best"]).is_file()
    assert (training.folder / last["last"]).is_file()


def test_that_a_run_killed_from_outside_is_told_and_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    epochs = 6
    training = _Training(tmp_path, epochs=epochs)
    psutil.Process(training.run_pid).kill()
    assert training.finish() == 1
    last = training.lines[-1]
    assert last["type"] == "RunFailed"
    assert "killed" in last["problem"]["message"]
    assert last["resumable"]

    done = _workbench("resume", str(training.folder), "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[0]["folder"] == str(training.folder)
    assert (lines[-1]["type"], lines[-1]["epochs"]) == ("RunFinished", epochs)
    (started,) = [line for line in lines if line["type"] == "RunStarted"]
    assert started["epoch"] > 0
