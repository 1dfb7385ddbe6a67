"""A model that somebody saved, from the shell: imported, trained from its weights, written as code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray

from tests.helpers.keras_files import functional, write
from tests.helpers.keras_files import weights as h5_of
from tests.helpers.lent_engines import lend
from workbench.catalog.catalog import bundled
from workbench.cli import importing, main
from workbench.code.script import script
from workbench.engine.importing import archive, weights
from workbench.project import file
from workbench.project.data import Bundled, DataSpec
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.protocol.client import EngineProcess

pytestmark = pytest.mark.slow
IRIS = functional(
    ("Dense", {"units": 5, "activation": "relu", "use_bias": False}),
    ("Dense", {"units": 3, "activation": "softmax", "use_bias": False}),
)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A network for iris whose weights are all one."""
    h5 = h5_of(dense=("n0", (4, 5)), dense_1=("n1", (5, 3)))
    return write(tmp_path / "iris.keras", IRIS, h5=h5)


@pytest.fixture
def shared(engine: EngineProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command use the session's engine: a new one takes seconds to start."""
    lend(engine, monkeypatch, importing)


def test_that_an_imported_model_trains_from_its_weights_and_is_the_same_as_code(
    model: Path, shared: None, capsys: pytest.CaptureFixture[str]
) -> None:
    path = model.with_suffix(file.SUFFIX)
    assert main(["import", str(model), "--out", str(path), "--json"]) == 0
    (line,) = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert line == {"path": str(path), "layers": 3}
    project = file.load(path)
    assert project.weights == "iris.keras"

    file.save(_standing_still(project), path)
    events = _train(path, model.parent / "runs")
    told = [event["problem"]["message"] for event in events if event["type"] == "Advice"]
    assert any("Begin with the weights of iris.keras: n0, n1." in message for message in told)
    last = Path(events[0]["folder"]) / "checkpoints" / "last.keras"
    assert all((array == 1).all() for array in _arrays(last, "n0", "n1"))

    code = script(_standing_still(project), bundled(), base=model.parent)
    saved = _run(code, model.parent)
    assert all((array == 1).all() for array in _arrays(saved, "n0", "n1"))


def test_that_a_run_whose_weights_are_gone_fails_in_words(model: Path, shared: None) -> None:
    path = model.with_suffix(file.SUFFIX)
    assert main(["import", str(model), "--out", str(path), "--json"]) == 0
    file.save(_standing_still(file.load(path)), path)
    model.unlink()
    failed = _train(path, model.parent / "runs")[-1]
    assert failed["type"] == "RunFailed"
    assert "iris.keras can't be read" in failed["problem"]["message"]


def test_that_a_hostile_model_is_refused_by_the_shell(
    tmp_path: Path, shared: None, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = write(tmp_path / "evil.keras", functional(("Lambda", {"function": "x"})))
    out = tmp_path / "out.workbench"
    assert main(["import", str(evil), "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert "Lambda" in said
    assert "Traceback" not in said
    assert not out.exists()
    assert main(["import", str(tmp_path / "none.keras"), "--out", str(out)]) == 2


def _standing_still(project: Project) -> Project:
    """Return the project on iris, with steps too small to change a weight of one."""
    still = replace(project.training, epochs=1, optimizer=Spec("SGD", {"learning_rate": 1e-12}))
    return project.with_training(still).with_data(DataSpec(source=Bundled("iris")))


def _train(path: Path, runs: Path) -> list[dict[str, Any]]:
    words = ["train", str(path), "--runs", str(runs), "--json"]
    command = [sys.executable, "-m", "workbench", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert "RunStarted" in done.stdout or "RunFailed" in done.stdout, done.stdout
    return [json.loads(line) for line in done.stdout.splitlines()]


def _run(code: str, folder: Path) -> Path:
    """Run a script and return the model that it saved."""
    (folder / "script.py").write_text(code)
    before = set(folder.glob("*.keras"))
    command = [sys.executable, "script.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    made = set(folder.glob("*.keras")) - before
    return made.pop()


def _arrays(path: Path, *layers: str) -> list[NDArray[Any]]:
    with archive.opened(path.absolute()) as members, weights.opened(members) as found:
        arrays = [array for layer in layers for array in found.arrays((layer,)).values()]
    assert len(arrays) == len(layers)
    return [np.asarray(array) for array in arrays]
