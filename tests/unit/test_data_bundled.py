"""The data sets that come with the program."""

from __future__ import annotations

import operator
import runpy
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.datasets import load_prepared
from workbench.engine.data.bundled import names
from workbench.foundation import paths
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import Bundled, DataSpec, Table


@pytest.mark.parametrize(
    ("name", "shape", "classes", "largest"),
    [("xor", (4, 2), 2, 1.0), ("iris", (150, 4), 3, 7.9), ("digits", (1797, 8, 8, 1), 10, 1.0)],
)
def test_that_each_bundled_set_is_what_it_is_known_for(
    name: str, shape: tuple[int, ...], classes: int, largest: float
) -> None:
    dataset = load_prepared(DataSpec(source=Bundled(name)), Path())

    assert dataset.x.shape == shape
    assert dataset.x.dtype == np.float32
    assert (float(dataset.x.min()) >= 0, float(dataset.x.max())) == (True, pytest.approx(largest))
    assert len(dataset.classes) == classes
    assert sorted(set(dataset.y.tolist())) == list(range(classes))


@pytest.mark.parametrize("gate", [operator.and_, operator.or_, operator.xor])
def test_that_each_gate_is_its_truth_table(gate: Callable[[int, int], int]) -> None:
    name = gate.__name__.rstrip("_")
    dataset = load_prepared(DataSpec(source=Bundled(name)), Path())

    rows = {tuple(row): label for row, label in zip(dataset.x.tolist(), dataset.y.tolist(), strict=True)}
    assert rows == {(a, b): gate(a, b) for a in (0, 1) for b in (0, 1)}


def test_that_iris_as_csv_is_the_bundled_iris() -> None:
    bundled = load_prepared(DataSpec(source=Bundled("iris")), Path())
    table = load_prepared(DataSpec(source=Table(path="iris.csv", target="species")), paths.sample_data())

    np.testing.assert_array_equal(table.x, bundled.x)
    np.testing.assert_array_equal(table.y, bundled.y)
    assert (table.classes, table.feature_names) == (bundled.classes, bundled.feature_names)


def test_that_the_script_still_writes_what_is_committed(tmp_path: Path) -> None:
    script = runpy.run_path(str(paths.sample_data() / "make_sample_data.py"))

    script["main"](tmp_path)

    for name in names():
        with np.load(tmp_path / f"{name}.npz") as fresh, np.load(paths.sample_data() / f"{name}.npz") as kept:
            for key in ("x", "y", "classes", "features"):
                np.testing.assert_array_equal(fresh[key], kept[key])
    assert (tmp_path / "iris.csv").read_bytes() == (paths.sample_data() / "iris.csv").read_bytes()


@pytest.mark.parametrize("name", ["mnist", "", "../digits"])
def test_that_an_unknown_set_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(WorkbenchError, match="and, digits, iris, or, xor") as caught:
        load_prepared(DataSpec(source=Bundled(name)), Path())

    assert caught.value.problems[0].where == "data.source"


def test_that_no_choice_of_data_is_told_in_words() -> None:
    with pytest.raises(WorkbenchError, match="No data set is chosen"):
        load_prepared(DataSpec(), Path())
