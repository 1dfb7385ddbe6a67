"""Small pictures for the window, as the bytes of JPEG or PNG files."""

from __future__ import annotations

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from workbench.engine.data.pictures.decode import BROKEN, FORMATS, MOST_PIXELS
from workbench.engine.data.pictures.workers import WORKERS

_LOSSLESS = 64
_QUALITY = 85


def is_picture(shape: tuple[int, ...]) -> bool:
    """Tell whether one example can be drawn: height, width and one, three or four colours."""
    return len(shape) == 3 and shape[2] in (1, 3, 4) and min(shape[:2]) > 1


def thumbnails(paths: Sequence[str], side: int) -> tuple[bytes, ...]:
    """Return a JPEG for each file, at most ``side`` pixels high and wide; b"" for one that can't be read."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return tuple(pool.map(lambda path: _thumbnail(path, side), paths))


def encoded(pixels: NDArray[Any], low: float, high: float, side: int) -> bytes:
    """Return (height, width, channels) as a picture from black at ``low`` to white at ``high``.

    It is at most ``side`` pixels high and wide; small ones are kept to the pixel.
    """
    span = (high - low) or 1.0
    shades = (np.nan_to_num((pixels.astype(np.float32) - low) / span) * 255).round().clip(0, 255)
    whole = shades.astype(np.uint8)
    image = Image.fromarray(whole[..., 0] if whole.shape[-1] == 1 else whole)
    image.thumbnail((side, side))
    return _bytes(image, is_lossless=max(pixels.shape[:2]) <= _LOSSLESS)


def _thumbnail(path: str, side: int) -> bytes:
    try:
        with Image.open(path, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                return b""
            image.draft("RGB", (side, side))  # a JPEG is then decoded at a fraction of its size
            small = ImageOps.exif_transpose(image)
            if small.mode.startswith("I") or small.mode == "F":
                deep = np.asarray(small, dtype=np.float32)
                return encoded(deep[..., np.newaxis], float(deep.min()), float(deep.max()), side)
            small.thumbnail((side, side))
            return _bytes(small, is_lossless=False)
    except BROKEN:
        return b""


def _bytes(image: Image.Image, *, is_lossless: bool) -> bytes:
    out = io.BytesIO()
    if is_lossless:
        image.save(out, "PNG")
    else:
        image.convert("RGB").save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
