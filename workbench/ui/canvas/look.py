"""The theme as pens, brushes and faces, made once per theme so that painting makes none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QGuiApplication, QPen

from workbench.ui.canvas.stamps import Stamps
from workbench.ui.theme import Colors, Theme, mono_font


class Look:
    """Everything that the items of the canvas paint with."""

    def __init__(self, theme: Theme) -> None:
        colors = theme.colors
        self.colors: Colors = colors
        self.canvas = QColor(colors.canvas)
        self.card = QBrush(QColor(colors.card))
        self.text = QColor(colors.text)
        self.muted = QColor(colors.muted)
        self.on_bad = QColor(colors.on_accent)
        self.border = _pen(colors.line)
        self.selected = _pen(colors.accent, 2)
        self.halo = _pen(colors.accent, 4, alpha=70)
        self.bad = _pen(colors.bad, 2)
        self.good = _pen(colors.good, 2)
        self.link = _pen(colors.faint, 1.6)
        self.loose = _pen(colors.faint, 1.6, style=Qt.PenStyle.DotLine)
        self.link_selected = _pen(colors.accent, 2.4)
        self.link_bad = _pen(colors.bad, 2)
        self.link_target = _pen(colors.accent, 4)
        self.port = _pen(colors.muted, 1.4)
        self.preview = _pen(colors.accent, 2, style=Qt.PenStyle.DashLine)
        self.preview_bad = _pen(colors.bad, 2, style=Qt.PenStyle.DashLine)
        self.dot = _pen(colors.dot, 2)
        self.dot.setCosmetic(True)
        self.band = _pen(colors.accent)
        self.band.setCosmetic(True)
        self.band_fill = QColor(colors.accent)
        self.band_fill.setAlpha(28)
        self.accent = QColor(colors.accent)
        self.bad_fill = QColor(colors.bad)
        self.warning_fill = QColor(colors.validation)
        self.kind_font = _font(13, bold=True)
        self.narrow_kind_font = _font(11, bold=True)
        self.small_font = _font(11)
        self.far_font = _font(22, bold=True)
        self.figure_font = mono_font()
        self.figure_font.setPixelSize(11)
        self.figure_advance = QFontMetricsF(self.figure_font).horizontalAdvance("0")
        self.stamps = Stamps()
        self._families: dict[str, QColor] = {}

    def family(self, name: str) -> QColor:
        """Return the colour of a layer family."""
        if name not in self._families:
            self._families[name] = QColor(self.colors.family(name))
        return self._families[name]


def _pen(
    color: str, width: float = 1, *, alpha: int = 255, style: Qt.PenStyle = Qt.PenStyle.SolidLine
) -> QPen:
    tint = QColor(color)
    tint.setAlpha(alpha)
    return QPen(tint, width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _font(pixels: int, *, bold: bool = False) -> QFont:
    font = QFont(QGuiApplication.font().family())
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font
