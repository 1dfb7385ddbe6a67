"""The script leaves equal examples out as the program does."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.helpers.pictures import write_folder
from tests.unit.test_code_sources import FORM, SPARSE, SQUARES, check, project_of
from workbench.code.data import data
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import Arrays, Bundled, DataSpec, ImageFolder, Preparation, Split, Table

DROP = Preparation(duplicates="drop")


@pytest.mark.parametrize(
    ("by", "scaling"), [("share", "none"), ("group", "none"), ("time", "standard"), ("given", "standard")]
)
def test_that_rows_of_a_table_are_left_out_alike(tmp_path: Path, by: str, scaling: str) -> None:
    random = np.random.default_rng(1)
    n = 90
    table = pd.DataFrame(
        {
            "a": random.integers(0, 6, n),
            "b": random.integers(0, 4, n),
            "kind": random.choice(["red", "green"], n),
            "who": random.choice(list("pqrstuvw"), n),
            "day": random.permutation(n),
            "part": random.choice(["test", "train", "val"], n, p=[0.2, 0.6, 0.2]),
            "weight": random.uniform(0.5, 2, n).round(2),
        }
    )
    table.to_csv(tmp_path / "t.csv", index=False)
    roles = {"group": "who", "time": "day", "part": "part", "weight": "weight"}
    source = Table(path="t.csv", target="kind", **roles)
    split = Split(by=by, validation=0.2, test=0.2)  # type: ignore[arg-type]
    preparation = Preparation(duplicates="drop", scaling=scaling)  # type: ignore[arg-type]

    check(DataSpec(source=source, split=split, preparation=preparation), tmp_path, SPARSE, 2)


def test_that_images_arrays_and_quantities_are_left_out_alike(tmp_path: Path) -> None:
    write_folder(tmp_path / "flowers", each=8)
    for count in range(4):
        shutil.copy(tmp_path / f"flowers/red/00{count}.png", tmp_path / f"flowers/red/copy{count}.png")
    x = np.random.default_rng(0).normal(size=(40, 3)).astype("float32")
    np.savez(tmp_path / "a.npz", x=np.concatenate([x, x[:9]]), y=np.concatenate([x[:, 0], x[:9, 0]]) * 2)

    check(DataSpec(source=ImageFolder(path="flowers", form=FORM), preparation=DROP), tmp_path, SPARSE, 3)
    check(DataSpec(source=Arrays(path="a.npz"), preparation=DROP), tmp_path, SQUARES, 1)
    check(DataSpec(source=Bundled("iris"), preparation=DROP), tmp_path, SPARSE, 3)


def test_that_images_that_only_look_the_same_are_told_to_be_no_code(tmp_path: Path) -> None:
    write_folder(tmp_path / "flowers", each=8)
    spec = DataSpec(
        source=ImageFolder(path="flowers", form=FORM), preparation=Preparation(duplicates="drop_alike")
    )

    with pytest.raises(WorkbenchError) as caught:
        data(project_of(spec, SPARSE, 3), tmp_path)

    assert caught.value.problems[0].where == "data.preparation"
