"""One picture and how it is drawn in a cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from workbench.protocol.facts import DataFacts
from workbench.ui.theme import Theme

_COARSE = 48
_LEAST_SIDE = 8


@dataclass(frozen=True)
class Picture:
    """An image, null where there is none (yet), the words below it, and what a tooltip tells."""

    image: QImage
    label: str
    tip: str = ""


def is_image(shape: tuple[int, ...]) -> bool:
    """Tell whether one example is a picture: height, width and one, three or four colours."""
    return len(shape) == 3 and shape[2] in (1, 3, 4) and min(shape[:2]) > 1


def pixels_of(facts: DataFacts) -> tuple[int, int, int] | None:
    """Return height, width and colours of examples that are pictures; grey ones may have no axis for that."""
    shape = facts.input_shape
    if is_image(shape):
        return shape[0], shape[1], shape[2]
    is_grey = len(shape) == 2 and min(shape) >= _LEAST_SIDE and not facts.columns
    return (shape[0], shape[1], 1) if is_grey else None


def decoded(content: bytes) -> QImage:
    """Return what the engine sent as a JPEG or PNG; a null image for what is none."""
    image = QImage()
    image.loadFromData(content)
    return image


def preview_pictures(facts: DataFacts) -> list[Picture]:
    """Return the examples of the preview as pictures, darkest for the smallest value of the data."""
    height, width, channels = pixels_of(facts) or (0, 0, 0)
    span = facts.maximum - facts.minimum or 1.0
    if not channels:
        return []
    forms = {1: QImage.Format.Format_Grayscale8, 3: QImage.Format.Format_RGB888}
    form = forms.get(channels, QImage.Format.Format_RGBA8888)
    found: list[Picture] = []
    for row, label in zip(facts.preview, facts.preview_labels, strict=False):
        if len(row) != height * width * channels:
            continue
        values = np.nan_to_num((np.asarray(row) - facts.minimum) / span).clip(0, 1) * 255
        pixels = np.ascontiguousarray(values.reshape(height, width, channels).astype(np.uint8))
        image = QImage(pixels.tobytes(), width, height, width * channels, form)
        found.append(Picture(image.copy(), label))
    return found


def paint_picture(painter: QPainter, cell: QRect, picture: Picture, theme: Theme) -> None:
    """Draw a picture in the middle of a square cell; small ones keep the edges of their pixels."""
    if picture.image.isNull():
        painter.fillRect(cell, QColor(theme.colors.field))
        return
    size = picture.image.size()
    is_coarse = max(size.width(), size.height()) <= _COARSE
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_coarse)
    fitted = size.scaled(cell.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(cell.topLeft(), fitted)
    place.moveCenter(cell.center())
    painter.drawImage(place, picture.image)
