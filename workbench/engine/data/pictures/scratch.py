"""Decoded images in a file that is gone with the process: too many for memory, but decoded only once."""

from __future__ import annotations

import logging
import math
import shutil
import tempfile
import threading
import weakref
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.foundation import paths

_LOG = logging.getLogger(__name__)
_SPARE = 2 << 30


class ScratchPixels:
    """An array of uint8 (n, *shape) on the disk; any thread writes and reads rows by their numbers."""

    def __init__(self, count: int, shape: tuple[int, ...]) -> None:
        self._count = count
        self._form = shape
        self._size = math.prod(shape)
        folder = paths.state() / "scratch"
        folder.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - as long as the array
        weakref.finalize(self, self._file.close)
        self._lock = threading.Lock()
        self.dtype = np.dtype(np.uint8)

    @property
    def shape(self) -> tuple[int, ...]:
        return (self._count, *self._form)

    @property
    def nbytes(self) -> int:
        return self._count * self._size

    def __len__(self) -> int:
        return self._count

    def write(self, row: int, pixels: NDArray[np.uint8]) -> None:
        """Keep pixels (n, *shape) from a row on; OSError when the disk is full."""
        with self._lock:
            self._file.seek(row * self._size)
            self._file.write(np.ascontiguousarray(pixels).data)

    def __getitem__(self, rows: Any) -> Any:
        """Read one row, a slice or many rows by their numbers."""
        if isinstance(rows, int | np.integer):
            return self[np.array([rows])][0]
        chosen = np.arange(self._count)[rows]
        pixels = np.empty((len(chosen), *self._form), dtype=np.uint8)
        flat = pixels.reshape(len(chosen), self._size)
        with self._lock:
            for place, row in enumerate(chosen.tolist()):
                self._file.seek(row * self._size)
                self._file.readinto(flat[place].data)
        return pixels


def scratch_for(count: int, shape: tuple[int, ...]) -> ScratchPixels | None:
    """Return a place for so many images, or None where the disk has no room to spare for them."""
    try:
        paths.state().mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(paths.state()).free
        return ScratchPixels(count, shape) if free > count * math.prod(shape) + _SPARE else None
    except OSError:
        _LOG.exception("There is no place for decoded images")
        return None
