"""How a run's row is painted: its title, and below it when it was, how it stands and how far it came."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.ui.results.run_list import EPOCHS, STATUS, STATUS_ROLE, WHEN
from workbench.ui.theme import Theme

ROW_HEIGHT = 46
_SMALL_PIXELS = 11
_SIGNS = {"failed": "✕ ", "interrupted": "✕ ", "running": "● ", "paused": "‖ "}
_Index = QModelIndex | QPersistentModelIndex


class RunRowDelegate(QStyledItemDelegate):
    """Background, box and stroke are the style's; the two lines of text are painted here."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(160, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        dressed = QStyleOptionViewItem(option)
        self.initStyleOption(dressed, index)
        widget = dressed.widget
        style = widget.style()
        room = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, dressed, widget)
        title, dressed.text = dressed.text, ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, dressed, painter, widget)
        room = QRect(room.left() + 2, option.rect.top() + 6, option.rect.right() - room.left() - 4, 0)
        painter.save()
        self._paint_title(painter, room, dressed.font, title)
        self._paint_facts(painter, room, dressed.font, index)
        painter.restore()

    def _paint_title(self, painter: QPainter, room: QRect, font: QFont, title: str) -> None:
        line = QRect(room.left(), room.top(), room.width(), 18)
        shown = QFontMetrics(font).elidedText(title, Qt.TextElideMode.ElideMiddle, line.width())
        _paint(painter, line, font, self._theme.colors.text, shown)

    def _paint_facts(self, painter: QPainter, room: QRect, font: QFont, index: _Index) -> None:
        small = QFont(font)
        small.setPixelSize(_SMALL_PIXELS)
        colors, metrics = self._theme.colors, QFontMetrics(small)
        status = str(index.data(STATUS_ROLE))
        words = _SIGNS.get(status, "") + _fact(index, STATUS)
        color = colors.bad if status in ("failed", "interrupted") else colors.muted
        epochs = self.tr("{0} epochs").format(_fact(index, EPOCHS))
        line = QRect(room.left(), room.top() + 18, room.width(), 16)
        for text, ink in (
            (f"{_fact(index, WHEN)} · ", colors.muted),
            (words, color),
            (f" · {epochs}", colors.muted),
        ):
            _paint(painter, line, small, ink, text)
            line.setLeft(line.left() + metrics.horizontalAdvance(text))


def _paint(painter: QPainter, room: QRect, font: QFont, color: str, text: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(color))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def _fact(index: _Index, column: int) -> str:
    return str(index.sibling(index.row(), column).data())
