"""A layer on the canvas: a card with its ports. Shows a face; holds no truth of its own."""

from __future__ import annotations

import html
from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from workbench.project.graph import NodeId, Point
from workbench.ui.canvas import block_paint, node_paint
from workbench.ui.canvas.faces import NodeFace
from workbench.ui.canvas.frames import CHEVRON
from workbench.ui.canvas.geometry import CARD, PORT, input_port, output_port
from workbench.ui.canvas.heat_colors import Tint
from workbench.ui.canvas.look import Look
from workbench.ui.canvas.node_texts import NodeTexts
from workbench.ui.canvas.outside import NOTHING

Hint = Literal["good", "bad"]
_BOUNDS = CARD.adjusted(-12, -12, 12, 30)
_WITH_OUTSIDE = CARD.adjusted(-40, -44, 40, 44)
_RESTING, _LIFTED = 1.0, 2.0
KIND_ONLY, BLOCK_ONLY = 0.5, 0.2
"""Below these zooms a card shows its kind only, and a coloured block only."""


class NodeItem(QGraphicsItem):
    """The card of one node."""

    def __init__(self, node_id: NodeId, face: NodeFace, look: Look) -> None:
        super().__init__()
        self.node_id = node_id
        self._face, self._look = face, look
        self._texts: NodeTexts | None = None
        self._tint: Tint | None = None
        self._hint: Hint | None = None
        self._is_active = False
        self._hot_port: QPointF | None = None
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.settle()
        self._explain()

    @property
    def face(self) -> NodeFace:
        return self._face

    def show_face(self, face: NodeFace) -> None:
        if (face.outside == NOTHING) != (self._face.outside == NOTHING):
            self.prepareGeometryChange()
        self._face, self._texts = face, None
        self._explain()
        self.update()

    @property
    def tint(self) -> Tint | None:
        return self._tint

    def set_tint(self, tint: Tint | None) -> None:
        """Colour the card by what it costs, and say how much; None: by its family, with its parameters."""
        if tint != self._tint:
            self._tint, self._texts = tint, None
            self.update()

    def relook(self, look: Look) -> None:
        self._look, self._texts = look, None
        self.update()

    def settle(self) -> None:
        """Go to the place that the document says."""
        self.setPos(self._face.at.x, self._face.at.y)
        self.setZValue(_RESTING)
        self.setOpacity(1.0)

    def lift(self, at: Point) -> None:
        """Hover over the others at another place, until ``settle``."""
        self.setPos(at.x, at.y)
        self.setZValue(_LIFTED)
        self.setOpacity(0.85)

    @property
    def hint(self) -> Hint | None:
        return self._hint

    def set_hint(self, hint: Hint | None) -> None:
        """Ring the card as a good or a refused target of a gesture."""
        if hint != self._hint:
            self._hint = hint
            self.update()

    def set_active(self, active: bool) -> None:
        """Show a halo while selected: the keyboard acts here."""
        if active != self._is_active:
            self._is_active = active
            self.update()

    def set_hot_port(self, port: QPointF | None) -> None:
        """Enlarge the port under the pointer."""
        if port != self._hot_port:
            self._hot_port = port
            self.update()

    def is_on_chevron(self, at: QPointF) -> bool:
        """Tell whether a place of the scene is on the sign that opens a block in place."""
        return self._face.is_block and CHEVRON.contains(at - self.pos())

    def input_places(self) -> list[QPointF]:
        """Return the input ports in the card's coordinates."""
        return [input_port(index, self._face.inputs) for index in range(self._face.inputs)]

    def output_places(self) -> list[QPointF]:
        return [output_port(index, self._face.outputs) for index in range(self._face.outputs)]

    def input_point(self, index: int) -> QPointF:
        """Return an input port's place in the scene."""
        return self.pos() + input_port(index, self._face.inputs)

    def output_point(self, index: int) -> QPointF:
        return self.pos() + output_port(index, self._face.outputs)

    def boundingRect(self) -> QRectF:
        return _BOUNDS if self._face.outside == NOTHING else _WITH_OUTSIDE

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        face, look = self._face, self._look
        if zoom < BLOCK_ONLY:
            node_paint.paint_block(painter, face, look, self._tint, selected=self.isSelected())
            return
        tint = self._tint
        if face.is_block:
            block_paint.paint_stack(painter, look)
        node_paint.paint_frame(
            painter,
            face,
            look,
            tint,
            selected=self.isSelected(),
            active=self._is_active,
            widget=widget,
        )
        if self._hint is not None:
            node_paint.paint_ring(painter, look.good if self._hint == "good" else look.bad)
        texts = self._laid_out()
        if zoom < KIND_ONLY:
            node_paint.paint_kind(painter, texts, look, tint)
            return
        node_paint.paint_texts(painter, texts, look, tint)
        if face.is_shared:
            node_paint.paint_chain(painter, texts, look, tint)
        if face.is_block:
            block_paint.paint_marks(painter, face, look, tint)
        if face.outside != NOTHING:
            block_paint.paint_outside(painter, face, look)
        self._paint_ports(painter)
        node_paint.paint_badge(painter, face, look)

    def _paint_ports(self, painter: QPainter) -> None:
        painter.setPen(self._look.port)
        painter.setBrush(self._look.canvas)
        for place in (*self.input_places(), *self.output_places()):
            if place == self._hot_port:
                painter.setPen(self._look.selected)
                painter.drawEllipse(place, PORT + 2, PORT + 2)
                painter.setPen(self._look.port)
            else:
                painter.drawEllipse(place, PORT, PORT)

    def _laid_out(self) -> NodeTexts:
        if self._texts is None:
            face = self._face if self._tint is None else replace(self._face, params=self._tint.figure)
            self._texts = NodeTexts(face, self._look)
        return self._texts

    def _explain(self) -> None:
        """Say in the tooltip what the card could not: problems, else the whole summary."""
        problems = (*self._face.errors, *self._face.warnings)
        if problems:
            shown = "<br>".join(html.escape(words) for words in problems)
        else:
            shown = html.escape(f"{self._face.kind} {self._face.name}".strip())
            if self._face.summary:
                shown += "<br>" + html.escape(self._face.summary)
            if self._face.params:
                count = QCoreApplication.translate("NodeItem", "{count} parameters")
                shown += "<br>" + html.escape(count.format(count=self._face.params))
        self.setToolTip(f"<qt>{shown}</qt>")
