"""Small pictures in rows, each with its class below."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.protocol.facts import DataFacts
from workbench.ui.theme import Theme

_CELL, _GAP, _LABEL, _MOST_LINES = 56, 8, 16, 3


@dataclass(frozen=True)
class Picture:
    """An image and the name of its class."""

    image: QImage
    label: str


def is_image(shape: tuple[int, ...]) -> bool:
    """Tell whether one example is a picture: height, width and one or three colours."""
    return len(shape) == 3 and shape[2] in (1, 3) and min(shape[:2]) > 1


def pictures(facts: DataFacts) -> list[Picture]:
    """Return the examples of the preview as pictures, darkest for the smallest value of the data."""
    height, width, channels = facts.input_shape
    span = facts.maximum - facts.minimum or 1.0
    found: list[Picture] = []
    for row, label in zip(facts.preview, facts.preview_labels, strict=False):
        if len(row) != height * width * channels:
            continue
        values = np.nan_to_num((np.asarray(row) - facts.minimum) / span).clip(0, 1) * 255
        pixels = np.ascontiguousarray(values.reshape(height, width, channels).astype(np.uint8))
        form = QImage.Format.Format_Grayscale8 if channels == 1 else QImage.Format.Format_RGB888
        image = QImage(pixels.tobytes(), width, height, width * channels, form)
        found.append(Picture(image.copy(), label))
    return found


class ImageGrid(QWidget):
    """As many pictures as fit in three lines, without smoothing: pixels are what the network sees."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pictures: list[Picture] = []
        self.setObjectName("image_grid")
        self.setAccessibleName(self.tr("Some of the pictures"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def count(self) -> int:
        return len(self._pictures)

    def show_facts(self, facts: DataFacts) -> None:
        self._pictures = pictures(facts)
        self._fit()
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(3 * (_CELL + _GAP), _CELL + _LABEL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _a_line(self) -> int:
        return max(1, (self.width() + _GAP) // (_CELL + _GAP))

    def _fit(self) -> None:
        """Be as high as the lines that are filled."""
        lines = min(_MOST_LINES, -(-len(self._pictures) // self._a_line())) or 1
        self.setFixedHeight(lines * (_CELL + _LABEL + _GAP) - _GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        a_line = self._a_line()
        painter.setPen(QColor(self._theme.colors.muted))
        for index, picture in enumerate(self._pictures[: a_line * _MOST_LINES]):
            line, column = divmod(index, a_line)
            corner = QRect(column * (_CELL + _GAP), line * (_CELL + _LABEL + _GAP), _CELL, _CELL)
            size = picture.image.size().scaled(_CELL, _CELL, Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRect(corner.topLeft(), size), picture.image)
            below = QRect(corner.left(), corner.bottom() + 1, _CELL, _LABEL)
            text = painter.fontMetrics().elidedText(picture.label, Qt.TextElideMode.ElideRight, _CELL)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
