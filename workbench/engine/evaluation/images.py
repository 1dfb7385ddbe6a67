"""A picture as one example: brought to the size, the colours and the range 0 to 1 that the input has."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workbench.foundation.errors import WorkbenchError, error

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp"})
_FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP")
_MOST_PIXELS = 50_000_000
_MODES = {1: "L", 3: "RGB", 4: "RGBA"}


def read_image(path: Path, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Return the picture as float32 (1, *shape); the bundled digits are light ink on dark ground.

    Raises:
        WorkbenchError: where ``file``, when the input is no picture or the file holds none.
    """
    if len(shape) not in (2, 3) or (len(shape) == 3 and shape[2] not in _MODES):
        raise _refuse(path, f"an example of shape {shape}, which no picture has")
    try:
        with Image.open(path, formats=_FORMATS) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise _refuse(path, f"at most {_MOST_PIXELS // 1_000_000} million pixels")
            mode = _MODES[shape[2] if len(shape) == 3 else 1]
            small = image.convert(mode).resize((shape[1], shape[0]), Image.Resampling.BILINEAR)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as failure:
        raise _refuse(path, "a picture (PNG, JPEG, BMP, GIF or WebP)") from failure
    return (np.asarray(small, dtype=np.float32) / np.float32(255)).reshape(1, *shape)


def _refuse(path: Path, expected: str) -> WorkbenchError:
    return WorkbenchError(
        error(
            "predict.image",
            "file",
            f"{path.name} can't be used: expected {expected}.",
            "Choose another picture, or a .npy or .csv file of the shape that the network takes.",
        )
    )
