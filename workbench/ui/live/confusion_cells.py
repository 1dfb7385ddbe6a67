"""A confusion matrix as it is seen: shares, words and colours of its cells. No widget in here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QImage

from workbench.ui.live import words

Counts = NDArray[np.int64]
Measure = Literal["counts", "of_true", "of_predicted"]


@dataclass(frozen=True, eq=False)
class Cells:
    """Counts of examples: row = true class, column = predicted class; sums of rows and of columns."""

    counts: Counts
    classes: tuple[str, ...]
    totals: NDArray[np.int64]
    found: NDArray[np.int64]

    @property
    def size(self) -> int:
        return len(self.counts)

    def label(self, index: int) -> str:
        return self.classes[index] if index < len(self.classes) else str(index)

    def text(self, true: int, predicted: int, measure: Measure = "counts") -> str:
        """Return the cell in words: ``true 3, predicted 8: 2 of 27 (7 %)``."""
        part = int(self.counts[true, predicted])
        names = self.label(true), self.label(predicted)
        if measure == "of_predicted":
            whole = int(self.found[predicted])
            words_of = QCoreApplication.translate(
                "ConfusionView", "true {0}, predicted {1}: {2} of {3} that were predicted {1} ({4})"
            )
        else:
            whole = int(self.totals[true])
            words_of = QCoreApplication.translate(
                "ConfusionView", "true {0}, predicted {1}: {2} of {3} ({4})"
            )
        return words_of.format(*names, words.count(part), words.count(whole), words.share(part, whole))


def cells(matrix: Counts, classes: tuple[str, ...]) -> Cells:
    """Return the cells of a square matrix; ValueError for any other shape."""
    counts = np.asarray(matrix)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise ValueError(f"A confusion matrix is expected to be square, received shape {counts.shape}.")
    return Cells(counts, classes, counts.sum(axis=1), counts.sum(axis=0))


def mix(base: QColor, other: QColor, share: float) -> QColor:
    """Return the colour that lies ``share`` of the way from ``base`` to ``other``."""
    return QColor.fromRgbF(
        base.redF() + (other.redF() - base.redF()) * share,
        base.greenF() + (other.greenF() - base.greenF()) * share,
        base.blueF() + (other.blueF() - base.blueF()) * share,
    )


def strength(share: float) -> float:
    """Return how strongly a share is coloured: none for 0, and small shares still to be seen."""
    return 0.0 if share <= 0 else 0.08 + 0.92 * share


def image(shares: NDArray[np.float64], side: int, base: QColor, full: QColor) -> QImage:
    """Paint many cells as pixels, at most ``side`` a side; where cells share a pixel the largest shows."""
    grid = _reduced(shares, max(side, 1))
    weights = np.where(grid > 0, 0.08 + 0.92 * grid, 0.0)[:, :, None]
    low = _channels(base)
    high = _channels(full)
    pixels = np.ascontiguousarray((low + (high - low) * weights).round().astype(np.uint8))
    height, width = grid.shape
    return QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _channels(color: QColor) -> NDArray[np.float64]:
    return np.array([color.red(), color.green(), color.blue()], dtype=np.float64)


def _reduced(shares: NDArray[np.float64], side: int) -> NDArray[np.float64]:
    size = len(shares)
    if size <= side:
        return shares
    starts = np.unique(np.arange(side) * size // side)
    rows: NDArray[np.float64] = np.maximum.reduceat(shares, starts, axis=0)
    reduced: NDArray[np.float64] = np.maximum.reduceat(rows, starts, axis=1)
    return reduced
