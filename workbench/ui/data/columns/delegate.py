"""Paints a column's distribution and the sign of its role."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from workbench.protocol.facts import ColumnFacts
from workbench.ui.data.cells import CellDelegate, Index
from workbench.ui.data.columns.model import FACTS, MISSING, ROLE, ROLE_OF, SHAPE
from workbench.ui.theme import Theme

_PLAIN = ("feature", "ignored")
_WIDEST = 240


class ColumnDelegate(CellDelegate):
    """Bars for numbers and for the most frequent values; what is missing or ignored stands out or back."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def font_of(self, option: QStyleOptionViewItem, index: Index) -> QFont:
        font = super().font_of(option, index)
        if self._stands_out(index):
            font = QFont(font)
            font.setBold(True)
        return font

    def color_of(self, option: QStyleOptionViewItem, index: Index) -> QColor:
        colors = self._theme.colors
        if self._stands_out(index):
            return QColor(colors.accent)
        facts = index.data(FACTS)
        if index.column() == MISSING and isinstance(facts, ColumnFacts) and facts.missing:
            return QColor(colors.validation)
        return QColor(colors.faint if index.data(ROLE_OF) == "ignored" else colors.text)

    @staticmethod
    def _stands_out(index: Index) -> bool:
        return bool(index.column() == ROLE and index.data(ROLE_OF) not in _PLAIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        area = QRectF(option.rect)
        if index.column() == ROLE:
            self._paint_arrow(painter, area)
        elif index.column() == SHAPE:
            facts = index.data(FACTS)
            if isinstance(facts, ColumnFacts):
                tone = self._theme.colors.faint if index.data(ROLE_OF) == "ignored" else None
                area = area.adjusted(8, 5, -8, -5)
                area.setWidth(min(area.width(), _WIDEST))
                paint_distribution(painter, area, facts, self._theme, tone)

    def _paint_arrow(self, painter: QPainter, area: QRectF) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.colors.faint), 1.4))
        middle, right = area.center().y(), area.right() - 10
        painter.drawLine(int(right - 4), int(middle - 2), int(right), int(middle + 2))
        painter.drawLine(int(right), int(middle + 2), int(right + 4), int(middle - 2))
        painter.restore()


def paint_distribution(
    painter: QPainter, area: QRectF, facts: ColumnFacts, theme: Theme, tone: str | None = None
) -> None:
    """Draw the histogram of numbers, or a bar for each of the most frequent values."""
    counts = facts.histogram or tuple(count for _, count in facts.top)
    if not counts or area.width() < 8:
        return
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone or theme.colors.training))
    most, step = max(counts) or 1, area.width() / max(len(counts), 10)
    gap = 1.0 if step > 3 else 0.0
    bars = []
    for place, count in enumerate(counts):
        height = area.height() * count / most
        if count:
            height = max(1.0, height)
        bars.append(QRectF(area.left() + place * step, area.bottom() - height, step - gap, height))
    painter.drawRects(bars)
    painter.restore()
