"""What is exported can be used on raw rows and photographs: its preparation is inside, or lies beside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.helpers.pictures import write_folder
from tests.helpers.raw_tables import write_mixed_table
from tests.helpers.trainings import chain
from workbench.engine.data.preparation.fitted import keep
from workbench.engine.data.ready import ready
from workbench.engine.export.verify import Verdict
from workbench.project.data import DataSpec, ImageFolder, ImageForm, Split, Table, Task, Window
from workbench.project.preparation import ColumnPreparation, Preparation
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec
from workbench.protocol.judgement import Exported, ExportFormat, Prepared
from workbench.runs.folder import RunFolder, create

pytestmark = [
    pytest.mark.slow,
    # Keras' own conversion of variables to NumPy.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]
LIMIT = 1e-5
FRESH = """
import json, sys
from pathlib import Path
import numpy as np, pandas as pd, keras
sys.path.insert(0, ".")

def cells(frame, name):
    column = frame[name]
    if column.dtype.kind == "f":
        return column.to_numpy("float32").reshape(-1, 1)
    return column.fillna("").to_numpy(str).reshape(-1, 1)

frame = pd.read_csv("mixed.csv")
inside = keras.saving.load_model("inside.keras")
answers = {"inside": inside({name: cells(frame, name) for name in inside.input})}

import beside_preparation, photographs_preparation
beside = json.loads(Path("beside.preparation.json").read_text())
x = beside_preparation.prepare_rows(beside, frame)
answers["beside"] = keras.saving.load_model("beside.keras").predict(x, verbose=0)

paths = sorted(Path("pictures").glob("*.png"))
told = json.loads(Path("photographs.preparation.json").read_text())
x = photographs_preparation.prepare_photographs(told, paths)
answers["photographs"] = keras.saving.load_model("photographs.keras").predict(x, verbose=0)
raw = np.stack([photographs_preparation.read_photograph(told["photograph"], path) for path in paths])
answers["pixels"] = keras.saving.load_model("pixels.keras").predict(raw, verbose=0)

