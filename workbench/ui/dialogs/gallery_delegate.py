"""How a template's card is painted: its graph, its title, its figures, its note."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.catalog.catalog import Catalog
from workbench.project.project import Project
from workbench.ui.canvas.thumbnail import paint_thumbnail
from workbench.ui.dialogs.gallery_model import FIGURES_ROLE, PARAMS_ROLE, PROJECT_ROLE
from workbench.ui.theme import Theme, mono_font

CARD_HEIGHT = 304
_GAP, _PAD, _RADIUS = 6.0, 12.0, 8.0
_PICTURE = 164.0
_LINES = 4
_Index = QModelIndex | QPersistentModelIndex


class GalleryDelegate(QStyledItemDelegate):
    """Paints with the theme's colours; the view says how wide a card is."""

    def __init__(self, catalog: Catalog, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._catalog, self._theme = catalog, theme
        self._title = _font(parent, 13, bold=True)
        self._small = _font(parent, 11)
        self._figure = mono_font()
        self._figure.setPixelSize(11)
        self.card_width = 240

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(self.card_width, CARD_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(option.rect).adjusted(_GAP, _GAP, -_GAP, -_GAP)
        self._paint_frame(painter, card, option.state)
        project = index.data(PROJECT_ROLE)
        assert isinstance(project, Project)
        picture = QRectF(card.left() + 1, card.top() + 1, card.width() - 2, _PICTURE)
        self._paint_picture(painter, picture, project)
        text = QRectF(card.left() + _PAD, picture.bottom() + 8, card.width() - 2 * _PAD, 0)
        self._paint_texts(painter, text, index, project)
        painter.restore()

    def _paint_frame(self, painter: QPainter, card: QRectF, state: QStyle.StateFlag) -> None:
        colors = self._theme.colors
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        pointed = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(QPen(QColor(colors.accent if chosen else colors.faint if pointed else colors.line), 1))
        if chosen:
            painter.setPen(QPen(QColor(colors.accent), 2))
        painter.setBrush(QColor(colors.card))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)

    def _paint_picture(self, painter: QPainter, picture: QRectF, project: Project) -> None:
        colors = self._theme.colors
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.canvas))
        painter.drawRoundedRect(picture.adjusted(1, 1, -1, 0), _RADIUS - 1, _RADIUS - 1)
        painter.drawRect(picture.adjusted(1, _RADIUS, -1, 0))
        room = picture.adjusted(_PAD, 10, -_PAD, -10)
        paint_thumbnail(painter, room, project.graph, self._catalog, colors)
        painter.restore()

    def _paint_texts(self, painter: QPainter, room: QRectF, index: _Index, project: Project) -> None:
        colors = self._theme.colors
        room.setHeight(20)
        self._paint_line(painter, room, str(index.data()), self._title, colors.text)
        room.translate(0, 20)
        room.setHeight(17)
        self._paint_line(painter, room, str(index.data(FIGURES_ROLE)), self._figure, colors.text)
        room.translate(0, 17)
        self._paint_line(painter, room, self._facts(index, project), self._small, colors.muted)
        room.translate(0, 21)
        self._paint_note(painter, room, project.note, colors.muted)

    def _facts(self, index: _Index, project: Project) -> str:
        data = self.tr("with data") if project.data.source is not None else self.tr("needs your data")
        return " · ".join(part for part in (str(index.data(PARAMS_ROLE)), data) if part)

    def _paint_line(self, painter: QPainter, room: QRectF, text: str, font: QFont, color: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(color))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _paint_note(self, painter: QPainter, room: QRectF, text: str, color: str) -> None:
        """Paint as many lines as there is room for, the last one with dots when more is to be said."""
        painter.setFont(self._small)
        painter.setPen(QColor(color))
        metrics = QFontMetricsF(self._small)
        base = room.top() + metrics.ascent()
        for number, line in enumerate(_lines(text, self._small, room.width())):
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(QPointF(room.left(), base + number * metrics.lineSpacing()), shown)


def _lines(text: str, font: QFont, width: float) -> list[str]:
    """Return the text broken at words; what does not fit into the last line stays in it."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) < _LINES and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    return [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _font(parent: QWidget, pixels: int, *, bold: bool = False) -> QFont:
    font = QFont(parent.font())
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font
