"""How notes are painted: paper that steps back behind the cards, made once per theme."""

from __future__ import annotations

from PySide6.QtGui import QBrush, QColor, QFont, QGuiApplication, QPen

from workbench.ui.theme import Theme

SMALLEST = 12
_SIZES = (SMALLEST, 16, 22, 32, 44, 60)
_READABLE = 9.0
"""Letters are never smaller than this on the screen, in pixels, where the paper has room for larger ones."""


class NoteLook:
    """Pens, brushes and faces of all notes."""

    def __init__(self, theme: Theme) -> None:
        colors = theme.colors
        canvas, ink = QColor(colors.canvas), QColor(colors.validation)
        self.paper = QBrush(_mix(canvas, ink, 0.10))
        self.edge = QPen(_mix(canvas, ink, 0.38), 1)
        self.chosen = QPen(QColor(colors.accent), 2)
        halo = QColor(colors.accent)
        halo.setAlpha(70)
        self.halo = QPen(halo, 5)
        self.text = QColor(colors.text)
        self._fonts: dict[int, QFont] = {}

    def font(self, pixels: int) -> QFont:
        if pixels not in self._fonts:
            font = QFont(QGuiApplication.font().family())
            font.setPixelSize(pixels)
            self._fonts[pixels] = font
        return self._fonts[pixels]


def size_at(zoom: float, *, most: float) -> int:
    """Return the size of letters, in scene pixels, that can still be read at a zoom; ``most`` is the room."""
    fitting = [size for size in _SIZES if size <= most] or [SMALLEST]
    return next((size for size in fitting if size * zoom >= _READABLE), fitting[-1])


def _mix(base: QColor, other: QColor, share: float) -> QColor:
    def channel(one: int, two: int) -> int:
        return round(one * (1 - share) + two * share)

    return QColor(
        channel(base.red(), other.red()),
        channel(base.green(), other.green()),
        channel(base.blue(), other.blue()),
    )
