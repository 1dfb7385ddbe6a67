"""Splitting by group, by time, by given parts and into folds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workbench.engine.data.dataset import Dataset
from workbench.engine.data.split import split
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import Split


def dataset_of(n: int, seed: int) -> Dataset:
    random = np.random.default_rng(seed)
    return Dataset(
        np.zeros((n, 1), dtype=np.float32),
        random.integers(0, 3, n),
        ("p", "q", "r"),
        groups=random.integers(0, 12, n),
        time=random.permutation(n),
        given=random.choice([0, 0, 0, 1, 2], n).astype(np.int8),
    )


@given(
    n=st.integers(4, 120),
    by=st.sampled_from(["share", "group", "time", "given"]),
    folds=st.sampled_from([0, 2, 5]),
    validation=st.floats(0, 0.4),
    test=st.floats(0, 0.4),
    seed=st.integers(0, 99),
    stratify=st.booleans(),
)
def test_that_every_rule_gives_parts_that_never_meet(
    n: int, by: str, folds: int, validation: float, test: float, seed: int, stratify: bool
) -> None:
    dataset = dataset_of(n, seed)
    spec = Split(
        by=by,  # type: ignore[arg-type]
        folds=folds,
        fold=max(0, folds - 1),
        validation=validation,
        test=test,
        seed=seed,
        stratify=stratify,
    )
    try:
        parts, again = split(dataset, spec), split(dataset, spec)
    except WorkbenchError as refused:
        assert {problem.where for problem in refused.problems} == {"data.split"}
        assume(False)

    together = np.concatenate([parts.train, parts.validation, parts.test])
    assert len(set(together.tolist())) == len(together)
    assert len(parts.train) > 0
    assert len(together) == n or (by == "time" and folds)
    np.testing.assert_array_equal(parts.validation, again.validation)
    if by == "group":
        groups = [set(dataset.groups[rows].tolist()) for rows in (parts.train, parts.validation, parts.test)]  # type: ignore[index]
        assert not groups[0] & groups[1] and not groups[0] & groups[2] and not groups[1] & groups[2]
    if by == "time" and len(parts.validation) and len(parts.test):
        latest = [dataset.time[rows].max() for rows in (parts.train, parts.validation)]  # type: ignore[index]
        assert latest[0] < dataset.time[parts.validation].min()  # type: ignore[index]
        assert latest[1] < dataset.time[parts.test].min()  # type: ignore[index]
    if by == "given" and 2 in dataset.given:  # type: ignore[operator]
        np.testing.assert_array_equal(parts.test, np.flatnonzero(dataset.given == 2))


@pytest.mark.parametrize("by", ["share", "group", "given"])
def test_that_the_folds_together_are_everything_that_is_no_test(by: str) -> None:
    dataset = dataset_of(90, 0)
    if by == "given":
        dataset = replace(dataset, given=np.where(dataset.given == 1, 0, dataset.given).astype(np.int8))  # type: ignore[union-attr]
    all_parts = [split(dataset, Split(by=by, folds=3, fold=fold, test=0.2)) for fold in range(3)]  # type: ignore[arg-type]

    seen = np.concatenate([parts.validation for parts in all_parts])

    assert len(set(seen.tolist())) == len(seen) == 90 - len(all_parts[0].test)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (Split(by="group"), "needs groups"),
        (Split(by="given"), "no parts of its own"),
        (Split(folds=1), "expected 2 to 100 folds"),
        (Split(folds=3, fold=3), "expected 2 to 100 folds"),
        (Split(folds=60), "expected more than 60 examples"),
    ],
)
def test_that_a_rule_without_what_it_needs_is_refused(spec: Split, words: str) -> None:
    bare = Dataset(np.zeros((50, 1), dtype=np.float32), np.arange(50) % 2, ("p", "q"))

    with pytest.raises(WorkbenchError, match=words):
        split(bare, spec)
