"""Small JPEGs of the wanted size, decoded by TensorFlow where it is loaded: Pillow's pixels, sooner.

Both decode with libjpeg-turbo. With small images most of Pillow's time is Python, which threads can't share.
"""

from __future__ import annotations

import sys
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.project.data import ImageForm

_LARGEST = 64 << 10
_FRAMES = frozenset({0xC0, 0xC2})  # baseline and progressive: of others Pillow may know more
_PLAIN = frozenset({0xC4, 0xDB, 0xDD, 0xE0, 0xFE})  # tables, restarts, JFIF, comments
_SAMPLINGS = frozenset({(0x11, 0x11, 0x11), (0x21, 0x11, 0x11), (0x22, 0x11, 0x11), (0x11,)})
_CHANNELS = {"rgb": 3, "grayscale": 1}


class _Header(NamedTuple):
    width: int
    height: int
    components: int


def quickly_decoded(path: str, form: ImageForm) -> NDArray[np.uint8] | None:
    """Return the pixels of a plain JPEG that has the form's size and colours; None for all else.

    None tells nothing of the file: it may be one for Pillow, or damaged, or not be there.
    """
    tensorflow: Any = sys.modules.get("tensorflow")
    if tensorflow is None or not path.lower().endswith((".jpg", ".jpeg")):
        return None
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a Path costs more than the call itself
            data = file.read(_LARGEST + 1)
    except (OSError, ValueError):
        return None
    if len(data) > _LARGEST or _header(data) != (form.width, form.height, _CHANNELS.get(form.color_mode)):
        return None
    try:
        decoded = tensorflow.raw_ops.DecodeJpeg(
            contents=data, channels=form.shape[2], dct_method="INTEGER_ACCURATE"
        )
    except tensorflow.errors.InvalidArgumentError:
        return None
    pixels: NDArray[np.uint8] = decoded.numpy()
    return pixels


def _header(data: bytes) -> _Header | None:
    """Return what the header of a JPEG tells; None where it says more than size and colours."""
    if not data.startswith(b"\xff\xd8") or not data.endswith(b"\xff\xd9"):
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
