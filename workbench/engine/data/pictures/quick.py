"""Many small JPEGs of the wanted size, decoded by TensorFlow where it is loaded: Pillow's pixels, sooner.

Both decode with libjpeg-turbo. With small images half of Pillow's time is Python, which threads can't share.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.project.data import ImageForm

LEAST = 500
"""Fewer images are decoded before TensorFlow has made its function."""
_MOST_FAILURES = 3
_HEAD = 2048
_FRAMES = frozenset({0xC0, 0xC2})  # baseline and progressive: of others Pillow may know more
_PLAIN = frozenset({0xC4, 0xDB, 0xDD, 0xE0, 0xFE})  # tables, restarts, JFIF, comments
_SAMPLINGS = frozenset({(0x11, 0x11, 0x11), (0x21, 0x11, 0x11), (0x22, 0x11, 0x11), (0x11,)})
_CHANNELS = {"rgb": 3, "grayscale": 1}


class _Header(NamedTuple):
    width: int
    height: int
    components: int


class QuickDecoder:
    """Decodes plain JPEGs that have the form's size and colours; all others are left to Pillow."""

    def __init__(self, tensorflow: Any, form: ImageForm) -> None:
        self._tensorflow = tensorflow
        self._wanted = _Header(form.width, form.height, _CHANNELS[form.color_mode])
        self._decode = _function(tensorflow, form.shape)
        self._failures = 0

    def decode(self, paths: Sequence[str]) -> list[NDArray[np.uint8] | None]:
        """Return the pixels of each file, or None, which tells nothing of it: Pillow has to look.

        One file that TensorFlow can't decode, or of another size, leaves all of these paths to Pillow.
        """
        nothing: list[NDArray[np.uint8] | None] = [None] * len(paths)
        if self._failures >= _MOST_FAILURES or not all(_is_jpeg(path) for path in paths):
            return nothing
        errors = self._tensorflow.errors
        try:
            pixels, heads, tails = (found.numpy() for found in self._decode(list(paths)))
        except (
            errors.InvalidArgumentError,
            errors.NotFoundError,
            errors.PermissionDeniedError,
            UnicodeError,
        ):
            self._failures += 1
            return nothing
        return [
            image if tail == b"\xff\xd9" and _header(head) == self._wanted else None
            for image, head, tail in zip(pixels, heads, tails, strict=True)
        ]


def quick_decoder(form: ImageForm) -> QuickDecoder | None:
    """Return what decodes many images quickly; None without TensorFlow, and for colours beyond JPEG's."""
    tensorflow = sys.modules.get("tensorflow")
    return None if tensorflow is None or form.color_mode not in _CHANNELS else QuickDecoder(tensorflow, form)


def _is_jpeg(path: str) -> bool:
    return path.lower().endswith((".jpg", ".jpeg"))


def _function(tensorflow: Any, shape: tuple[int, ...]) -> Any:
    """Return the compiled function from paths (n,) to pixels (n, *shape), first and last bytes of each."""

    def read(path: Any) -> Any:
        data = tensorflow.io.read_file(path)
        image = tensorflow.io.decode_jpeg(data, channels=shape[2], dct_method="INTEGER_ACCURATE")
        head = tensorflow.strings.substr(data, 0, _HEAD)
        return tensorflow.ensure_shape(image, shape), head, tensorflow.strings.substr(data, -2, 2)

    kinds = (
        tensorflow.TensorSpec(shape, tensorflow.uint8),
        tensorflow.TensorSpec((), tensorflow.string),
        tensorflow.TensorSpec((), tensorflow.string),
    )

    @tensorflow.function(autograph=False, input_signature=[tensorflow.TensorSpec([None], tensorflow.string)])
    def decode(paths: Any) -> Any:
        with tensorflow.device("CPU:0"):
            return tensorflow.map_fn(read, paths, fn_output_signature=kinds, parallel_iterations=1)

    return decode


def _header(data: bytes) -> _Header | None:
    """Return what the header of a JPEG tells; None where it says more than size and colours."""
    if not data.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            return _frame(data[at + 4 : at + 2 + length])
        if marker not in _PLAIN:
            return None
        at += 2 + length
    return None


def _frame(segment: bytes) -> _Header | None:
    """Read precision, height, width and each component's number, sampling and table."""
    if len(segment) < 6 or segment[0] != 8 or len(segment) != 6 + 3 * segment[5]:
        return None
    numbers, samplings = tuple(segment[6::3]), tuple(segment[7::3])
    if numbers not in ((1, 2, 3), (1,)) or samplings not in _SAMPLINGS:
        return None
    return _Header(int.from_bytes(segment[3:5], "big"), int.from_bytes(segment[1:3], "big"), len(numbers))
