"""The stratified draw takes the very rows that scikit-learn takes."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.model_selection import StratifiedKFold, train_test_split

from workbench.engine.data.stratified import stratified_draw, stratified_folds


@settings(deadline=None)
@given(
    st.lists(st.integers(2, 40), min_size=1, max_size=6),
    st.floats(0.05, 0.95),
    st.integers(0, 2**32 - 1),
    st.integers(0, 3),
)
def test_that_the_rows_are_those_of_train_test_split(
    sizes: list[int], share: float, seed: int, unused: int
) -> None:
    labels = np.random.default_rng(seed).permutation(np.repeat(np.arange(len(sizes)) * (unused + 1), sizes))
    count = round(len(labels) * share)
    assume(len(sizes) <= count <= len(labels) - len(sizes))
    expected = train_test_split(np.arange(len(labels)), test_size=count, random_state=seed, stratify=labels)

    for ours, theirs in zip(stratified_draw(labels, count, seed=seed), expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)


@settings(deadline=None)
@given(
    sizes=st.lists(st.integers(5, 40), min_size=1, max_size=6),
    folds=st.integers(2, 5),
    seed=st.integers(0, 2**32 - 1),
    unused=st.integers(0, 3),
)
def test_that_the_folds_are_those_of_stratified_k_fold(
    sizes: list[int], folds: int, seed: int, unused: int
) -> None:
    labels = np.random.default_rng(seed).permutation(np.repeat(np.arange(len(sizes)) * (unused + 1), sizes))
    theirs = StratifiedKFold(folds, shuffle=True, random_state=seed).split(labels, labels)

    ours = stratified_folds(labels, folds, seed=seed)

    for number, (_, drawn) in enumerate(theirs):
        np.testing.assert_array_equal(np.flatnonzero(ours == number), drawn)
