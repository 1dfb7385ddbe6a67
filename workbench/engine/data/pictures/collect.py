"""Every image decoded once: what can't be read is set aside, the rest stays in memory or on the disk."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.chosen import ChosenRows
from workbench.engine.data.dataset import Features, ImageFiles, Tell, refuse
from workbench.engine.data.memory import budget
from workbench.engine.data.pictures.decode import MODES, UnreadableImageError, decode
from workbench.engine.data.pictures.files import PictureFiles
from workbench.engine.data.pictures.listing import shown
from workbench.engine.data.pictures.quick import LEAST, MOST, quick_decoder
from workbench.engine.data.pictures.scratch import scratch_for
from workbench.engine.data.pictures.workers import WORKERS
from workbench.engine.data.room import room_for
from workbench.engine.data.slices import slices
from workbench.foundation.errors import Problem, warning
from workbench.project.data import ImageForm
from workbench.protocol.facts import SetAside

_EVERY = MOST
_LARGEST_SIDE = 4096
_Look = tuple[tuple[int, int], str] | str
"""Size and mode of an image, or why it can't be read."""


@dataclass(frozen=True, eq=False)
class Collected:
    """The images that can be read; ``kept`` are their places in the list that was given."""

    x: Features
    kept: NDArray[np.int64]
    files: ImageFiles
    notes: tuple[Problem, ...]


def collect(paths: Sequence[str], form: ImageForm, tell: Tell) -> Collected:
    """Decode all images; WorkbenchError where ``data.source`` when less than two can be read."""
    _check(form)
    decoding = _Decoding(paths, form)
    found = list(decoding.looks(tell))
    kept = np.array([at for at, entry in enumerate(found) if not isinstance(entry, str)], dtype=np.int64)
    aside = tuple(
        SetAside(path=shown(path), reason=entry)
        for path, entry in zip(paths, found, strict=True)
        if isinstance(entry, str)
    )
    if len(kept) < 2:
        first = f" The first: {aside[0].path}: {aside[0].reason}." if aside else ""
        raise refuse(
            "data.no_images",
            f"Expected at least two images that can be read, received {len(kept)} of {len(paths)}.{first}",
            "Choose another folder, or save the images again as JPEG or PNG.",
        )
    looks = [entry for entry in found if not isinstance(entry, str)]
    files = ImageFiles(
        tuple(paths[at] for at in kept),
        tuple(size for size, _ in looks),
        tuple(mode for _, mode in looks),
        aside,
    )
    if decoding.held is not None:
        x: Features = _closed_up(decoding.held, kept)
    elif decoding.scratch is not None:
        x = ChosenRows(decoding.scratch, kept)
    else:
        x = PictureFiles(files.paths, form)
    return Collected(x, kept, files, (_told(aside),) if aside else ())


class _Decoding:
    """Decodes images on all cores and looks at each; they are ``held``, in a ``scratch`` file, or nowhere."""

    def __init__(self, paths: Sequence[str], form: ImageForm) -> None:
        self._paths = paths
        self._form = form
        is_held = len(paths) * math.prod(form.shape) <= budget()
        self.held = room_for((len(paths), *form.shape), np.uint8) if is_held else None
        self.scratch = None if is_held else scratch_for(len(paths), form.shape)
        self._quick = quick_decoder(form) if len(paths) >= LEAST else None
        self._every = _EVERY if self._quick is None else min(_EVERY, self._quick.most)
        self._is_over = threading.Event()

    def looks(self, tell: Tell) -> Iterator[_Look]:
        """Yield what is found of each image, in order; what ``tell`` raises ends it soon."""
        count, every = len(self._paths), self._every
        with ThreadPoolExecutor(WORKERS) as pool:
            pieces = (range(start, min(start + every, count)) for start in range(0, count, every))
            waiting = [pool.submit(self._some, places) for places in pieces]
            try:
                for number, some in enumerate(waiting, start=1):
                    yield from some.result()
                    tell("reading", min(number * every, count), count)
            finally:
                self._is_over.set()
                pool.shutdown(wait=False, cancel_futures=True)

    def _some(self, places: range) -> list[_Look]:
        decoded = None if self._quick is None else self._quick.decode([self._paths[at] for at in places])
        if decoded is None:
            return [self._one(place) for place in places if not self._is_over.is_set()]
        self._keep(places.start, decoded.pixels)
        mode = MODES[self._form.color_mode]
        return [
            self._one(place) if size is None else (size, mode)
            for place, size in zip(places, decoded.sizes, strict=True)
        ]

    def _one(self, place: int) -> _Look:
        try:
            picture = decode(self._paths[place], self._form)
        except UnreadableImageError as failure:
            return str(failure)
        self._keep(place, picture.pixels[np.newaxis])
        return picture.size, picture.mode

    def _keep(self, first: int, pixels: NDArray[np.uint8]) -> None:
        if self.held is not None:
            self.held[first : first + len(pixels)] = pixels
        elif self.scratch is not None:
            self.scratch.write(first, pixels)


def _closed_up(pixels: NDArray[np.uint8], kept: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return these rows of an array, in order, moved to its beginning: a copy would take the memory twice."""
    for some in slices(len(kept), len(kept) * pixels[0].nbytes):
        rows = kept[some]
        if rows[-1] >= some.start + len(rows):  # else they are where they belong
            pixels[some.start : some.start + len(rows)] = pixels[rows]
    return pixels[: len(kept)]


def _check(form: ImageForm) -> None:
    for name, size in (("height", form.height), ("width", form.width)):
        if not 1 <= size <= _LARGEST_SIDE:
            raise refuse(
                "data.image_size",
                f"Images: expected a {name} from 1 to {_LARGEST_SIDE} pixels, received {size}.",
                "150 × 150 is a good size to begin with.",
                where="data.source.form",
            )


def _told(aside: tuple[SetAside, ...]) -> Problem:
    names = ", ".join(f"{file.path} ({file.reason})" for file in aside[:3])
    more = f" and {len(aside) - 3} more" if len(aside) > 3 else ""
    count = "1 file was" if len(aside) == 1 else f"{len(aside)} files were"
    return warning(
        "data.set_aside",
        "data.source",
        f"{count} set aside: {names}{more}.",
        "Nothing needs to be done: the rest is used. Save them again as JPEG or PNG to use them too.",
    )
