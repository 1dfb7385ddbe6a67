"""A link on the canvas: a smooth curve with the shape that flows through it on a chip."""

from __future__ import annotations

import html

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker, QPen, QStaticText
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from workbench.project.graph import Link
from workbench.ui.canvas.curve import curve
from workbench.ui.canvas.faces import LinkFace
from workbench.ui.canvas.look import Look
from workbench.ui.canvas.node_item import BLOCK_ONLY, KIND_ONLY
from workbench.ui.canvas.texts import line

_REACH = 12.0
_CHIP_HEIGHT, _CHIP_PAD = 16.0, 5.0


class LinkItem(QGraphicsItem):
    """The curve of one link."""

    def __init__(self, link: Link, face: LinkFace, look: Look) -> None:
        super().__init__()
        self.link = link
        self._face, self._look = face, look
        self._chip: QStaticText | None = None
        self._chip_rect = QRectF()
        self._is_target = False
        self._path, self._ends = QPainterPath(), (QPointF(), QPointF())
        self._bounds = QRectF()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self._explain()

    @property
    def face(self) -> LinkFace:
        return self._face

    @property
    def ends(self) -> tuple[QPointF, QPointF]:
        """Return where the curve starts and ends in the scene."""
        return self._ends

    def show_face(self, face: LinkFace) -> None:
        self._face = face
        self._explain()
        self._place_chip()

    def relook(self, look: Look) -> None:
        self._look = look
        self._place_chip()

    def route(self, start: QPointF, end: QPointF) -> None:
        """Run from ``start`` to ``end``, both in the scene."""
        if (start, end) == self._ends and not self._path.isEmpty():
            return
        self._ends, self._path = (start, end), curve(start, end)
        self._place_chip()

    def set_target(self, target: bool) -> None:
        """Show that a drop here would land on this link."""
        if target != self._is_target:
            self._is_target = target
            self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def shape(self) -> QPainterPath:
        stroker = QPainterPathStroker()
        stroker.setWidth(_REACH)
        outline = stroker.createStroke(self._path)
        outline.addRect(self._chip_rect)
        return outline

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        painter.setPen(self._pen())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if zoom < BLOCK_ONLY:
            painter.drawLine(*self._ends)
            return
        painter.drawPath(self._path)
        if zoom >= KIND_ONLY and self._face.shape:
            self._paint_chip(painter)

    def _paint_chip(self, painter: QPainter) -> None:
        if self._chip is None:
            self._chip = line(self._face.shape, self._look.figure_font, 400)
        painter.fillRect(self._chip_rect, self._look.canvas)
        painter.setPen(self._look.accent if self.isSelected() else self._look.muted)
        painter.setFont(self._look.figure_font)
        size, middle = self._chip.size(), self._chip_rect.center()
        painter.drawStaticText(
            QPointF(middle.x() - size.width() / 2, middle.y() - size.height() / 2), self._chip
        )

    def _pen(self) -> QPen:
        look = self._look
        if self._is_target:
            return look.link_target
        if self.isSelected():
            return look.link_selected
        return look.link_bad if self._face.errors else look.link

    def _place_chip(self) -> None:
        self.prepareGeometryChange()
        self._chip, self._chip_rect = None, QRectF()
        if self._face.shape and not self._path.isEmpty():
            # The face is monospaced: its own width per character spares laying out unseen chips.
            width = self._look.figure_advance * len(self._face.shape) + 2 * _CHIP_PAD
            middle = self._path.pointAtPercent(0.5)
            self._chip_rect = QRectF(
                middle.x() - width / 2, middle.y() - _CHIP_HEIGHT / 2, width, _CHIP_HEIGHT
            )
        around = self._path.controlPointRect().adjusted(-4, -4, 4, 4)
        self._bounds = around.united(self._chip_rect) if not self._chip_rect.isNull() else around
        self.update()

    def _explain(self) -> None:
        shown = "<br>".join(html.escape(words) for words in self._face.errors)
        self.setToolTip(f"<qt>{shown}</qt>" if shown else "")
