"""Many small JPEGs, decoded by TensorFlow where it is loaded and fitted by Pillow: its pixels, sooner.

Both decode with libjpeg-turbo. With small images half of Pillow's time is Python, which threads can't share.
"""

from __future__ import annotations

import math
import os
import sys
import threading
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workbench.engine.data.pictures.decode import fitted
from workbench.project.data import ImageForm

LEAST = 500
"""Fewer images are decoded before TensorFlow has made its function."""
MOST = 64
"""At most so many are decoded at once: few enough for the cache of a processor."""
_FEWEST, _BYTES = 8, 4 << 20
_MOST_PIXELS = 1 << 17  # Pillow's own time is little beside that of decoding larger ones
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)  # nobody waits for a pipe
_BEGIN, _END = b"\xff\xd8", b"\xff\xd9"
_FIRST_READ, _LARGEST = 64 << 10, 16 << 20
_FRAMES = frozenset({0xC0, 0xC2})  # baseline and progressive, of 8 bits
# Tables, the interval of restarts, JFIF and remarks; all else is what applications add, and other codings.
_PASSED_OVER = frozenset({0xC4, 0xDB, 0xDD, 0xE0, 0xFE})
_SAMPLINGS = (b"\x11\x11\x11", b"\x21\x11\x11", b"\x22\x11\x11", b"\x11")
_NUMBERS = (b"\x01\x02\x03", b"\x01")
_COLOURS = frozenset({"rgb", "grayscale"})


Size = tuple[int, int]


class _File(NamedTuple):
    content: bytes
    size: Size


class Batch(NamedTuple):
    """Pixels (n, *shape) and the files' sizes, (width, height); those without one are for Pillow."""

    pixels: NDArray[np.uint8]
    sizes: list[Size | None]


class QuickDecoder:
    """Decodes small plain JPEGs that have the form's colours; all others are left to Pillow."""

    def __init__(self, tensorflow: Any, form: ImageForm) -> None:
        self._tensorflow = tensorflow
        self._form = form
        self.most = _most(form)
        """How many are decoded at once; of large images less."""
        self._functions: dict[bool, Any] = {}
        self._making = threading.Lock()  # two threads would both make one

    def decode(self, paths: Sequence[str]) -> Batch | None:
        """Return the pixels of these files, at most ``most``; None leaves them all to Pillow.

        That is so where most are out of the ordinary, and where TensorFlow can't decode one of them.
        """
        found = [_plain(path, self._form.shape[2]) for path in paths]
        plain = [file for file in found if file is not None]
        if 2 * len(plain) < len(paths):
            return None
        contents = [file.content for file in plain]
        contents += contents[:1] * (self.most - len(contents))
        are_alike = {file.size for file in plain} == {(self._form.width, self._form.height)}
        try:
            pixels = (self._alike if are_alike else self._each)(
                self._tensorflow.constant(contents), len(plain)
            )
        except self._tensorflow.errors.InvalidArgumentError:
            return None
        if len(plain) < len(paths):
            pixels = pixels[np.cumsum([file is not None for file in found]) - 1]
        return Batch(pixels, [None if file is None else file.size for file in found])

    def _function(self, *, is_alike: bool) -> Any:
        with self._making:
            if is_alike not in self._functions:
                shape = self._form.shape if is_alike else (None, None, self._form.shape[2])
                made = _function(self._tensorflow, shape, self.most, is_alike=is_alike)
                self._functions[is_alike] = made
            return self._functions[is_alike]

    def _alike(self, contents: Any, count: int) -> NDArray[np.uint8]:
        pixels: NDArray[np.uint8] = self._function(is_alike=True)(contents).numpy()
        return pixels[:count]

    def _each(self, contents: Any, count: int) -> NDArray[np.uint8]:
        """Return the pixels of images of several sizes, fitted."""
        pixels = np.empty((count, *self._form.shape), np.uint8)
        for place, decoded in enumerate(self._function(is_alike=False)(contents)[:count]):
            raw = decoded.numpy()
            image = Image.fromarray(raw[..., 0] if raw.shape[2] == 1 else raw)
            pixels[place] = np.asarray(fitted(image, self._form)).reshape(self._form.shape)
        return pixels