import past_preparation
told = json.loads(Path("past.preparation.json").read_text())
rows = pd.read_csv("series.csv")
x = past_preparation.prepare_windows(told, rows)
answers["series beside"] = keras.saving.load_model("past.keras").predict(x, verbose=0)
raw = np.lib.stride_tricks.sliding_window_view(rows["y"].to_numpy("float32"), 4)[..., np.newaxis]
answers["series inside"] = keras.saving.load_model("series.keras").predict(raw, verbose=0)
assert "workbench" not in sys.modules
np.savez("answers.npz", **answers)
"""


def run_of(
    home: Path, data: DataSpec, *specs: Spec, loss: str = "SparseCategoricalCrossentropy"
) -> RunFolder:
    """Return the folder of a run on this data whose best model is the untrained network."""
    from workbench.engine.model.build import build

    found = ready(data, home)
    graph = chain(Spec("Input", {"shape": tuple(found.dataset.x.shape[1:])}), *specs)
    project = Project(title="run", data=data, graph=graph, training=TrainingSpec(loss=Spec(loss)))
    folder = create(project, home=home / "runs", base=home)
    keep(found.fitted, folder.artifacts)
    build(project.graph).save(folder.checkpoints / "best.keras")
    return folder


def export(run: RunFolder, format: ExportFormat, out: Path, where: Prepared | None = None) -> Exported:
    from workbench.engine.export.export import export

    return export(run.path, format, out, "best", where)


def table_run(home: Path, *ignored: str, task: Task | None = None) -> RunFolder:
    write_mixed_table(home / "mixed.csv")
    note = ColumnPreparation(name="note", kind="text", mode="tf_idf")
    rule = Preparation(missing="median", scaling="standard", columns=(note,))
    source = Table(path="mixed.csv", target="y", ignored=ignored)
    dense = Spec("Dense", {"units": 2, "activation": "softmax"})
    return run_of(home, DataSpec(source=source, preparation=rule, task=task), dense)


def series_run(home: Path) -> RunFolder:
    """Return the folder of a run whose only input is the past of its target."""
    wave = 200 + 50 * np.sin(np.arange(40))
    pd.DataFrame({"day": np.arange(40), "y": wave}).to_csv(home / "series.csv", index=False)
    source = Table(path="series.csv", target="y", features=("y",), time="day")
    rule, split = Preparation(scaling="standard"), Split(by="time")
    data = DataSpec(source=source, window=Window(length=4), split=split, preparation=rule, task="regression")
    return run_of(home, data, Spec("Flatten"), Spec("Dense", {"units": 1}), loss="MeanSquaredError")


@pytest.fixture(scope="module")
def home(keras_here: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


def predictions(run: RunFolder, path: Path) -> Any:
    from workbench.engine.evaluation.predict import predict

    return np.array([prediction.output for prediction in predict(run.path, path)])


def test_that_raw_rows_and_photographs_get_the_answers_of_the_window(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The fresh process below judges all four in one.
    monkeypatch.setattr("workbench.engine.export.export.compare", lambda *_: Verdict(difference=0.0))
    table, series = table_run(home), series_run(home)
    write_folder(home / "p", each=4)
    form = ImageForm(height=16, width=20, fit="pad")
    rule = Preparation(images="minus_one_to_one")
    data = DataSpec(source=ImageFolder(path="p", form=form), preparation=rule, split=Split(test=0.3))
    dense = Spec("Dense", {"units": 3, "activation": "softmax"})
    pictures = run_of(home, data, Spec("Flatten"), dense)
    (home / "pictures").mkdir()
    for number, path in enumerate(sorted((home / "p").rglob("*.png"))):
        path.rename(home / "pictures" / f"{number:02d}.png")
    shown = predictions(pictures, home / "pictures")
    for number, path in enumerate(sorted((home / "pictures").iterdir())):
        target = home / "p" / ("red", "green", "blue")[number % 3] / path.name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())

    done = [
        export(table, "keras", home / "inside"),
        export(table, "keras", home / "beside", "beside"),
        export(pictures, "keras", home / "pixels"),
        export(pictures, "keras", home / "photographs", "beside"),
        export(series, "keras", home / "series"),
        export(series, "keras", home / "past", "beside"),
    ]
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    fresh = [sys.executable, "-W", "ignore", "-c", FRESH]
    told = subprocess.run(fresh, cwd=home, env=clean, check=False, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr[-2000:]

    assert [exported.preparation for exported in done] == ["inside", "beside"] * 3
    answers = np.load(home / "answers.npz")
    of_table, of_series = (
        predictions(table, home / "mixed.csv"),
        predictions(series, home / "series.csv"),
    )
    for name, expected in (
        ("inside", of_table),
        ("beside", of_table),
        ("photographs", shown),
        ("pixels", shown),
        ("series beside", of_series),
        ("series inside", of_series),
    ):
        np.testing.assert_allclose(answers[name], expected, atol=LIMIT, err_msg=name)


@pytest.mark.parametrize("format", ["onnx", "litert"])
def test_that_every_format_takes_raw_numbers(home: Path, tmp_path: Path, format: ExportFormat) -> None:
    run = table_run(tmp_path, "colour", "note")

    exported = export(run, format, tmp_path / "model")

    assert exported.preparation == "inside"
    assert exported.max_abs_difference <= LIMIT
    assert exported.beside == ()


def test_that_a_saved_model_takes_raw_texts(home: Path, tmp_path: Path) -> None:
    exported = export(table_run(tmp_path), "saved_model", tmp_path / "model")

    assert exported.preparation == "inside"
    assert exported.max_abs_difference <= LIMIT


def test_that_an_hdf5_file_has_the_preparation_of_a_table_beside(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.engine.export.export.compare", lambda *_: Verdict(difference=0.0))
    assert export(table_run(tmp_path, "colour", "note"), "h5", tmp_path / "model").preparation == "beside"


def test_that_a_format_without_texts_has_the_preparation_beside(home: Path, tmp_path: Path) -> None:
    exported = export(table_run(tmp_path), "onnx", tmp_path / "model", "inside")

    assert exported.preparation == "beside"
    assert [Path(path).name for path in exported.beside] == [
        "model.preparation.json",
        "model_preparation.py",
    ]
    columns = json.loads(Path(exported.beside[0]).read_text())["columns"]
    assert [column["kind"] for column in columns] == ["number", "category", "number", "text"]


def test_that_none_leaves_the_model_alone(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.engine.export.export.compare", lambda *_: Verdict(difference=0.0))
    exported = export(table_run(tmp_path), "keras", tmp_path / "model", "none")

    assert (exported.preparation, exported.beside) == ("none", ())
