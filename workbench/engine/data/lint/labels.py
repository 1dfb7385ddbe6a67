"""Targets that are no good labels: numbers below zero, numbers left out, fractions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.engine.data.lint.material import Material, counted, found, named
from workbench.project.data import Arrays, ImageTable, Table
from workbench.project.edits.remedies import LearnAs
from workbench.protocol.findings import Finding

_FEW = 20
_LEAST_EACH = 5
_SENTINEL = 10


def odd_labels(material: Material) -> Iterator[Finding]:
    """Yield what is odd about the numbers of classes, or about quantities that look like classes."""
    source, dataset = material.data.source, material.dataset
    if not isinstance(source, Table | ImageTable | Arrays):
        return
    where = "data.source.y" if isinstance(source, Arrays) else "data.source.target"
    if dataset.values is not None and dataset.is_classification:
        yield from _odd_numbers(material, np.sort(dataset.values), where)
    elif not dataset.is_classification and not dataset.labels and material.data.task is None:
        yield from _classes_in_disguise(material, where)


def _odd_numbers(
    material: Material, values: np.ndarray[tuple[int], np.dtype[np.float32]], where: str
) -> Iterator[Finding]:
    """Yield a marker of the unknown among class numbers, and numbers that are left out."""
    names = [str(int(value)) for value in values]
    is_signed = set(names) in ({"-1", "1"}, {"-1", "0", "1"})
    usual = values[values >= 0]
    odd = [name for name, value in zip(names, values, strict=True) if value < 0] if not is_signed else []
    if not odd and len(usual) > 2 and usual[-1] >= _SENTINEL + 3 * max(1.0, float(usual[-2])):
        odd = [names[-1]]
    if odd:
        counts = np.bincount(material.dataset.y.astype(np.int64))
        count = int(counts[names.index(odd[0])])
        yield found(
            "warning",
            "label-out-of-range",
            where,
            f"Class {named(odd)} is out of range: expected class numbers from 0 on, like the others "
            f"({names[1]} to {names[-1]}), received {counted(count, 'example')} of “{odd[0]}”."
            if values[0] < 0
            else f"Class {named(odd)} is out of range: expected a number near the others ({names[0]} to "
            f"{names[-2]}), received {counted(count, 'example')} of it.",
            "Such a number often marks what is unknown. Then take these rows out of the file: as a class of "
            "its own it would be learned.",
        )
        return
    span = int(values[-1] - values[0]) + 1
    absent = sorted(set(range(int(values[0]), int(values[-1]) + 1)) - {int(value) for value in values})
    if not is_signed and absent and span <= 2 * len(values) and len(values) > 2:
        yield found(
            "info",
            "label-gap",
            where,
            f"Class numbers run from {names[0]} to {names[-1]}, and no example has "
            f"{named([str(number) for number in absent])}.",
            "The classes are numbered anew, so the network needs no unit for it. Look whether examples "
            "got lost.",
        )


def _classes_in_disguise(material: Material, where: str) -> Iterator[Finding]:
    """Yield a quantity of few different numbers, each in many rows."""
    y = material.dataset.y
    if y.shape[1] != 1:
        return
    values, counts = np.unique(y[:, 0], return_counts=True)
    if not 2 <= len(values) <= _FEW or counts.min() < _LEAST_EACH:
        return
    shown = ", ".join(f"{value:g}" for value in values[:5]) + (" …" if len(values) > 5 else "")
    yield found(
        "warning",
        "label-fraction",
        where,
        f"The target holds {len(values)} different numbers ({shown}) in {len(y):,} rows and is taken for a "
        "quantity, since they are no whole numbers.",
        "If they are classes, say so: a network then tells them apart instead of estimating a number.",
        LearnAs("binary" if len(values) == 2 else "multiclass"),
    )
