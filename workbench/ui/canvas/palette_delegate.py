"""How a row of the palette is painted: a small heading, or a bar in the family's colour and the name."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.ui.canvas.palette_model import FAMILY_ROLE, IS_HEADING_ROLE, IS_OFFER_ROLE
from workbench.ui.theme import Theme

_HEADING_HEIGHT, _ROW_HEIGHT = 30, 26
_EDGE, _TEXT = 14, 28
_Index = QModelIndex | QPersistentModelIndex


class PaletteDelegate(QStyledItemDelegate):
    """Paints with the theme's colours."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heading_font = QFont(parent.font())
        self._heading_font.setPixelSize(10)
        self._heading_font.setBold(True)
        self._font = QFont(parent.font())
        self._font.setPixelSize(12)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(_TEXT, _HEADING_HEIGHT if index.data(IS_HEADING_ROLE) else _ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        if index.data(IS_HEADING_ROLE):
            self._paint_heading(painter, area, str(index.data()))
        else:
            self._paint_back(painter, area, option.state)
            self._paint_layer(painter, area, index)
        painter.restore()

    def _paint_heading(self, painter: QPainter, area: QRect, text: str) -> None:
        painter.setPen(QColor(self._theme.colors.muted))
        painter.setFont(self._heading_font)
        painter.drawText(
            area.adjusted(_EDGE, 0, -_EDGE, -6),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom,
            text,
        )

    def _paint_back(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        colors = self._theme.colors
        if state & QStyle.StateFlag.State_Selected:
            back = QColor(colors.accent)
            back.setAlpha(48)
        elif state & QStyle.StateFlag.State_MouseOver:
            back = QColor(colors.text)
            back.setAlpha(18)
        else:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(back)
        painter.drawRoundedRect(QRectF(area).adjusted(6, 1, -6, -1), 6, 6)

    def _paint_layer(self, painter: QPainter, area: QRect, index: _Index) -> None:
        colors = self._theme.colors
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.family(str(index.data(FAMILY_ROLE)))))
        if index.data(IS_OFFER_ROLE):
            _paint_stack(painter, QRectF(area.left() + _EDGE - 3, area.center().y() - 4, 11, 9))
        else:
            painter.drawRoundedRect(QRectF(area.left() + _EDGE, area.top() + 4, 4, area.height() - 8), 2, 2)
        painter.setPen(QColor(colors.text))
        painter.setFont(self._font)
        room = area.adjusted(_TEXT, 0, -_EDGE, 0)
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def _paint_stack(painter: QPainter, icon: QRectF) -> None:
    """Two cards, one behind the other: several layers under one name."""
    painter.setOpacity(0.5)
    painter.drawRoundedRect(icon.translated(2, -2.5).adjusted(0, 0, -2, -3), 1.5, 1.5)
    painter.setOpacity(1.0)
    painter.drawRoundedRect(icon.adjusted(0, 1, -2, 0), 1.5, 1.5)
