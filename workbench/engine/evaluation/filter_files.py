"""Kernels and feature maps as PNG files: a sheet of each, every plane beside the others."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workbench.engine.evaluation.filters import Found
from workbench.foundation.errors import WorkbenchError, error

_LEAST, _MOST = 48, 4096
_GAP = 2
_LOW, _ZERO, _HIGH = np.array([224, 123, 57]), np.array([245, 245, 245]), np.array([45, 114, 210])


def write(found: Found, folder: Path) -> tuple[str, ...]:
    """Write ``LAYER-kernels.png`` and ``LAYER-maps.png``, those that there are, and return their paths.

    Kernels are blue where they are positive and orange where negative, three channels are colours; maps go
    from black at the layer's lowest number to white at its highest.

    Raises:
        WorkbenchError: where ``out``, when the folder can't be written.
    """
    stem = re.sub(r"[^\w.-]+", "_", found.layer)
    sheets: dict[str, NDArray[np.uint8]] = {}
    if found.kernels is not None:
        sheets[f"{stem}-kernels.png"] = _kernel_sheet(found.kernels)
    if found.maps is not None:
        sheets[f"{stem}-maps.png"] = _sheet(_greys(found.maps))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, pixels in sheets.items():
            Image.fromarray(pixels).save(folder / name, "PNG")
    except OSError as failure:
        raise WorkbenchError(
            error(
                "filters.unwritable",
                "out",
                f"{folder} can't be written: expected a folder, received {failure.strerror or failure}.",
                "Choose another folder.",
            )
        ) from failure
    return tuple(str(folder / name) for name in sheets)


def _kernel_sheet(kernels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return a sheet of colours, or with a row for each filter and a column for each input channel."""
    height, width, inputs, filters = kernels.shape
    most = float(np.abs(kernels).max()) or 1.0
    if inputs == 3:
        shades = ((kernels / most + 1) * 127.5).round().clip(0, 255).astype(np.uint8)
        return _sheet(np.moveaxis(shades, -1, 0))
    planes = kernels.transpose(3, 2, 0, 1).reshape(filters * inputs, height, width)
    share = planes[..., np.newaxis] / most
    towards = np.where(share < 0, _LOW, _HIGH)
    pixels = (_ZERO + (towards - _ZERO) * np.abs(share)).round().astype(np.uint8)
    return _sheet(pixels, across=inputs if inputs > 1 else 0)


def _greys(maps: NDArray[np.float32]) -> NDArray[np.uint8]:
    low, high = float(maps.min()), float(maps.max())
    shades = ((maps - low) / ((high - low) or 1.0) * 255).round().astype(np.uint8)
    return np.repeat(np.moveaxis(shades, -1, 0)[..., np.newaxis], 3, axis=-1)


def _sheet(planes: NDArray[Any], across: int = 0) -> NDArray[np.uint8]:
    """Return planes (n, height, width, 3) beside one another on black, small ones enlarged to the pixel."""
    count, height, width, _ = planes.shape
    across = across or math.ceil(math.sqrt(count))
    down = math.ceil(count / across)
    room = _MOST // max(across * width, down * height, 1)
    times = max(1, min(room, math.ceil(_LEAST / max(height, width))))
    large = planes.repeat(times, axis=1).repeat(times, axis=2)
    high, wide = height * times + _GAP, width * times + _GAP
    sheet = np.zeros((down * high, across * wide, 3), dtype=np.uint8)
    for number, plane in enumerate(large):
        top, left = (number // across) * high, (number % across) * wide
        sheet[top : top + plane.shape[0], left : left + plane.shape[1]] = plane
    return sheet
