"""Planes of numbers as images: kernels by sign and strength or as colours, maps from dark to bright."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from workbench.protocol.filters import Plane
from workbench.ui.theme import Colors

Range = tuple[float, float]


def values_of(plane: Plane) -> NDArray[np.float32]:
    """Return (height, width, depth); zeros where the bytes are not as many as that."""
    shape = (plane.height, plane.width, plane.depth)
    values = np.frombuffer(plane.values, dtype=np.float32)
    if values.size != plane.height * plane.width * plane.depth:
        return np.zeros(shape, dtype=np.float32)
    return np.nan_to_num(values.reshape(shape))


def kernel_image(plane: Plane, extent: Range, colors: Colors) -> QImage:
    """Draw a kernel on the scale of its layer: blue above 0 and orange below, three channels as colours."""
    most = max(abs(extent[0]), abs(extent[1])) or 1.0
    share = np.clip(values_of(plane) / most, -1, 1)
    if plane.depth == 3:
        return _image((share + 1) * 127.5)
    base = _channels(colors.card)
    towards = np.where(share < 0, _channels(colors.validation), _channels(colors.training))
    return _image(base + (towards - base) * np.abs(share))


def map_image(plane: Plane, extent: Range) -> QImage:
    """Draw a feature map on the scale of its layer, the lowest number black and the highest white."""
    low, high = extent
    share = np.clip((values_of(plane)[..., :1] - low) / ((high - low) or 1.0), 0, 1)
    return _image(np.repeat(share * 255, 3, axis=-1))


def _image(pixels: NDArray[np.floating]) -> QImage:
    whole = np.ascontiguousarray(pixels.round().astype(np.uint8))
    height, width = whole.shape[:2]
    return QImage(whole.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _channels(color: str) -> NDArray[np.float64]:
    made = QColor(color)
    return np.array([made.red(), made.green(), made.blue()], dtype=np.float64)
