"""Classes that a part lacks, data in class order, classes of very different sizes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.lint.material import Material, found, named
from workbench.engine.data.split import split
from workbench.foundation.errors import WorkbenchError
from workbench.project.edits.remedies import (
    BalanceClasses,
    ChangeShares,
    ChangeSplitSeed,
    Remedy,
    SplitByShare,
)
from workbench.protocol.facts import PARTS
from workbench.protocol.findings import Finding

_LOPSIDED = 4
_SEEDS = 50
_LARGER_SHARES = (0.2, 0.25)
_RUNS_A_CLASS = 2


def class_counts(material: Material, part: int) -> NDArray[np.int64]:
    """Return how many examples of each class a part has, (classes,)."""
    y = material.dataset.y[material.rows_of(part)].astype(np.int64)
    return np.bincount(y, minlength=len(material.dataset.classes))


def class_order(material: Material) -> Iterator[Finding]:
    """Yield data in class order that is cut by its order: the last classes go to the test alone."""
    dataset, rule = material.dataset, material.data.split
    if not dataset.is_classification or rule.by != "time" or len(dataset) < 2:
        return
    order = np.argsort(dataset.time, kind="stable") if dataset.time is not None else np.arange(len(dataset))
    y = dataset.y[order]
    runs = 1 + int(np.count_nonzero(y[1:] != y[:-1]))
    if runs > _RUNS_A_CLASS * len(dataset.classes) or not _lacking(material):
        return
    only = [PARTS[part] for part in range(3) if np.count_nonzero(class_counts(material, part)) == 1]
    alone = f" The {only[0]} part has one class only." if only else ""
    yield found(
        "warning",
        "class-order",
        "data.split",
        f"The examples stand in the order of their classes ({runs} runs of {len(dataset.classes)} classes), "
        f"and the split takes them in this order, unshuffled.{alone}",
        "Draw the parts at random: every part then gets every class.",
        SplitByShare(),
    )


def missing_classes(material: Material) -> Iterator[Finding]:
    """Yield classes of which a part has no example."""
    dataset = material.dataset
    lacking = _lacking(material) if dataset.is_classification else {}
    if not lacking:
        return
    told = [
        f"the {PARTS[part]} part has no example of {named([dataset.classes[number] for number in absent])}"
        for part, absent in lacking.items()
    ]
    lacks = "Nothing is there to learn them from" if 0 in lacking else "Nothing is there to judge them by"
    yield found(
        "warning",
        "class-missing",
        "data.split",
        f"Classes are missing from a part: {'; '.join(told)}. {lacks}.",
        "Let every part get the classes in proportion, or bring more examples of these.",
        _other_split(material),
    )


def imbalance(material: Material) -> Iterator[Finding]:
    """Yield classes of very different sizes, unless they are balanced already."""
    dataset = material.dataset
    if not dataset.is_classification or material.data.class_weight is not None:
        return
    counts = class_counts(material, 0)
    there = np.flatnonzero(counts)
    if len(there) < 2:
        return
    small, large = there[counts[there].argmin()], there[counts[there].argmax()]
    if counts[large] < _LOPSIDED * counts[small]:
        return
    share = counts[large] / counts.sum()
    yield found(
        "warning",
        "imbalance",
        "data.class_weight",
        f"Classes are of very different sizes: {int(counts[large]):,} training examples of "
        f"“{dataset.classes[large]}”, {int(counts[small]):,} of “{dataset.classes[small]}”. Always answering "
        f"“{dataset.classes[large]}” would be right for {share:.0%} of them.",
        "With balanced weights every class counts alike in the loss. Look at the confusion matrix too.",
        BalanceClasses(),
    )


def _lacking(material: Material) -> dict[int, list[int]]:
    """Return for each part with examples the classes that it lacks and another part has."""
    counts = [class_counts(material, part) for part in range(3)]
    total = sum(counts[1:], start=counts[0])
    lacking = {
        part: np.flatnonzero((counts[part] == 0) & (total > 0)).tolist()
        for part in range(3)
        if counts[part].sum()
    }
    return {part: absent for part, absent in lacking.items() if absent}


def _other_split(material: Material) -> Remedy | None:
    """Return the change of the split after which no part lacks a class, as far as one is found."""
    rule = material.data.split
    ways: list[Remedy]
    if rule.by == "group":
        ways = [ChangeSplitSeed(seed) for seed in range(_SEEDS) if seed != rule.seed]
    else:
        ways = [SplitByShare()]
    if rule.by == "share":
        ways += [
            ChangeShares(validation=share if rule.validation else 0.0, test=share if rule.test else 0.0)
            for share in _LARGER_SHARES
        ]
    return next((way for way in ways if _is_whole(material, way)), None)


def _is_whole(material: Material, remedy: Remedy) -> bool:
    rule = remedy.mended(material.data).split
    try:
        parts = split(material.dataset, rule)
    except WorkbenchError:
        return False
    return not _lacking(replace(material, parts=parts))
