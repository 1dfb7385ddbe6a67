"""Parts and folds of whole groups are those that scikit-learn deals out, group for group."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.model_selection import GroupShuffleSplit, StratifiedGroupKFold

from workbench.engine.data.dataset import Dataset
from workbench.engine.data.drawing import draw_groups
from workbench.engine.data.stratified_groups import stratified_group_folds


@settings(deadline=None)
@given(
    rows=st.integers(20, 120),
    classes=st.integers(1, 4),
    groups=st.integers(5, 15),
    folds=st.integers(2, 5),
    seed=st.integers(0, 2**32 - 1),
)
def test_that_the_folds_are_those_of_stratified_group_k_fold(
    rows: int, classes: int, groups: int, folds: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    labels = random.permutation(np.arange(rows) % classes)
    of_groups = random.permutation(np.arange(rows) % groups) * 3
    theirs = StratifiedGroupKFold(folds, shuffle=True, random_state=seed).split(labels, labels, of_groups)

    ours = stratified_group_folds(labels, of_groups, folds, seed=seed)

    for number, (stay, drawn) in enumerate(theirs):
        np.testing.assert_array_equal(np.flatnonzero(ours == number), drawn)
        np.testing.assert_array_equal(np.flatnonzero(ours != number), stay)


@settings(deadline=None)
@given(groups=st.integers(2, 30), share=st.floats(0.05, 0.5), seed=st.integers(0, 2**32 - 1))
def test_that_a_part_of_groups_is_that_of_group_shuffle_split(groups: int, share: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    of_groups = np.concatenate([np.arange(groups), random.integers(0, groups, 100)]) * 2 + 1
    dataset = Dataset(np.zeros((len(of_groups), 1), np.float32), of_groups % 2, ("p", "q"), groups=of_groups)
    rows = np.arange(len(of_groups))
    count = round(share * len(rows))
    wanted = max(1, int(groups * count / len(rows) + 0.5))
    theirs = GroupShuffleSplit(n_splits=1, test_size=wanted, random_state=seed)
    stay, drawn = next(theirs.split(rows, groups=of_groups))

    ours = draw_groups(dataset, rows, count, seed=seed)

    np.testing.assert_array_equal(ours[0], stay)
    np.testing.assert_array_equal(ours[1], drawn)
