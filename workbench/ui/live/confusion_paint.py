"""Draws a confusion matrix: title, both axes in words, cells by share, counts as numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from workbench.ui.live import words
from workbench.ui.live.confusion_cells import mix, strength
from workbench.ui.live.confusion_layout import Layout
from workbench.ui.live.confusion_seen import Seen
from workbench.ui.theme import Colors

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTER = Qt.AlignmentFlag.AlignCenter
_COLUMN = 56


class ConfusionPainter:
    """One painting; the widget makes it anew for each."""

    def __init__(self, painter: QPainter, colors: Colors, seen: Seen, layout: Layout, font: QFont) -> None:
        self._painter, self._colors, self._seen, self._layout = painter, colors, seen, layout
        self._font, self._bold = QFont(font), QFont(font)
        self._bold.setBold(True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def axes(self, true: str, predicted: str) -> None:
        """Write both words: rows are true classes, columns predicted ones."""
        grid, line = self._layout.grid, self._painter.fontMetrics().height()
        self._write(self._bold, self._colors.text)
        self._painter.drawText(QRectF(0, grid.top() - line - 4, grid.left() - 6, line), _RIGHT, true)
        below = grid.bottom() + line + 6
        width = max(grid.width(), 80.0)
        center = QRectF(grid.center().x() - width / 2, below, width, line)
        self._painter.drawText(center, _CENTER, predicted)

    def labels(self) -> None:
        """Write names of classes: all of them, or as many as can be read beside one another."""
        self._write(self._font, self._colors.muted)
        self._row_labels()
        self._column_labels()

    def _row_labels(self) -> None:
        grid, cell, metrics = self._layout.grid, self._layout.cell, self._painter.fontMetrics()
        step = max(1, -int(-metrics.height() // max(cell, 0.01)))
        room = int(self._layout.labels - 4)
        for index in range(0, self._seen.size, step):
            label = self._seen.cells.label(int(self._seen.rows[index]))
            top = (
                grid.top() + index * cell - (metrics.height() - cell) / 2
                if step > 1
                else grid.top() + index * cell
            )
            row = QRectF(0, top, grid.left() - 6, metrics.height() if step > 1 else cell)
            self._painter.drawText(row, _RIGHT, metrics.elidedText(label, Qt.TextElideMode.ElideRight, room))

    def _column_labels(self) -> None:
        grid, cell, metrics = self._layout.grid, self._layout.cell, self._painter.fontMetrics()
        least = metrics.height() if cell >= metrics.height() else _COLUMN
        step = max(1, -int(-least // max(cell, 0.01)))
        for index in range(0, self._seen.size, step):
            label = self._seen.cells.label(int(self._seen.columns[index]))
            column = QRectF(grid.left() + index * cell, grid.bottom() + 3, cell * step, metrics.height())
            shown = metrics.elidedText(label, Qt.TextElideMode.ElideRight, int(cell * step) - 2)
            self._painter.drawText(column, _CENTER if step == 1 else _LEFT, shown)

    def cells(self, numbers: Sequence[QFont]) -> None:
        """Draw every cell by itself, its count or share in the first of ``numbers`` that fits."""
        texts = [
            [self._text(row, column) for column in range(self._seen.size)] for row in range(self._seen.size)
        ]
        widest = max((text for row in texts for text in row), key=len, default="")
        room = self._layout.cell - 3
        fitting = (font for font in numbers if QFontMetricsF(font).horizontalAdvance(widest) <= room)
        font = next(fitting, None)
        if font is not None:
            self._painter.setFont(font)
        base, full = QColor(self._colors.card), QColor(self._colors.training)
        gap = 1 if self._layout.cell >= 8 else 0
        for row, line in enumerate(texts):
            for column, text in enumerate(line):
                fill = mix(base, full, strength(float(self._seen.shares[row, column])))
                rect = self._layout.rect(row, column).adjusted(gap, gap, -gap, -gap)
                self._painter.setPen(Qt.PenStyle.NoPen)
                self._painter.setBrush(fill)
                self._painter.drawRoundedRect(rect, 3, 3)
                if font is not None:
                    self._painter.setPen(self._ink(fill, is_zero=self._seen.counts[row, column] == 0))
                    self._painter.drawText(rect, _CENTER, text)

    def _text(self, row: int, column: int) -> str:
        if self._seen.measure == "counts":
            return words.short_count(int(self._seen.counts[row, column]))
        return f"{100 * self._seen.shares[row, column]:.0f}"

    def picture(self, image: QImage) -> None:
        """Draw a matrix of many classes as one image."""
        self._painter.drawImage(self._layout.grid, image)
        self._outline(self._layout.grid, self._colors.line, 1)

    def cursor(self, row: int, column: int, *, has_focus: bool) -> None:
        rect = self._layout.rect(row, column)
        if rect.width() < 6:
            rect.adjust(-3, -3, 3, 3)
        self._outline(rect, self._colors.accent if has_focus else self._colors.muted, 2 if has_focus else 1)

    def _ink(self, fill: QColor, *, is_zero: bool) -> QColor:
        if is_zero:
            return QColor(self._colors.muted)
        return readable_ink(fill, self._colors)

    def _write(self, font: QFont, color: str) -> None:
        self._painter.setFont(font)
        self._painter.setPen(QColor(color))

    def _outline(self, rect: QRectF, color: str, width: int) -> None:
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(QColor(color), width))
        self._painter.drawRoundedRect(rect, 3, 3)


def readable_ink(fill: QColor, colors: Colors) -> QColor:
    """Return the theme's own ink if it can be read on ``fill`` (4.5 to 1), else black or white."""
    own = [QColor(colors.text), QColor(colors.background)]
    readable = next((ink for ink in own if contrast(ink, fill) >= 4.5), None)
    # On a fill of middle lightness only the two extremes reach 4.5.
    extremes = (QColor(Qt.GlobalColor.black), QColor(Qt.GlobalColor.white))
    return readable or max(extremes, key=lambda ink: contrast(ink, fill))


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours by WCAG 2: 1 (the same) to 21 (black on white)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: QColor) -> float:
    red, green, blue = (_linear(part) for part in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
