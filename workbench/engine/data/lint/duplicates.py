"""Examples that are there more than once, or nearly, within a part and across parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from workbench.engine.data.alike.keys import Keys, Rows, example_keys, repeats, target_keys, together
from workbench.engine.data.alike.looks import alike, has_looks, looks_of
from workbench.engine.data.lint.material import Material, counted, found, percent
from workbench.project.edits.remedies import DropDuplicates
from workbench.protocol.findings import Finding

_MANY = 0.05
_NAMED_PAIRS = 3
_MEMORISED = "Their figures show what was memorised, not what was learned"
_HARDLY = "So few hardly change the figures"
_HINT = "Using each only once makes the figures honest."


@dataclass(frozen=True, eq=False)
class Copies:
    """Pairs (n, 2) of rows, the first one and a later copy; ``across`` are those in different parts."""

    pairs: Rows
    across: Rows


def duplicates(material: Material, keys: Keys) -> Iterator[Finding]:
    """Yield what is equal; ``keys`` are of the examples of ``material.rows``."""
    targets = target_keys(material.dataset, material.rows)
    copies = _copies(material, repeats(together(keys, targets)))
    yield from _contradictions(material, keys, targets)
    if len(copies.pairs):
        yield _told(material, copies, kind="equal")


def near_duplicates(material: Material, keys: Keys) -> Iterator[Finding]:
    """Yield images that look the same and are not equal to the pixel."""
    if not has_looks(material.dataset):
        return
    looks = looks_of(material.dataset, material.rows, material.tell)
    targets = target_keys(material.dataset, material.rows)
    places = np.array(sorted(alike(looks, material.tell)), dtype=np.int64).reshape(-1, 2)
    one, two = places.T
    pairs = material.rows[places[(keys[one] != keys[two]) & (targets[one] == targets[two])]]
    if len(pairs):
        yield _told(material, Copies(pairs, _across(material, pairs)), kind="alike")


def _told(material: Material, copies: Copies, *, kind: str) -> Finding:
    are = "equal to" if kind == "equal" else "hardly to be told from"
    remedy = DropDuplicates(alike=kind == "alike")
    held = int(np.isin(material.part[material.rows], (1, 2)).sum())
    shared = int((material.part[np.unique(copies.across)] > 0).sum())
    if len(copies.across):
        where, code = "data.split", "duplicates-across"
        is_weighty = shared >= 2 and shared >= _MANY * held
        message = (
            f"{counted(shared, 'example')} for validation or test ({percent(shared, held)}) "
            f"{'is' if shared == 1 else 'are'} {are} one of another part: {_pairs(material, copies.across)}. "
            f"{_MEMORISED if is_weighty else _HARDLY}{material.sample}."
        )
    else:
        where, code = "data.source", "duplicates"
        count = len(np.unique(copies.pairs[:, 1]))
        message = (
            f"{counted(count, 'example')} of {len(material.rows):,} {'is' if count == 1 else 'are'} {are} "
            f"an earlier one: {_pairs(material, copies.pairs)}{material.sample}."
        )
        is_weighty = count >= _MANY * len(material.rows)
    code = code if kind == "equal" else code.replace("duplicates", "alike")
    return found(
        "warning" if is_weighty and not _is_coarse(material) else "info", code, where, message, _HINT, remedy
    )


def _copies(material: Material, firsts: Rows) -> Copies:
    later = np.flatnonzero(firsts != np.arange(len(firsts)))
    pairs = np.column_stack([material.rows[firsts[later]], material.rows[later]])
    return Copies(pairs, _across(material, pairs))


def _across(material: Material, pairs: Rows) -> Rows:
    part = material.part[pairs]
    return pairs[(part[:, 0] != part[:, 1]) & (part.min(axis=1) >= 0)]


def _pairs(material: Material, pairs: Rows) -> str:
    names = [
        [f"{material.name(row)} ({material.part_name(row)})" for row in pair]
        for pair in pairs[:_NAMED_PAIRS].tolist()
    ]
    told = [" and ".join(pair) for pair in names]
    more = len(pairs) - _NAMED_PAIRS
    return "; ".join(told) + (f"; and {counted(more, 'more pair')}" if more > 0 else "")


def _contradictions(material: Material, keys: Keys, targets: Keys) -> Iterator[Finding]:
    """Yield examples that are equal and have different classes."""
    dataset = material.dataset
    if not dataset.is_classification:
        return
    firsts = repeats(keys)
    at = np.flatnonzero((firsts != np.arange(len(firsts))) & (targets != targets[firsts]))
    if not len(at):
        return
    one, two = int(material.rows[firsts[at[0]]]), int(material.rows[at[0]])
    names = (dataset.classes[int(dataset.y[row])] for row in (one, two))
    first, second = names
    yield found(
        "info"
        if _is_coarse(material) or (dataset.images is None and len(at) < _MANY * len(keys))
        else "warning",
        "contradictions",
        "data.source",
        f"{counted(len(at), 'example')} {'has' if len(at) == 1 else 'have'} another class than an equal one: "
        f"{material.name(one)} is “{first}”, {material.name(two)} is “{second}”{material.sample}.",
        "No network can get both right. Look which class is true, and correct or delete the other.",
    )


def _is_coarse(material: Material) -> bool:
    """Tell whether a table's features have so few values that examples are equal by chance."""
    table = material.dataset.table
    if table is None:
        return False
    kinds = 1
    for place, name in enumerate(table.frame.columns):
        material.tell("comparing", place, len(table.frame.columns))
        kinds *= max(1, int(table.frame[name].iloc[material.rows].nunique(dropna=False)))
        if kinds > len(table.frame):
            return False
    return True


def keys_of(material: Material) -> Keys:
    """Return a number for each of ``material.rows``, equal for equal examples."""
    return example_keys(material.dataset, material.rows, material.tell)
