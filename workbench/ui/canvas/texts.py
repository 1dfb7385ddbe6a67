"""Lines of plain text, laid out once and painted often."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText


def line(text: str, font: QFont, width: float) -> QStaticText:
    """Return ``text`` laid out in one line, elided to ``width``; never read as HTML."""
    clipped = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
    laid_out = QStaticText(clipped)
    laid_out.setTextFormat(Qt.TextFormat.PlainText)
    laid_out.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    laid_out.prepare(font=font)
    return laid_out


def width_of(text: str, font: QFont) -> float:
    """Return how wide ``text`` is in one line."""
    return QFontMetricsF(font).horizontalAdvance(text)
