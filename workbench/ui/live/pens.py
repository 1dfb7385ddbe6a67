"""How each line of a chart is drawn: by its hue, its width and its dashes, so never by colour alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from workbench.ui.live.lines import Line
from workbench.ui.theme import Colors

_FAINT = 0.38
_DASHES = [3, 2]
_HUES = ("#56B4E9", "#E69F00", "#2FBF91", "#CC79A7", "#F0E442", "#E8743B", "#A9B4C2", "#8F7EE6")
_HUES_ON_LIGHT = ("#0072B2", "#D55E00", "#007A5A", "#A8457C", "#8A6D00", "#2B7FB8", "#4A5362", "#5B45C2")


def hue(line: Line, colors: Colors, *, is_dark: bool) -> QColor:
    """Return a line's colour: training's, validation's, or its output's."""
    if line.output is None:
        return QColor(colors.validation if line.is_validation else colors.training)
    hues = _HUES if is_dark else _HUES_ON_LIGHT
    return QColor(hues[line.output % len(hues)])


def bold(line: Line, color: QColor) -> QPen:
    """Return the stroke of a line over epochs; validation is dashed."""
    pen = _cosmetic(color, 2.0)
    if line.is_validation:
        pen.setDashPattern(_DASHES)
    return pen


def thin(color: QColor) -> QPen:
    """Return the stroke of what lies behind: batches, and lines before they were smoothed."""
    faint = QColor(color)
    faint.setAlphaF(_FAINT)
    return _cosmetic(faint, 1.0)


def nothing() -> QPen:
    return QPen(Qt.PenStyle.NoPen)


def _cosmetic(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCosmetic(True)
    return pen
