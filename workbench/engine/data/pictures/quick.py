"""Many small JPEGs of the wanted size, decoded by TensorFlow where it is loaded: Pillow's pixels, sooner.

Both decode with libjpeg-turbo. With small images half of Pillow's time is Python, which threads can't share.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.project.data import ImageForm

LEAST = 500
"""Fewer images are decoded before TensorFlow has made its function."""
_MOST_FAILURES = 3
_HEAD, _END = 2048, b"\xff\xd9"
# Baseline and progressive frames of 8 bits: size, the number of components, and three bytes for each.
_FRAME = re.compile(rb"\xff[\xc0\xc2]\x00(?:\x0b|\x11)\x08....(\x01...|\x03.{9})", re.DOTALL)
_MORE = re.compile(rb"\xff[\xc1\xc3\xc5-\xcf\xe1-\xef]")  # what applications add, and other codings
_SAMPLINGS = (b"\x11\x11\x11", b"\x21\x11\x11", b"\x22\x11\x11", b"\x11")
_COLOURS = frozenset({"rgb", "grayscale"})


class Batch(NamedTuple):
    """Pixels (n, *shape), and which of them are to be taken; the others are for Pillow."""

    pixels: NDArray[np.uint8]
    are_plain: list[bool]


class QuickDecoder:
    """Decodes plain JPEGs that have the form's size and colours; all others are left to Pillow."""

    def __init__(self, tensorflow: Any, form: ImageForm) -> None:
        self._tensorflow = tensorflow
        self._decode = _function(tensorflow, form.shape)
        self._failures = 0

    def decode(self, paths: Sequence[str]) -> Batch | None:
        """Return the pixels of these files; None leaves them all to Pillow.

        That is so as soon as TensorFlow can't decode one of them, or one has another size.
        """
        if self._failures >= _MOST_FAILURES or not all(_is_jpeg(path) for path in paths):
            return None
        errors = self._tensorflow.errors
        try:
            pixels, heads, tails = (
                found.numpy() for found in self._decode([os.fsencode(path) for path in paths])
            )
        except (errors.InvalidArgumentError, errors.NotFoundError, errors.PermissionDeniedError):
            self._failures += 1
            return None
        ends = zip(heads, tails, strict=True)
        return Batch(pixels, [tail == _END and _is_plain(head) for head, tail in ends])


def quick_decoder(form: ImageForm) -> QuickDecoder | None:
    """Return what decodes many images quickly; None without TensorFlow, and for colours beyond JPEG's."""
    tensorflow = sys.modules.get("tensorflow")
    return None if tensorflow is None or form.color_mode not in _COLOURS else QuickDecoder(tensorflow, form)


def _is_jpeg(path: str) -> bool:
    return path.lower().endswith((".jpg", ".jpeg"))


def _function(tensorflow: Any, shape: tuple[int, ...]) -> Any:
    """Return the compiled function from paths (n,) to pixels (n, *shape), first and last bytes of each."""

    def read(path: Any) -> Any:
        data = tensorflow.io.read_file(path)
        # Before it is decoded: a header of 60,000 × 60,000 pixels would take gigabytes.
        fits = tensorflow.debugging.assert_equal(tensorflow.io.extract_jpeg_shape(data), list(shape))
        with tensorflow.control_dependencies([fits]):
            image = tensorflow.io.decode_jpeg(data, channels=shape[2], dct_method="INTEGER_ACCURATE")
        head = tensorflow.strings.substr(data, 0, _HEAD)
        return tensorflow.ensure_shape(image, shape), head, tensorflow.strings.substr(data, -2, 2)

    kinds = (
        tensorflow.TensorSpec(shape, tensorflow.uint8),
        tensorflow.TensorSpec((), tensorflow.string),
        tensorflow.TensorSpec((), tensorflow.string),
    )

    def decode(paths: Any) -> Any:
        with tensorflow.device("CPU:0"):
            return tensorflow.map_fn(read, paths, fn_output_signature=kinds, parallel_iterations=1)

    paths = tensorflow.TensorSpec([None], tensorflow.string)
    return tensorflow.function(decode, autograph=False, input_signature=[paths])


def _is_plain(head: bytes) -> bool:
    """Tell whether nothing before the picture says more than its size and colours: no EXIF, no other inks."""
    frame = _FRAME.search(head)
    if frame is None or _MORE.search(head, 0, frame.start()) is not None:
        return False
    components = frame[1][1:]
    return components[::3] in (b"\x01\x02\x03", b"\x01") and components[1::3] in _SAMPLINGS
