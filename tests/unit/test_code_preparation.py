"""The script prepares the data as the program does, fitted on the same rows."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.helpers.pictures import write_folder
from tests.helpers.raw_tables import write_mixed_table
from tests.unit.test_code_sources import SPARSE, SQUARES, project_of
from workbench.code.data import data
from workbench.engine.data.preparation.words import vectorised, vocabulary
from workbench.engine.data.ready import ready
from workbench.project.data import (
    Arrays,
    Bundled,
    DataSpec,
    Generated,
    ImageFolder,
    ImageForm,
    Split,
    Table,
    Window,
)
from workbench.project.preparation import ColumnPreparation, Preparation


class Vectorization:
    """Stands for Keras' layer, as far as the script calls it."""

    def __init__(self, max_tokens: int, output_mode: Any, output_sequence_length: int = 1) -> None:
        self._told = (max_tokens, output_mode)
        self._length = output_sequence_length

    def adapt(self, texts: Any) -> None:
        self._words, self._weights = vocabulary(texts, *self._told)

    def __call__(self, texts: Any) -> Any:
        mode = self._told[1]
        return vectorised(texts, self._words, mode, length=self._length, weights=self._weights)


def check(spec: DataSpec, folder: Path, loss: str = SPARSE, units: int = 2) -> None:
    """Run the data's part of the script and compare it with what the program makes of the same."""
    told = data(project_of(spec, loss, units), folder)
    layers = SimpleNamespace(TextVectorization=Vectorization)
    utils = SimpleNamespace(to_categorical=lambda y, k: np.eye(k, dtype="float32")[y])
    found: dict[str, Any] = {"np": np, "pd": pd, "keras": SimpleNamespace(utils=utils, layers=layers)}
    imports = [line for line in told.imports if not line.startswith("import")]
    exec("\n".join([*imports, *told.lines]), found)

    made = ready(spec, folder)
    for name in ("train", "validation", "test"):
        theirs, ours = found.get(name, []), getattr(made.parts, name)
        assert len(theirs) == len(ours)
        got = found["x"][theirs]
        assert got.dtype == np.float32 or spec.preparation.images == "none"
        np.testing.assert_allclose(got, made.dataset.x[ours], rtol=1e-5, atol=1e-6, err_msg=name)


WORDS = ColumnPreparation(name="note", kind="text", mode="tf_idf", tokens=6)
RULES = [
    Preparation(missing="mean", scaling="standard"),
    Preparation(missing="median", scaling="minmax", categories="integer"),
    Preparation(missing="most_frequent", columns=(WORDS,)),
    Preparation(missing="constant", fill=-1.0, columns=(ColumnPreparation(name="age", scaling="minmax"),)),
    Preparation(missing="drop", scaling="standard", columns=(WORDS,)),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.missing)
def test_that_a_table_is_prepared_alike(tmp_path: Path, rule: Preparation) -> None:
    write_mixed_table(tmp_path / "t.csv", 80)

    check(DataSpec(source=Table(path="t.csv", target="y"), preparation=rule), tmp_path)


def test_that_categories_need_no_preparation_to_be_set(tmp_path: Path) -> None:
    write_mixed_table(tmp_path / "t.csv", holes=False)

    check(DataSpec(source=Table(path="t.csv", target="y")), tmp_path)


def test_that_a_parquet_file_is_scaled_alike(tmp_path: Path) -> None:
    write_mixed_table(tmp_path / "t.csv")
    pd.read_csv(tmp_path / "t.csv")[["size", "age", "y"]].to_parquet(tmp_path / "t.parquet")
    rule = Preparation(scaling="standard", missing="median")

    check(DataSpec(source=Table(path="t.parquet", target="y"), preparation=rule), tmp_path)


@pytest.mark.parametrize("missing", ["median", "drop"])
def test_that_windows_are_prepared_alike(tmp_path: Path, missing: Any) -> None:
    random = np.random.default_rng(1)
    frame = pd.DataFrame({"t": random.permutation(60), "a": random.normal(5, 2, 60), "k": ["u", "v"] * 30})
    frame.loc[[7, 40], "a"] = np.nan
    frame.assign(y=np.arange(60.0)).to_csv(tmp_path / "t.csv", index=False)
    source = Table(path="t.csv", target="y", features=("a", "k"), time="t")
    rule = Preparation(scaling="standard", missing=missing)
    spec = DataSpec(source=source, window=Window(length=4), split=Split(by="time"), preparation=rule)

    check(spec, tmp_path, SQUARES, 1)


@pytest.mark.parametrize("scaling", ["standard", "minmax"])
def test_that_points_are_scaled_alike(tmp_path: Path, scaling: Any) -> None:
    rule = Preparation(scaling=scaling)
    np.savez(tmp_path / "a.npz", x=np.random.default_rng(0).normal(3, 9, (40, 3)), y=np.arange(40) % 2)

    check(DataSpec(source=Generated(kind="moons", n=60), preparation=rule), tmp_path)
    check(DataSpec(source=Bundled("iris"), preparation=rule), tmp_path, units=3)
    check(DataSpec(source=Arrays(path="a.npz"), preparation=rule), tmp_path)


@pytest.mark.parametrize("images", ["zero_to_one", "minus_one_to_one"])
def test_that_pixels_are_rescaled_alike(tmp_path: Path, images: Any) -> None:
    write_folder(tmp_path / "p", each=6)
    form = ImageForm(height=5, width=7)

    spec = DataSpec(source=ImageFolder(path="p", form=form), preparation=Preparation(images=images))
    check(spec, tmp_path, units=3)
