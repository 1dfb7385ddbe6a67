"""Drawing a part out of rows: at random, by whole groups, by time, or as one fold of several."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import (
    GroupKFold,
    KFold,
    ShuffleSplit,
    TimeSeriesSplit,
    train_test_split,
)

from workbench.engine.data.dataset import Dataset, Tell, keep_quiet, refuse
from workbench.engine.data.stratified import stratified_draw, stratified_folds
from workbench.engine.data.stratified_groups import stratified_group_folds
from workbench.foundation.errors import Problem, WorkbenchError, warning
from workbench.project.data import Split

Indices = NDArray[np.int64]
Draw = tuple[Indices, Indices, tuple[Problem, ...]]
"""What stays, what was drawn, and warnings of what was not possible."""
_WHERE = "data.split"


def draw_rows(
    rows: Indices, count: int, labels: Indices | None, *, seed: int, name: str, tell: Tell = keep_quiet
) -> Draw:
    """Draw so many rows as ``train_test_split`` does, with ``labels`` the classes in proportion."""
    of_rows = None if labels is None else labels[rows]
    reason = None if of_rows is None else _not_stratifiable(of_rows, count)
    if of_rows is not None and reason is None:
        stay, drawn = stratified_draw(of_rows, count, seed=seed, tell=tell)
        return rows[stay], rows[drawn], ()
    stay, drawn = train_test_split(rows, test_size=count, random_state=seed)
    return stay, drawn, () if reason is None else (_unstratified(name, reason),)


def draw_groups(dataset: Dataset, rows: Indices, count: int, *, seed: int) -> Draw:
    """Draw whole groups as ``GroupShuffleSplit`` does, as large a share as ``count`` is of the rows."""
    groups = _groups(dataset)[rows]
    names = np.flatnonzero(np.bincount(groups))
    there = len(names)
    wanted = max(1, int(there * count / len(rows) + 0.5))
    if wanted >= there:
        raise _refuse(
            f"no group would be left for training: expected more than {wanted}, received {there}",
            "Lower the shares, or choose a column with more groups.",
        )
    _, chosen = next(ShuffleSplit(n_splits=1, test_size=wanted, random_state=seed).split(names))
    is_drawn = np.zeros(names[-1] + 1, dtype=np.bool_)
    is_drawn[names[chosen]] = True
    of_rows = is_drawn[groups]
    return rows[~of_rows], rows[of_rows], ()


def draw_time(dataset: Dataset, rows: Indices, count: int) -> Draw:
    """Take the last rows in time; without times, the last in the order of the file."""
    ordered = _in_time(dataset, rows)
    return ordered[:-count], ordered[-count:], ()


def fold_of(dataset: Dataset, rows: Indices, spec: Split, tell: Tell = keep_quiet) -> Draw:
    """Return the rows of one fold as drawn, all others as staying; of time only what lies before it stays."""
    told: tuple[Problem, ...] = ()
    labels = dataset.y[rows].astype(np.int64) if spec.stratify and dataset.is_classification else None
    groups = _groups(dataset)[rows] if spec.by == "group" else None
    if spec.by == "time":
        rows = _in_time(dataset, rows)
        labels = None
    smallest = None if labels is None else int(_sizes(labels).min())
    if labels is not None and smallest is not None and smallest < spec.folds:
        reason = (
            f"expected at least {spec.folds} examples of every class, received {smallest} of the smallest"
        )
        labels, told = None, (_unstratified("validation", reason),)
    tell("splitting", 0, 1)
    most = len(rows) if groups is None else len(_sizes(groups))
    if most < spec.folds + (spec.by == "time"):
        what = "groups" if groups is not None else "examples"
        raise _refuse(
            f"expected more than {spec.folds} {what} for the folds, received {most}", "Choose fewer."
        )
    if labels is not None:
        if groups is not None:
            fold = stratified_group_folds(labels, groups, spec.folds, seed=spec.seed, tell=tell)
        else:
            fold = stratified_folds(labels, spec.folds, seed=spec.seed, tell=tell)
        return rows[fold != spec.fold], rows[fold == spec.fold], told
    folds = _folding(spec).split(rows, groups=groups)
    for number in range(spec.fold):
        tell("splitting", number, spec.folds)
        next(folds)
    stay, drawn = next(folds)
    return rows[stay], rows[drawn], told


def _folding(spec: Split) -> Any:
    shuffled = {"n_splits": spec.folds, "shuffle": True, "random_state": spec.seed}
    if spec.by == "time":
        return TimeSeriesSplit(n_splits=spec.folds)
    if spec.by == "group":
        return GroupKFold(**shuffled)
    return KFold(**shuffled)


def _groups(dataset: Dataset) -> Indices:
    assert dataset.groups is not None
    return dataset.groups


def _in_time(dataset: Dataset, rows: Indices) -> Indices:
    return rows if dataset.time is None else rows[np.argsort(dataset.time[rows], kind="stable")]


def _sizes(numbers: Indices) -> Indices:
    """Return how often each number from 0 on is there that is there at all."""
    counts = np.bincount(numbers)
    return counts[counts > 0]


def _not_stratifiable(labels: Indices, count: int) -> str | None:
    sizes = _sizes(labels)
    smallest, room = int(sizes.min()), min(count, len(labels) - count)
    if smallest < 2:
        return f"expected at least 2 examples of every class, received {smallest} of the smallest"
    if room < len(sizes):
        return f"expected room for all {len(sizes)} classes on both sides, received {room} examples on one"
    return None


def _unstratified(name: str, reason: str) -> Problem:
    return warning(
        "split.unstratified",
        _WHERE,
        f"The {name} part was drawn without regard to the classes: {reason}.",
        f"Classes may be missing from it. Choose more examples or another share for {name}.",
    )


def _refuse(reason: str, hint: str) -> WorkbenchError:
    return refuse("split.impossible", f"The examples can't be split like this: {reason}.", hint, where=_WHERE)
