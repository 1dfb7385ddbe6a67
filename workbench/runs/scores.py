"""What a model said of every example that it was judged on: one ``.npz`` file for each output, no pickles."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workbench.foundation import atomic

_BROKEN = (ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True, eq=False)
class Scores:
    """``rows`` (n,) number the examples in the data set, ``outputs`` (n, units) are the answers.

    ``true`` is (n,) class numbers, or (n, k) labels of 0 and 1, or (n, k) quantities. ``matrix`` is the exact
    confusion matrix of all that was judged (classes, classes), or one a label (k, 2, 2), or empty.
    """

    rows: NDArray[np.int64]
    true: NDArray[np.int64] | NDArray[np.float32]
    outputs: NDArray[np.float32]
    matrix: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)


def write(path: Path, scores: Scores) -> None:
    """Put the scores in the place of ``path``; OSError when they can't be written."""
    content = io.BytesIO()
    np.savez(
        content,
        allow_pickle=False,
        rows=scores.rows,
        true=scores.true,
        outputs=scores.outputs,
        matrix=scores.matrix.astype(np.min_scalar_type(int(scores.matrix.max(initial=0)))),
    )
    path.parent.mkdir(exist_ok=True)
    atomic.write_bytes(path, content.getvalue())


def read(path: Path) -> Scores:
    """Return what ``write`` has written.

    Raises:
        OSError: the file is gone.
        ValueError: it is damaged, or holds something else.
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            matrix = held["matrix"].astype(np.int64)
            found = Scores(held["rows"], held["true"], held["outputs"], matrix)
    except _BROKEN as failure:
        raise ValueError(f"{path.name} holds no answers of a model: {failure}") from failure
    if found.outputs.ndim != 2 or not len(found.rows) == len(found.true) == len(found.outputs):
        raise ValueError(f"{path.name} holds arrays that don't belong together.")
    return found
