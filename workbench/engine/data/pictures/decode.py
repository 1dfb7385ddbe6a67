"""One image file as an array of one form, or the reason why not.

Sizes and colours follow ``keras.utils.image_dataset_from_directory``; photographs also stand upright as their
EXIF orientation says, and shrinking is smoothed, as Pillow does it.
"""

from __future__ import annotations

import os
import stat
import struct
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from workbench.project.data import ImageForm

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff"})
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF")
MOST_PIXELS = 50_000_000
MODES = {"rgb": "RGB", "grayscale": "L", "rgba": "RGBA"}
"""Pillow's word for each mode of colours."""
_RESAMPLING = {
    "nearest": Image.Resampling.NEAREST,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos3": Image.Resampling.LANCZOS,
    "area": Image.Resampling.BOX,
}
# What Pillow's readers raise for broken files of all kinds; UnidentifiedImageError is an OSError.
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    struct.error,
    zlib.error,
    MemoryError,
)

Image.MAX_IMAGE_PIXELS = None  # the header is looked at below, before anything is decoded


class UnreadableImageError(Exception):
    """The file is no image that can be used; the text says why, in a few words."""


@dataclass(frozen=True, eq=False)
class Picture:
    """Pixels of the wanted form, uint8 (height, width, channels), and what the file holds."""

    pixels: NDArray[np.uint8]
    size: tuple[int, int]
    mode: str


def decode(path: str, form: ImageForm) -> Picture:
    """Read an image: of an animation the first frame, of 16 bits the upper 8; UnreadableImageError if not."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - a Path costs more than the call itself
            raise UnreadableImageError("it is no file")  # whoever reads a pipe waits for ever
        with Image.open(path, formats=FORMATS) as image:
            size, mode = image.size, image.mode
            if image.width * image.height > MOST_PIXELS:
                raise UnreadableImageError(
                    f"{image.width} × {image.height} pixels are more than {MOST_PIXELS // 1_000_000} million"
                )
            is_plain = image.format == "JPEG" and not image.info.keys() & {"exif", "xmp"}
            upright = image if is_plain else ImageOps.exif_transpose(image)
            pixels = np.asarray(fitted(_colours(upright, form), form), dtype=np.uint8)
    except FileNotFoundError as failure:
        raise UnreadableImageError("there is no such file") from failure
    except PermissionError as failure:
        raise UnreadableImageError("it may not be read") from failure
    except UnidentifiedImageError as failure:
        raise UnreadableImageError(f"it is no image ({', '.join(FORMATS)})") from failure
    except BROKEN as failure:
        raise UnreadableImageError(f"it is damaged: {' '.join(str(failure).split())[:100]}") from failure
    return Picture(pixels.reshape(form.shape), size, mode)


def _colours(image: Image.Image, form: ImageForm) -> Image.Image:
    if image.mode.startswith("I"):
        # Pillow cuts 16 bits off at 255 when it converts.
        deep: NDArray[Any] = np.asarray(image)
        image = Image.fromarray((np.clip(deep, 0, 65535) // 257).astype(np.uint8))
    elif image.mode == "F":
        raise UnreadableImageError("its pixels are floating-point numbers")
    elif image.mode == "P" and "transparency" in image.info:
        image = image.convert("RGBA")
    return image if image.mode == MODES[form.color_mode] else image.convert(MODES[form.color_mode])


def fitted(image: Image.Image, form: ImageForm) -> Image.Image:
    """Return an image of the form's size, by its rules."""
    if form.fit == "crop":
        # Not resize's own box: that lets the pixels around it shine through.
        image = image.crop(_middle(image.width, image.height, form))
    elif form.fit == "pad":
        image = _padded(image, form)
    size = (form.width, form.height)
    if image.size == size:
        return image
    return image.resize(size, _RESAMPLING[form.interpolation])


def _middle(width: int, height: int, form: ImageForm) -> tuple[int, int, int, int]:
    """Return the largest middle part of the wanted proportions, to the pixel as Keras cuts it."""
    wide = max(1, min(width, int(height * form.width / form.height)))
    high = max(1, min(height, int(width * form.height / form.width)))
    left, top = (width - wide) // 2, (height - high) // 2
    return left, top, left + wide, top + high


def _padded(image: Image.Image, form: ImageForm) -> Image.Image:
    """Return the image in the middle of a black one of the wanted proportions."""
    wide = max(image.width, int(image.height * form.width / form.height))
    high = max(image.height, int(image.width * form.height / form.width))
    if (wide, high) == image.size:
        return image
    ground = Image.new(image.mode, (wide, high))
    ground.paste(image, ((wide - image.width) // 2, (high - image.height) // 2))
    return ground
