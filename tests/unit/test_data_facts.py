"""What the window learns about a data set."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np

from workbench.engine.data.dataset import Dataset
from workbench.engine.data.facts import facts
from workbench.engine.data.load import load
from workbench.engine.data.split import split
from workbench.project.data import Bundled, DataSpec, Split
from workbench.protocol.facts import DataFacts


def facts_of(dataset: Dataset) -> DataFacts:
    return facts(dataset, split(dataset, Split(stratify=False)))


def test_that_the_facts_of_iris_are_right() -> None:
    dataset = load(DataSpec(source=Bundled("iris")), Path())
    told = facts(dataset, split(dataset, Split(validation=0.2, test=0.1)))

    assert (told.examples, told.training, told.validation, told.test) == (150, 105, 30, 15)
    assert (told.input_shape, told.task, told.counts) == ((4,), "classification", (50, 50, 50))
    assert [column.name for column in told.columns] == list(dataset.feature_names)
    assert len(told.preview) == len(told.preview_labels) == 64
    assert set(told.preview_labels) == set(dataset.classes)


def test_that_a_quantity_has_no_classes() -> None:
    told = facts_of(Dataset(np.ones((8, 2), dtype=np.float32), np.full((8, 1), 2.5, dtype=np.float32)))

    assert (told.task, told.classes, told.counts, told.targets) == ("regression", (), (), 1)
    assert told.preview_labels[0] == "2.5"


def test_that_large_examples_are_not_previewed() -> None:
    told = facts_of(Dataset(np.zeros((8, 65, 64), dtype=np.float32), np.zeros((8, 1), dtype=np.float32)))

    assert told.preview == ()


def test_that_facts_fit_into_a_frame_whatever_the_data() -> None:
    generator = np.random.default_rng(0)
    x = generator.normal(size=(100, 64, 64)).astype(np.float32)
    told = facts_of(Dataset(x, generator.normal(size=(100, 1)).astype(np.float32)))

    assert len(told.preview) == 8
    assert len(msgspec.json.encode(told)) < 1 << 20


def test_that_what_a_split_could_not_do_stands_in_the_facts() -> None:
    y = np.array([0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    dataset = Dataset(np.zeros((10, 2), dtype=np.float32), y, ("p", "q"))

    told = facts(dataset, split(dataset, Split(validation=0.2, test=0.2)))

    assert [problem.code for problem in told.problems] == ["split.unstratified"] * len(told.problems)
    assert told.problems
