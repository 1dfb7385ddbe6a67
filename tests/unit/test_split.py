"""Splitting: the parts are disjoint, cover everything, have the right sizes and repeat with the seed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workbench.engine.data.dataset import Dataset
from workbench.engine.data.split import split
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import Split

SHARES = st.floats(0, 0.6)


def dataset_of(labels: list[int]) -> Dataset:
    y = np.array(labels, dtype=np.int64)
    return Dataset(np.zeros((len(y), 1), dtype=np.float32), y, ("p", "q", "r", "s", "t"))


@given(
    labels=st.lists(st.integers(0, 4), min_size=2, max_size=200),
    validation=SHARES,
    test=SHARES,
    seed=st.integers(0, 2**32 - 1),
    stratify=st.booleans(),
)
def test_that_the_parts_are_a_partition_that_repeats(
    labels: list[int], validation: float, test: float, seed: int, stratify: bool
) -> None:
    dataset = dataset_of(labels)
    spec = Split(validation=validation, test=test, seed=seed, stratify=stratify)
    try:
        parts = split(dataset, spec)
    except WorkbenchError as refused:
        assert {problem.where for problem in refused.problems} == {"data.split"}
        assume(False)
    again = split(dataset, spec)

    together = np.concatenate([parts.train, parts.validation, parts.test])
    assert sorted(together.tolist()) == list(range(len(labels)))
    assert len(parts.validation) == int(len(labels) * validation + 0.5)
    assert len(parts.test) == int(len(labels) * test + 0.5)
    assert len(parts.train) > 0
    for one, other in (
        (parts.train, again.train),
        (parts.validation, again.validation),
        (parts.test, again.test),
    ):
        np.testing.assert_array_equal(one, other)


def test_that_a_stratified_split_keeps_the_proportions() -> None:
    dataset = dataset_of([0] * 80 + [1] * 20)
    parts = split(dataset, Split(validation=0.2, test=0.1, seed=3))

    assert parts.warnings == ()
    for rows, expected in ((parts.train, 14), (parts.validation, 4), (parts.test, 2)):
        assert int((dataset.y[rows] == 1).sum()) == expected


def test_that_another_seed_deals_otherwise() -> None:
    dataset = dataset_of([0, 1] * 50)

    assert split(dataset, Split(seed=1)).test.tolist() != split(dataset, Split(seed=2)).test.tolist()


def test_that_without_shares_all_examples_are_for_training_in_their_order() -> None:
    parts = split(dataset_of([0, 1, 1, 0]), Split(validation=0, test=0))

    assert parts.train.tolist() == [0, 1, 2, 3]
    assert len(parts.validation) == len(parts.test) == 0


@pytest.mark.parametrize("labels", [[0] * 19 + [1], [0, 1, 2, 3, 4] * 2])
def test_that_classes_too_small_to_be_dealt_in_proportion_make_a_warning(labels: list[int]) -> None:
    parts = split(dataset_of(labels), Split(validation=0, test=0.2))

    (problem,) = parts.warnings
    assert (problem.severity, problem.where) == ("warning", "data.split")
    assert len(parts.test) == int(len(labels) * 0.2 + 0.5)


def test_that_a_quantity_is_split_without_classes() -> None:
    dataset = Dataset(np.zeros((10, 1), dtype=np.float32), np.zeros((10, 1), dtype=np.float32))

    assert split(dataset, Split()).warnings == ()


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (Split(validation=-0.1), "share for validation"),
        (Split(test=1.0), "share for test"),
        (Split(test=float("nan")), "share for test"),
        (Split(validation=0.5, test=0.5), "sum to less than 1"),
        (Split(validation=0.01, test=0.2), "the validation part would be empty"),
        (Split(validation=0.49, test=0.49), "nothing would be left to train on"),
        (Split(seed=-1), "the seed is out of range"),
        (Split(seed=2**32), "the seed is out of range"),
    ],
)
def test_that_an_impossible_split_is_refused_in_words(spec: Split, words: str) -> None:
    with pytest.raises(WorkbenchError, match=words) as caught:
        split(dataset_of([0, 1] * 3), spec)

    assert caught.value.problems[0].where == "data.split"
