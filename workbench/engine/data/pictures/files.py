"""Images that stay in their files: decoded by their rows, whenever they are wanted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.pictures.decode import UnreadableImageError, decode
from workbench.engine.data.pictures.workers import WORKERS
from workbench.project.data import ImageForm


class PictureFiles:
    """An array of images that is never in memory as a whole: uint8 (n, height, width, channels)."""

    def __init__(self, paths: Sequence[str], form: ImageForm) -> None:
        self.paths = tuple(paths)
        self.form = form
        self.dtype = np.dtype(np.uint8)

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self.paths), *self.form.shape)

    @property
    def nbytes(self) -> int:
        return math.prod(self.shape)

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, rows: Any) -> Any:
        """Decode one row, a slice or many rows by their numbers.

        Of many rows, OSError names a file that can't be read any more.
        """
        if isinstance(rows, int | np.integer):
            return self.read(int(rows))
        chosen = np.arange(len(self))[rows]
        pixels = np.empty((len(chosen), *self.form.shape), dtype=np.uint8)

        def fill(place: int) -> None:
            pixels[place] = self.read(int(chosen[place]))

        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(fill, range(len(chosen))))
        return pixels

    def read(self, row: int) -> NDArray[np.uint8]:
        """Return the pixels of one image; OSError when its file has gone bad since it was looked at."""
        try:
            return decode(self.paths[row], self.form).pixels
        except UnreadableImageError as failure:
            raise OSError(5, str(failure), self.paths[row]) from failure
