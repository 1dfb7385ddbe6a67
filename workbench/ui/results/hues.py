"""Colours and strokes that tell many runs apart, for the colour-blind too.

The hues are those of Okabe and Ito ("Color universal design", 2008), for each theme those that can be
seen on its background; the strokes differ as well, so that no line is told by its colour alone.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

_ON_DARK = ("#56B4E9", "#E69F00", "#2FBF91", "#CC79A7", "#F0E442", "#E8743B", "#A9B4C2")
_ON_LIGHT = ("#0072B2", "#D55E00", "#007A5A", "#A8457C", "#8A6D00", "#2B7FB8", "#4A5362")
_DASHES: tuple[tuple[float, ...], ...] = ((), (5, 2), (1, 2), (6, 2, 1, 2), (3, 3))


def run_pen(index: int, *, is_dark: bool, width: float = 2.0) -> QPen:
    """Return the stroke of the run number ``index``."""
    hues = _ON_DARK if is_dark else _ON_LIGHT
    pen = QPen(QColor(hues[index % len(hues)]), width)
    pen.setCosmetic(True)
    dashes = _DASHES[index % len(_DASHES)]
    if dashes:
        pen.setDashPattern(list(dashes))
    return pen


def run_icon(index: int, *, is_dark: bool) -> QIcon:
    """Return a sample of the stroke."""
    pixmap = _blank()
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(run_pen(index, is_dark=is_dark, width=2.5))
        painter.drawLine(QPointF(1, 6), QPointF(25, 6))
    return QIcon(pixmap)


def blank_icon() -> QIcon:
    """Return the room of a sample, so that titles without one stand in line with the others."""
    return QIcon(_blank())


def _blank() -> QPixmap:
    pixmap = QPixmap(QSize(26, 12))
    pixmap.fill(QColor(0, 0, 0, 0))
    return pixmap
