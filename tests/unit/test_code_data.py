"""The script reads, encodes and splits a table as the program does."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import train_test_split

from tests.helpers.drawings import node
from workbench.code.data import data
from workbench.code.split import can_stratify
from workbench.code.targets import units
from workbench.engine.data.ready import ready
from workbench.engine.data.targets import encode_dataset
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import DataSpec, Split, Table
from workbench.project.graph import Graph, Link
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import Head, TrainingSpec

SPARSE, SQUARES, YES_NO = "SparseCategoricalCrossentropy", "MeanSquaredError", "BinaryCrossentropy"
GRADES = "a,y\n" + "".join(f"{n},{(3, 5, 8)[n % 3]}\n" for n in range(60))
WINS = "a;y\n" + "".join(f"{n},5;{n % 2}\n" for n in range(60))
CODES = "a,y\n" + "".join(f"{n},{('007', '10', '9')[n % 3]}\n" for n in range(60))
PRICES = "a,y\n" + "".join(f"{n},{n * 1.5}\n" for n in range(60))
WORDS = "a, y\n" + "".join(f"{n}, {('red', 'blue')[n % 2]}\n" for n in range(60))


def of_outputs(*ends: tuple[str, int], part: Split) -> Project:
    """Return a project with an output for each loss and number of units."""
    names = [f"out{number}" for number in range(len(ends))]
    nodes = (node("in", "Input", shape=(1,)),)
    nodes += tuple(node(name, "Dense", units=count) for name, (_, count) in zip(names, ends, strict=True))
    heads = tuple(Head(output=name, loss=Spec(loss)) for name, (loss, _) in zip(names, ends, strict=True))
    return Project(
        data=DataSpec(source=Table(path="table.csv", target="y"), split=part),
        graph=Graph(nodes=nodes, links=tuple(Link("in", name) for name in names)),
        training=TrainingSpec(heads=heads),
    )


@pytest.mark.parametrize("part", [Split(), Split(test=0), Split(stratify=False), Split(validation=0, test=0)])
@pytest.mark.parametrize(
    ("table", "ends"),
    [
        (GRADES, [(SQUARES, 1)]),
        (GRADES, [(SQUARES, 3)]),
        (GRADES, [(SPARSE, 3), (SQUARES, 1), ("Huber", 3)]),
        (WINS, [(SQUARES, 1), (YES_NO, 1), (SPARSE, 2)]),
        (CODES, [(SPARSE, 3), (SQUARES, 1)]),
        (PRICES, [(SQUARES, 1)]),
        (WORDS, [(YES_NO, 1), ("CategoricalCrossentropy", 2)]),
    ],
)
def test_that_targets_and_parts_are_the_programs_own(
    tmp_path: Path, table: str, ends: list[tuple[str, int]], part: Split
) -> None:
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    project = of_outputs(*ends, part=part)
    told = data(project, tmp_path)
    one_hot = SimpleNamespace(to_categorical=lambda labels, count: np.eye(count, dtype="float32")[labels])
    found: dict[str, object] = {
        "np": np,
        "pd": pd,
        "keras": SimpleNamespace(utils=one_hot),
        "train_test_split": train_test_split,
    }
    exec("\n".join(told.lines), found)

    prepared = ready(project.data, tmp_path)
    dataset, parts = prepared.dataset, prepared.parts
    np.testing.assert_array_equal(found["x"], dataset.x)
    for name, head in zip(told.targets, project.training.heads, strict=True):
        count = units(project.graph, project.graph.node(head.output))
        assert count is not None
        expected = encode_dataset(dataset, loss=head.loss, units=count)
        np.testing.assert_array_equal(found[name], expected)
    np.testing.assert_array_equal(found["train"], parts.train)
    for name, rows in (("validation", parts.validation), ("test", parts.test)):
        np.testing.assert_array_equal(found.get(name, []), rows)


def test_that_a_quantity_can_not_be_classes_for_another_output(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(PRICES, encoding="utf-8")

    with pytest.raises(WorkbenchError) as caught:
        data(of_outputs((SPARSE, 3), (SQUARES, 1), part=Split()), tmp_path)

    assert caught.value.problems[0].where == "training.heads"


@pytest.mark.parametrize(
    ("sizes", "is_possible"),
    [((), True), ((50, 50), True), ((99, 1), False), ((97, 3), False), ((5,) * 20, False), ((8, 2), False)],
)
def test_that_classes_too_small_for_it_are_not_dealt_out_in_proportion(
    sizes: tuple[int, ...], is_possible: bool
) -> None:
    assert can_stratify(Split(validation=0.15, test=0.15), sizes) is is_possible