def quick_decoder(form: ImageForm) -> QuickDecoder | None:
    """Return what decodes many images quickly.

    None without TensorFlow, for colours beyond JPEG's, and for large images: Pillow is as quick with these.
    """
    tensorflow = sys.modules.get("tensorflow")
    is_for_it = form.color_mode in _COLOURS and _most(form) >= _FEWEST
    return QuickDecoder(tensorflow, form) if tensorflow is not None and is_for_it else None


def _most(form: ImageForm) -> int:
    return min(MOST, _BYTES // math.prod(form.shape))


def _function(tensorflow: Any, shape: tuple[int | None, ...], most: int, *, is_alike: bool) -> Any:
    """Return the compiled function from the bytes of ``most`` files to their pixels.

    They are (most, *shape) where all are alike, else a list of arrays.
    """

    def read(content: Any) -> Any:
        image = tensorflow.io.decode_jpeg(content, channels=shape[2], dct_method="INTEGER_ACCURATE")
        return tensorflow.ensure_shape(image, shape)

    def decode(contents: Any) -> Any:
        with tensorflow.device("CPU:0"):
            # One after the other in the graph: a loop would cost as much as a third of the decoding.
            pixels = [read(content) for content in tensorflow.unstack(contents, most)]
            return tensorflow.stack(pixels) if is_alike else pixels

    contents = tensorflow.TensorSpec([most], tensorflow.string)
    function = tensorflow.function(decode, autograph=False, input_signature=[contents])
    return function.get_concrete_function()


def _plain(path: str, channels: int) -> _File | None:
    """Return a small JPEG of so many channels; None for whatever else it is."""
    if not path.lower().endswith((".jpg", ".jpeg")):
        return None
    try:
        file = os.open(path, _FLAGS)
        try:
            content = os.read(file, _FIRST_READ)
            size = _plain_size(content, channels)
            if size is None:
                return None
            if len(content) == _FIRST_READ:
                content += _rest(file)
        finally:
            os.close(file)
    except (OSError, ValueError):
        return None
    return _File(content, size) if content.endswith(_END) else None


def _rest(file: int) -> bytes:
    pieces: list[bytes] = []
    while sum(len(piece) for piece in pieces) < _LARGEST and (piece := os.read(file, _LARGEST)):
        pieces.append(piece)
    return b"".join(pieces)


def _plain_size(head: bytes, channels: int) -> Size | None:
    """Return the size in a file that begins as a small JPEG which says no more than its size and colours.

    So there is no EXIF, there are no other inks, and no header of 60,000 × 60,000 pixels: None for these.
    """
    at = len(_BEGIN)
    if not head.startswith(_BEGIN):
        return None
    while at + 4 <= len(head) and head[at] == 0xFF:
        marker, size = head[at + 1], int.from_bytes(head[at + 2 : at + 4])
        if marker in _FRAMES:
            return _frame_size(head[at + 4 : at + 2 + size], channels)
        if marker not in _PASSED_OVER:
            return None
        at += 2 + size
    return None


def _frame_size(frame: bytes, channels: int) -> Size | None:
    """Return the size of a small frame of 8 bits whose colours have the usual numbers and samplings."""
    height, width = int.from_bytes(frame[1:3]), int.from_bytes(frame[3:5])
    components = frame[6:]
    is_usual = (
        frame[:1] == b"\x08"
        and frame[5:6] == channels.to_bytes(1)
        and len(components) == 3 * channels
        and components[::3] in _NUMBERS
        and components[1::3] in _SAMPLINGS
    )
    return (width, height) if is_usual and 0 < width * height <= _MOST_PIXELS else None
