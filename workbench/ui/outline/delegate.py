"""How a row of the outline is painted, and the field in it that renames a layer."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from workbench.ui.inspector.row import set_property
from workbench.ui.outline.model import ROW_ROLE, OutlineModel
from workbench.ui.outline.rows import Row
from workbench.ui.theme import Theme, mono_font

_HEIGHT, _EDGE, _TEXT, _GAP = 40, 14, 28, 8
_SIGNS = {"error": "✕", "warning": "!", "info": "i"}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Index = QModelIndex | QPersistentModelIndex


class OutlineDelegate(QStyledItemDelegate):
    """Two lines: name and sign of trouble, then kind and output shape."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._edited = QPersistentModelIndex()
        self._font, self._small = QFont(parent.font()), QFont(parent.font())
        self._font.setPixelSize(12)
        self._small.setPixelSize(11)
        self._mono = mono_font()
        self._mono.setPixelSize(11)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(_TEXT, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(ROW_ROLE)
        assert isinstance(row, Row)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        self._paint_back(painter, area, option.state)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colors.family(row.family)))
        painter.drawRoundedRect(QRectF(area.left() + _EDGE, area.top() + 6, 4, area.height() - 12), 2, 2)
        upper, lower = area.adjusted(_TEXT, 3, -_EDGE, -20), area.adjusted(_TEXT, 20, -_EDGE, -3)
        colors = self._theme.colors
        if row.problem is not None:
            grave = row.problem.severity == "error"
            tint = colors.bad if grave else colors.validation
            upper = _right(painter, upper, _SIGNS[row.problem.severity], self._font, tint)
        _left(painter, upper, row.name, self._font, colors.text)
        _left(
            painter,
            _right(painter, lower, row.shape, self._mono, colors.muted),
            " · ".join((row.kind, *row.inside[-1:])),
            self._small,
            colors.muted,
        )
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        field = QLineEdit(parent)
        field.setObjectName("outline.name")
        field.setAccessibleName(self.tr("Name of the layer"))
        field.setMaxLength(64)
        self._edited = QPersistentModelIndex(index)
        return field

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        editor.setGeometry(option.rect.adjusted(_TEXT - _GAP, 6, -_EDGE + _GAP, -6))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_enter = event.key() in _ENTER
            if is_enter and isinstance(watched, QLineEdit) and self._refuses(watched):
                return True
        return super().eventFilter(watched, event)

    def _refuses(self, field: QLineEdit) -> bool:
        """Say at the field why its text is no name, and keep it open; False when it is one."""
        model = self._edited.model()
        assert isinstance(model, OutlineModel)
        words = model.why_not(self._edited, field.text())
        set_property(field, "invalid", bool(words))
        field.setAccessibleDescription(words)
        if words:
            QToolTip.showText(
                field.mapToGlobal(field.rect().bottomLeft()), f"<qt>{escape(words)}</qt>", field
            )
        return bool(words)

    def _paint_back(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        colors = self._theme.colors
        painter.setPen(Qt.PenStyle.NoPen)
        back = QColor(colors.accent)
        back.setAlpha(48)
        around = QRectF(area).adjusted(6.5, 1.5, -6.5, -1.5)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(back)
            painter.drawRoundedRect(around, 6, 6)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colors.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(around, 6, 6)


def _left(painter: QPainter, area: QRect, text: str, font: QFont, color: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(color))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _right(painter: QPainter, area: QRect, text: str, font: QFont, color: str) -> QRect:
    """Write at the right end, in half of the room at most, and return the room that is left."""
    painter.setFont(font)
    painter.setPen(QColor(color))
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width() // 2)
    painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
    taken = metrics.horizontalAdvance(shown)
    return area.adjusted(0, 0, -(taken + _GAP) if taken else 0, 0)
