"""Examples that the user set aside: they keep their places in the data and are in no part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.dataset import Dataset, Tell, keep_quiet, refuse
from workbench.engine.data.split import Parts
from workbench.foundation.errors import Problem, warning

_WHERE = "data.split"
_EVERY = 10_000


def key_of(dataset: Dataset, row: int) -> str:
    """Return what names an example in its source for good: an image's file, else its row there."""
    if dataset.images is not None:
        return dataset.images.paths[row]
    if dataset.table is not None and len(dataset.table.frame) == len(dataset):
        return str(dataset.table.frame.index[row])
    return str(row)


def without(dataset: Dataset, parts: Parts, keys: Sequence[str], tell: Tell = keep_quiet) -> Parts:
    """Return the parts without the examples of these keys; the others stay in the parts they were dealt to.

    Raises:
        WorkbenchError: where ``data.split``, when no training example is left.
    """
    aside = _rows(dataset, keys, tell)
    left = replace(
        parts,
        train=_left(parts.train, aside),
        validation=_left(parts.validation, aside),
        test=_left(parts.test, aside),
        warnings=(*parts.warnings, _told(len(keys), len(aside))),
    )
    if not len(left.train):
        raise refuse(
            "data.all_aside",
            f"All {len(parts.train)} training examples are set aside: expected at least one.",
            "Use some of them again: Edit > Use set aside examples again.",
            where=_WHERE,
        )
    return left


def _rows(dataset: Dataset, keys: Sequence[str], tell: Tell) -> NDArray[np.int64]:
    wanted = set(keys)
    found = []
    for row in range(len(dataset)):
        if row % _EVERY == 0:
            tell("splitting", row, len(dataset))
        if key_of(dataset, row) in wanted:
            found.append(row)
    return np.array(found, dtype=np.int64)


def _left(rows: NDArray[np.int64], aside: NDArray[np.int64]) -> NDArray[np.int64]:
    return rows[~np.isin(rows, aside)]


def _told(wanted: int, found: int) -> Problem:
    missing = "" if found == wanted else f", {wanted - found} of them are not in the data any more"
    text = f"{wanted} examples are set aside and in no part{missing}."
    return warning("data.set_aside", _WHERE, text, "Edit > Use set aside examples again takes them back.")
