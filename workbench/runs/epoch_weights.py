"""The weights of single epochs, to look back at: one ``.npy`` array behind another, a file each. No pickles.

They are far quicker written than a model, so that small networks keep them by themselves.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SUFFIX = ".npy"
_MOST_ARRAYS = 10_000


def write(path: Path, arrays: Sequence[NDArray[Any]]) -> None:
    """Put the arrays in the place of ``path``, whose folder is made; OSError when they can't be written.

    Nothing waits for the disk here: such a file may be lost with the machine, and is never half there.
    """
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_name(f".{os.getpid()}.tmp.{path.name}")
    try:
        with temporary.open("wb") as handle:
            for array in arrays:
                np.save(handle, array, allow_pickle=False)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def read(path: Path) -> list[NDArray[Any]]:
    """Return the arrays of a file.

    Raises:
        OSError: the file is gone.
        ValueError: it is damaged, or holds something else.
    """
    end = path.stat().st_size
    found: list[NDArray[Any]] = []
    with path.open("rb") as handle:
        while handle.tell() < end and len(found) < _MOST_ARRAYS:
            try:
                found.append(np.lib.format.read_array(handle, allow_pickle=False))
            except (EOFError, ValueError) as failure:
                at = handle.tell()
                raise ValueError(f"{path.name} has no whole array at {at}: {failure}") from failure
    return found
