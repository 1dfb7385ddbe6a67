"""The confusion matrices of a run in one file: one ``.npy`` array behind another, each found by its offset.

Appending one costs microseconds, so every epoch has its own, however short. Nothing is ever pickled.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workbench.foundation import atomic
from workbench.protocol.judgement import Evaluation

NAME = "confusions.npy"


def append(path: Path, counts: NDArray[np.int64]) -> int:
    """Append a matrix (classes, classes), as narrow as its counts allow, and return where it begins.

    Raises:
        OSError: the file can't be written.
    """
    narrow = counts.astype(np.min_scalar_type(int(counts.max())))
    with path.open("ab") as handle:
        begins = handle.seek(0, 2)
        np.save(handle, narrow, allow_pickle=False)
    return begins


def write(path: Path, counts: NDArray[np.int64]) -> None:
    """Put a matrix alone in the place of ``path``; OSError when it can't be written."""
    content = io.BytesIO()
    np.save(content, counts, allow_pickle=False)
    atomic.write_bytes(path, content.getvalue())


def of_evaluation(evaluation: Evaluation) -> NDArray[np.int64] | None:
    """Return the matrix that an evaluation came to; None where there are no classes.

    Raises:
        OSError, ValueError: the file that holds it is gone or damaged.
    """
    if evaluation.confusion_file:
        return read(Path(evaluation.confusion_file))
    if evaluation.confusion_matrix:
        return np.array(evaluation.confusion_matrix, dtype=np.int64)
    return None


def read(path: Path, at: int = 0) -> NDArray[np.int64]:
    """Return the matrix that begins at offset ``at``.

    Raises:
        OSError: the file is gone.
        ValueError: there is no whole matrix at that place.
    """
    with path.open("rb") as handle:
        handle.seek(at)
        try:
            counts = np.lib.format.read_array(handle, allow_pickle=False)
        except EOFError as failure:
            raise ValueError(f"{path.name} ends before the matrix at {at} does") from failure
    return counts.astype(np.int64)
