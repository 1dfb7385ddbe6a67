"""Many small JPEGs of the wanted size, decoded by TensorFlow where it is loaded: Pillow's pixels, sooner.

Both decode with libjpeg-turbo. With small images half of Pillow's time is Python, which threads can't share.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.project.data import ImageForm

LEAST = 500
"""Fewer images are decoded before TensorFlow has made its function."""
MOST = 64
"""At most so many are decoded at once: few enough for the cache of a processor."""
_FEWEST, _BYTES = 8, 4 << 20
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)  # nobody waits for a pipe
_BEGIN, _END = b"\xff\xd8", b"\xff\xd9"
_FIRST_READ, _LARGEST = 64 << 10, 16 << 20
_FRAMES = frozenset({0xC0, 0xC2})  # baseline and progressive, of 8 bits
# Tables, the interval of restarts, JFIF and remarks; all else is what applications add, and other codings.
_PASSED_OVER = frozenset({0xC4, 0xDB, 0xDD, 0xE0, 0xFE})
_SAMPLINGS = (b"\x11\x11\x11", b"\x21\x11\x11", b"\x22\x11\x11", b"\x11")
_NUMBERS = (b"\x01\x02\x03", b"\x01")
_COLOURS = frozenset({"rgb", "grayscale"})


class Batch(NamedTuple):
    """Pixels (n, *shape), and which of them are to be taken; the others are for Pillow."""

    pixels: NDArray[np.uint8]
    are_plain: list[bool]


class QuickDecoder:
    """Decodes plain JPEGs that have the form's size and colours; all others are left to Pillow."""

    def __init__(self, tensorflow: Any, form: ImageForm) -> None:
        self._tensorflow = tensorflow
        self._shape = form.shape
        self.most = _most(form)
        """How many are decoded at once; of large images less."""
        self._decode = _function(tensorflow, form.shape, self.most)

    def decode(self, paths: Sequence[str]) -> Batch | None:
        """Return the pixels of these files, at most ``most``; None leaves them all to Pillow.

        That is so where most are out of the ordinary, and where TensorFlow can't decode one of them.
        """
        found = [_plain_content(path, self._shape) for path in paths]
        plain = [content for content in found if content is not None]
        if 2 * len(plain) < len(paths):
            return None
        contents = plain + plain[:1] * (self.most - len(plain))
        try:
            pixels = self._decode(self._tensorflow.constant(contents)).numpy()
        except self._tensorflow.errors.InvalidArgumentError:
            return None
        are_plain = [content is not None for content in found]
        if len(plain) < len(paths):
            pixels = pixels[np.cumsum(are_plain) - 1]
        return Batch(pixels[: len(paths)], are_plain)


def quick_decoder(form: ImageForm) -> QuickDecoder | None:
    """Return what decodes many images quickly.

    None without TensorFlow, for colours beyond JPEG's, and for large images: Pillow is as quick with these.
    """
    tensorflow = sys.modules.get("tensorflow")
    is_for_it = form.color_mode in _COLOURS and _most(form) >= _FEWEST
    return QuickDecoder(tensorflow, form) if tensorflow is not None and is_for_it else None


def _most(form: ImageForm) -> int:
    return min(MOST, _BYTES // math.prod(form.shape))


def _function(tensorflow: Any, shape: tuple[int, ...], most: int) -> Any:
    """Return the compiled function from the bytes of ``most`` files to their pixels (most, *shape)."""

    def read(content: Any) -> Any:
        image = tensorflow.io.decode_jpeg(content, channels=shape[2], dct_method="INTEGER_ACCURATE")
        return tensorflow.ensure_shape(image, shape)

    def decode(contents: Any) -> Any:
        with tensorflow.device("CPU:0"):
            # One after the other in the graph: a loop would cost as much as a third of the decoding.
            return tensorflow.stack([read(content) for content in tensorflow.unstack(contents, most)])

    contents = tensorflow.TensorSpec([most], tensorflow.string)
    function = tensorflow.function(decode, autograph=False, input_signature=[contents])
    return function.get_concrete_function()


def _plain_content(path: str, shape: tuple[int, ...]) -> bytes | None:
    """Return the bytes of a JPEG of this shape, (height, width, channels); None for whatever else it is."""
    if not path.lower().endswith((".jpg", ".jpeg")):
        return None
    try:
        file = os.open(path, _FLAGS)
        try:
            content = os.read(file, _FIRST_READ)
            if not _is_plain(content, shape):
                return None
            if len(content) == _FIRST_READ:
                content += _rest(file)
        finally:
            os.close(file)
    except (OSError, ValueError):
        return None
    return content if content.endswith(_END) else None


def _rest(file: int) -> bytes:
    pieces: list[bytes] = []
    while sum(len(piece) for piece in pieces) < _LARGEST and (piece := os.read(file, _LARGEST)):
        pieces.append(piece)
    return b"".join(pieces)


def _is_plain(head: bytes, shape: tuple[int, ...]) -> bool:
    """Tell whether a file begins as a JPEG of this shape does that says no more than its size and colours.

    So there is no EXIF, there are no other inks, and no header of 60,000 × 60,000 pixels.
    """
    at = len(_BEGIN)
    if not head.startswith(_BEGIN):
        return False
    while at + 4 <= len(head) and head[at] == 0xFF:
        marker, size = head[at + 1], int.from_bytes(head[at + 2 : at + 4])
        if marker in _FRAMES:
            return _is_frame(head[at + 4 : at + 2 + size], shape)
        if marker not in _PASSED_OVER:
            return False
        at += 2 + size
    return False


def _is_frame(frame: bytes, shape: tuple[int, ...]) -> bool:
    """Tell whether a frame has 8 bits, this size, and colours of the usual numbers and samplings."""
    size = shape[0].to_bytes(2) + shape[1].to_bytes(2) + shape[2].to_bytes(1)
    components = frame[6:]
    return (
        frame[:6] == b"\x08" + size
        and len(components) == 3 * shape[2]
        and components[::3] in _NUMBERS
        and components[1::3] in _SAMPLINGS
    )
