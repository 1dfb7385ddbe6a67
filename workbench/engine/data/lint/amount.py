"""Too little data: parts too small to judge by, classes with fewer examples than parts."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from workbench.engine.data.lint.material import Material, counted, found, named
from workbench.project.data import ImageFolder
from workbench.project.edits.remedies import ChangeShares, Remedy, TakeClasses, UseFolds
from workbench.protocol.facts import PARTS
from workbench.protocol.findings import Finding

_LEAST = 10
_LARGEST_SHARE = 0.25
_FOLDS = 5


def small_parts(material: Material) -> Iterator[Finding]:
    """Yield parts of so few examples that their figures are mostly chance."""
    rule = material.data.split
    sizes = {part: len(material.rows_of(part)) for part in (1, 2)}
    small = [part for part, size in sizes.items() if 0 < size < _LEAST and not (part == 1 and rule.folds)]
    if not small:
        return
    size = sizes[small[0]]
    names = " and ".join(PARTS[part] for part in small)
    chance = (
        f"One answer more or less changes the accuracy by {100 / size:.0f} %."
        if material.dataset.is_classification
        else "A single one of them may change the figures."
    )
    yield found(
        "warning",
        "small-part",
        "data.split",
        f"The {names} part{' has' if len(small) == 1 else 's have'} "
        f"{' and '.join(f'{sizes[part]}' for part in small)} of {len(material.dataset):,} examples: expected "
        f"{_LEAST} or more. {chance}",
        "Keep a larger share, or let every example be validated once with folds.",
        _larger(material, small),
    )


def rare_classes(material: Material) -> Iterator[Finding]:
    """Yield classes that can't be in every part."""
    dataset = material.dataset
    if not dataset.is_classification:
        return
    parts = sum(len(material.rows_of(part)) > 0 for part in range(3))
    counts = np.bincount(dataset.y.astype(np.int64), minlength=len(dataset.classes))
    rare = np.flatnonzero((counts > 0) & (counts < parts)).tolist()
    if not rare:
        return
    few = min(int(counts[number]) for number in rare)
    yield found(
        "warning",
        "rare-class",
        "data.source.target" if dataset.images is None else "data.source",
        f"{named([dataset.classes[number] for number in rare])} "
        f"{'has' if len(rare) == 1 else 'have'} fewer examples than there are parts: expected {parts} "
        f"or more, received {counted(few, 'example')} of the smallest.",
        "Bring more examples of it, join it with another class, or leave it out.",
        _without(material, rare, few, parts),
    )


def _larger(material: Material, small: list[int]) -> Remedy | None:
    """Return larger shares where there is enough, else folds; nothing where parts are given."""
    rule, count = material.data.split, len(material.dataset)
    if rule.by == "given":
        return None
    share = math.ceil(100 * (_LEAST + 0.5) / count) / 100 if count else 1.0
    if share <= _LARGEST_SHARE and rule.by != "group":
        shares = {PARTS[part]: share for part in small}
        return ChangeShares(
            validation=shares.get("validation", rule.validation), test=shares.get("test", rule.test)
        )
    return UseFolds(_FOLDS) if count >= 2 * _FOLDS and not rule.folds else None


def _without(material: Material, rare: list[int], few: int, parts: int) -> Remedy | None:
    classes = material.dataset.classes
    rest = tuple(name for number, name in enumerate(classes) if number not in rare)
    if isinstance(material.data.source, ImageFolder) and len(rest) >= 2:
        return TakeClasses(rest)
    rule = material.data.split
    if few == parts - 1 == 2 and rule.by != "given":
        return ChangeShares(validation=rule.validation or rule.test, test=0.0)
    return None
