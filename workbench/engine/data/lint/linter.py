"""The linter: looks at the raw examples and their parts for what makes a training worthless."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from workbench.engine.data.alike.keys import Keys, Rows
from workbench.engine.data.dataset import Dataset, Tell, keep_quiet
from workbench.engine.data.lint.amount import rare_classes, small_parts
from workbench.engine.data.lint.classes import class_order, imbalance, missing_classes
from workbench.engine.data.lint.columns import constant_columns, id_columns, ids_of
from workbench.engine.data.lint.duplicates import duplicates, keys_of, near_duplicates
from workbench.engine.data.lint.images import mixed_images
from workbench.engine.data.lint.labels import odd_labels
from workbench.engine.data.lint.leaks import leaking_columns
from workbench.engine.data.lint.material import Material, material
from workbench.engine.data.lint.ready_parts import ready_parts
from workbench.engine.data.lint.windows import shuffled_windows
from workbench.engine.data.pictures.files import PictureFiles
from workbench.engine.data.ready import Ready, dealt
from workbench.project.data import DataSpec
from workbench.protocol.findings import Finding

_RANK = {"error": 0, "warning": 1, "info": 2}
_MOST_BYTES = 512 << 20
_MOST_ROWS = 1_000_000
_MOST_DECODED = 1_000
_EVERY = 1_000


def lint(data: DataSpec, folder: Path) -> tuple[Finding, ...]:
    """Return all that is found in the data, what weighs most first; a relative path starts at ``folder``.

    Raises:
        WorkbenchError: where ``data...``, when the examples can't be read or split.
    """
    return by_weight(traps(data, dealt(data, folder)))


def traps(data: DataSpec, raw: Ready, tell: Tell = keep_quiet) -> Iterator[Finding]:
    """Yield what is found in the raw, dealt out examples of ``data``, as soon as it is.

    Of a large set a sample is compared for duplicates, and the findings say so. ``tell`` hears many times a
    second how far it is, and may raise to end the looking.
    """
    tell("comparing", 0, 1)
    rows = _rows_to_compare(raw.dataset, tell)
    yield from _findings(material(data, raw.dataset, raw.parts, rows, tell))


def by_weight(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with what weighs most first."""
    return tuple(sorted(findings, key=lambda finding: _RANK[finding.problem.severity]))


def _findings(material: Material) -> Iterator[Finding]:
    keys = keys_of(material) if material.dataset.windows is None else np.empty(0, dtype=np.uint64)
    yield from _of_examples(material, keys)
    material.tell("checking", 0, 1)
    disorder = tuple(class_order(material))
    rare = tuple(rare_classes(material))
    yield from disorder
    yield from rare
    if not disorder and not rare:
        yield from missing_classes(material)
    yield from small_parts(material)
    yield from imbalance(material)
    yield from shuffled_windows(material)
    yield from constant_columns(material)
    ids = ids_of(material, keys)
    yield from id_columns(material, ids)
    yield from leaking_columns(material, ids)
    yield from odd_labels(material)
    yield from mixed_images(material)


def _of_examples(material: Material, keys: Keys) -> Iterator[Finding]:
    """Yield what comparing examples with one another shows; windows of a series overlap anyway."""
    if material.dataset.windows is not None:
        return
    same = tuple(ready_parts(material, keys))
    yield from same
    if not same:
        yield from duplicates(material, keys)
        yield from near_duplicates(material, keys)


def _rows_to_compare(dataset: Dataset, tell: Tell) -> Rows:
    """Return all rows, or as many as can be looked at soon; copies of a file stay together in a sample."""
    count = len(dataset)
    each = max(1, dataset.x.nbytes // max(1, count))
    most = min(_MOST_ROWS, max(1, _MOST_BYTES // each))
    if isinstance(dataset.x, PictureFiles):
        most = min(most, _MOST_DECODED)
    if count <= most:
        return np.arange(count, dtype=np.int64)
    if dataset.images is None:
        return np.unique(np.linspace(0, count - 1, most).astype(np.int64))
    sizes = np.empty(count, dtype=np.int64)
    for place, path in enumerate(dataset.images.paths):
        if place % _EVERY == 0:
            tell("comparing", place, count)
        sizes[place] = _size(path)
    # Equal files are equally long: by a mix of the length, either all copies are looked at or none.
    mixed = (sizes * 2654435761) % (1 << 32)
    return np.sort(np.argsort(mixed, kind="stable")[:most])


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - a Path costs more than the call itself
    except OSError:
        return 0
