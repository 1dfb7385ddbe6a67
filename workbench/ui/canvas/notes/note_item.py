"""One note on the canvas. Its text is plain text, whatever it looks like."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QStaticText, QTextOption
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from workbench.project.graph import Point
from workbench.project.notes import Note
from workbench.ui.canvas.notes.note_look import SMALLEST, NoteLook, size_at

PAD = 10.0
EDGE = 8.0
"""Within so many scene pixels of its right border, a press takes hold of a note's width."""
_UNDER_LINKS, _LIFTED = -1.0, 2.5
_RADIUS, _AROUND, _TIGHT = 6.0, 6.0, 6.0
_LINE_BREAK = "\u2028"
"""What Qt's static texts break a line at."""


class NoteItem(QGraphicsItem):
    """Shows a note; holds no truth of its own."""

    def __init__(self, note: Note, look: NoteLook) -> None:
        super().__init__()
        self._note, self._look = note, look
        self._width = note.width
        self._is_active = False
        self._texts: dict[int, QStaticText] = {}
        self._height = 0.0
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self._measure()
        self.settle()

    @property
    def note(self) -> Note:
        return self._note

    def show_note(self, note: Note) -> None:
        self._note = note
        self.set_width(note.width)
        self._measure()

    def relook(self, look: NoteLook) -> None:
        self._look = look
        self._measure()

    def settle(self) -> None:
        """Be where and as wide as the document says."""
        self.setPos(self._note.at.x, self._note.at.y)
        self.setZValue(_UNDER_LINKS)
        if self._width != self._note.width:
            self.set_width(self._note.width)

    def lift(self, at: Point) -> None:
        """Hover over all else at another place, until ``settle``."""
        self.setPos(at.x, at.y)
        self.setZValue(_LIFTED)

    def set_width(self, width: float) -> None:
        """Be shown with another width than the document says, until ``settle``."""
        self._width = width
        self._measure()

    def set_active(self, active: bool) -> None:
        """Show a halo while selected: the keyboard acts here."""
        if active != self._is_active:
            self._is_active = active
            self.update()

    def rect(self) -> QRectF:
        """Return the paper in the note's own coordinates."""
        return QRectF(0, 0, self._width, self._height)

    def area(self) -> QRectF:
        """Return the paper in the scene."""
        return self.rect().translated(self.pos())

    def is_at_edge(self, at: QPointF) -> bool:
        """Tell whether a place of the scene is on the border that changes the width."""
        return self.area().contains(at) and at.x() >= self.area().right() - EDGE

    def boundingRect(self) -> QRectF:
        return self.rect().adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        look, paper = self._look, self.rect().adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isSelected() and self._is_active:
            painter.setPen(look.halo)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(paper.adjusted(-2, -2, 2, 2), _RADIUS + 2, _RADIUS + 2)
        painter.setPen(look.chosen if self.isSelected() else look.edge)
        painter.setBrush(look.paper)
        painter.drawRoundedRect(paper, _RADIUS, _RADIUS)
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        size = size_at(zoom, most=self._height - _TIGHT)
        painter.setPen(look.text)
        painter.setFont(look.font(size))
        if size == SMALLEST:
            painter.drawStaticText(QPointF(PAD, PAD - 2), self._laid_out(size))
            return
        text = self._laid_out(size)
        painter.drawStaticText(QPointF(_TIGHT, (self._height - text.size().height()) / 2), text)

    def _laid_out(self, size: int) -> QStaticText:
        """Return the text in letters of a size: small ones wrapped, of larger ones as much as fits a line."""
        if size not in self._texts:
            font = self._look.font(size)
            if size == SMALLEST:
                text = QStaticText(self._note.text.replace("\n", _LINE_BREAK))
                text.setTextOption(_wrapped())
                text.setTextWidth(self._width - 2 * PAD)
            else:
                words = " ".join(self._note.text.split())
                room = self._width - 2 * _TIGHT
                text = QStaticText(QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, room))
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(font=font)
            self._texts[size] = text
        return self._texts[size]

    def _measure(self) -> None:
        self.prepareGeometryChange()
        self._texts.clear()
        self._height = max(self._laid_out(SMALLEST).size().height() + 2 * PAD - 4, 2 * PAD + SMALLEST)
        self.update()


def _wrapped() -> QTextOption:
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
