"""Whether a run meets the data again that it was trained on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from workbench.engine.data.dataset import Dataset
from workbench.engine.data.slices import slices
from workbench.foundation import atomic
from workbench.foundation.errors import Problem, warning

NAME = "data.sha256"
"""The file's name among a run's artifacts."""
_WHOLE = 256 << 20
_SAMPLE = 1000


def fingerprint(dataset: Dataset) -> str:
    """Return a digest of the examples as the network gets them, wherever their files lie.

    Of more than 256 MiB it looks at all targets, but only at a thousand examples from all over the set.
    """
    digest = hashlib.sha256(repr((dataset.x.shape, dataset.classes, dataset.labels)).encode())
    digest.update(np.ascontiguousarray(dataset.y).data)
    rows = np.arange(len(dataset.x))
    if dataset.x.nbytes > _WHOLE:
        rows = np.linspace(0, len(rows) - 1, _SAMPLE).astype(np.int64)
    for some in slices(len(rows), dataset.x.nbytes * len(rows) // max(1, len(dataset.x))):
        digest.update(np.ascontiguousarray(dataset.x[rows[some]]).data)
    return digest.hexdigest()


def compared(artifacts: Path, dataset: Dataset) -> tuple[Problem, ...]:
    """Return a warning where the data are not those that the run was trained on, as far as it is known."""
    try:
        known = (artifacts / NAME).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ()
    if known == fingerprint(dataset):
        return ()
    return (
        warning(
            "data.changed",
            "data.source",
            "The data have changed since this run was trained: expected the same examples, received others.",
            "Figures of before and after can't be compared. Bring the old files back, tell where they are "
            "(Run > Find the data of a run), or train anew.",
        ),
    )


def keep_or_compare(artifacts: Path, dataset: Dataset) -> tuple[Problem, ...]:
    """Note a new run's data; of a run that goes on, return what ``compared`` does."""
    if (artifacts / NAME).is_file():
        return compared(artifacts, dataset)
    atomic.write_bytes(artifacts / NAME, fingerprint(dataset).encode("ascii"))
    return ()
