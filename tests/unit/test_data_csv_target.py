"""The rule that tells classes from quantities."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.helpers.datasets import load_prepared
from workbench.engine.data.dataset import Dataset
from workbench.foundation.csv_classes import most_whole_classes
from workbench.foundation.errors import Problem, WorkbenchError
from workbench.project.data import DataSpec, Table


def read(folder: Path, targets: Sequence[object]) -> Dataset:
    rows = "".join(f"{number},{target}\n" for number, target in enumerate(targets))
    (folder / "table.csv").write_text(f"a,y\n{rows}", encoding="utf-8")
    return load_prepared(DataSpec(source=Table(path="table.csv", target="y")), folder)


def refusal(folder: Path, targets: Sequence[object]) -> Problem:
    with pytest.raises(WorkbenchError) as caught:
        read(folder, targets)
    (problem,) = caught.value.problems
    assert problem.where == "data.source.target"
    return problem


@pytest.mark.parametrize(
    ("targets", "classes"),
    [
        (["yes", "no", "yes"], ("no", "yes")),
        (["True", "False", "True"], ("False", "True")),
        ([0, 1, 1, 0], ("0", "1")),
        ([10, 9, 10, 9, 2, 2], ("2", "9", "10")),
        (["1.0", "2.0", "1", "2"], ("1", "2")),
        ([-1, 1, -1], ("-1", "1")),
        (["007", "008", "007"], ("007", "008")),
        (["None", "NA", "None"], ("NA", "None")),
        (["1", "2", "2a", "1"], ("1", "2", "2a")),
    ],
)
def test_that_few_whole_numbers_and_texts_are_classes(
    tmp_path: Path, targets: list[object], classes: tuple[str, ...]
) -> None:
    dataset = read(tmp_path, targets)

    assert dataset.classes == classes
    assert dataset.y.dtype == np.int64
    assert len(set(dataset.y.tolist())) == len(classes)


@pytest.mark.parametrize("targets", [[0.5, 1.5, 0.5], list(range(30)), [1, 2, 3, 4], ["1e3", "2e3", "1e3"]])
def test_that_other_numbers_are_a_quantity(tmp_path: Path, targets: list[object]) -> None:
    dataset = read(tmp_path, targets)

    assert dataset.classes == ()
    assert dataset.y.dtype == np.float32
    assert dataset.y.tolist() == [[float(str(target))] for target in targets]


def test_that_numeric_classes_keep_the_numbers_they_stand_for(tmp_path: Path) -> None:
    values = read(tmp_path, [3, 8, 3, 8, 5, 5]).values

    assert values is not None
    assert values.tolist() == [3, 5, 8]
    assert read(tmp_path, ["p", "q", "p"]).values is None


@pytest.mark.parametrize(("rows", "most"), [(3, 2), (10, 5), (100, 20), (10_000, 100)])
def test_that_the_number_of_whole_classes_grows_with_the_rows(rows: int, most: int) -> None:
    assert most_whole_classes(rows) == most


def test_that_one_class_is_nothing_to_learn_from(tmp_path: Path) -> None:
    assert refusal(tmp_path, ["p", "p", "p"]).code == "data.one_class"
    assert refusal(tmp_path, [1.5, 1.5]).code == "data.one_class"


def test_that_missing_targets_are_counted(tmp_path: Path) -> None:
    assert "2 missing values, the first in line 3" in refusal(tmp_path, ["p", "", "q", "NaN"]).message


def test_that_names_and_free_text_are_no_classes(tmp_path: Path) -> None:
    assert refusal(tmp_path, [f"name {number}" for number in range(30)]).code == "data.too_many_classes"
    assert refusal(tmp_path, ["p", "long " * 100, "p"]).code == "data.too_many_classes"


def test_that_text_which_strayed_into_a_quantity_is_named(tmp_path: Path) -> None:
    problem = refusal(tmp_path, [*(number / 2 for number in range(30)), "n/a"])

    assert problem.message == "Column “y”, line 32: expected a number as in most rows, received “n/a”."


def test_that_infinite_quantities_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, [0.5, "inf", 1.5]).code == "data.not_finite"
