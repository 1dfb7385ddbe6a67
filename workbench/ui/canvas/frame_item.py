"""An open block on the canvas: a titled frame around what is in it. It shows a face and holds no truth."""

from __future__ import annotations

import html

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from workbench.project.graph import BlockId
from workbench.ui.canvas import block_paint
from workbench.ui.canvas.faces import FrameFace, tr
from workbench.ui.canvas.frames import CHEVRON, TITLE
from workbench.ui.canvas.look import Look

_UNDER_LINKS, _STEP = -10.0, 0.01
_EDGE = 6.0


class FrameItem(QGraphicsItem):
    """The frame of one block. Only its title takes hold of the pointer; the rest is canvas."""

    def __init__(self, block: BlockId, face: FrameFace, look: Look) -> None:
        super().__init__()
        self.block = block
        self._face, self._look = face, look
        self._area = QRectF()
        self._is_active = False
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.show_face(face)

    @property
    def face(self) -> FrameFace:
        return self._face

    @property
    def area(self) -> QRectF:
        """The whole frame in the scene."""
        return self._area

    @property
    def title(self) -> QRectF:
        """The strip at the top in the scene, by which the block is moved."""
        return QRectF(self._area.left(), self._area.top(), self._area.width(), TITLE)

    @property
    def chevron(self) -> QRectF:
        """The sign that closes the block, in the scene."""
        return CHEVRON.translated(self._area.topLeft())

    def show_face(self, face: FrameFace) -> None:
        self._face = face
        self.setZValue(_UNDER_LINKS + _STEP * face.depth)
        self._explain()
        self.update()

    def relook(self, look: Look) -> None:
        self._look = look
        self.update()

    def set_area(self, area: QRectF) -> None:
        if area != self._area:
            self.prepareGeometryChange()
            self._area = area

    def set_active(self, active: bool) -> None:
        """Show a halo while selected: the keyboard acts here."""
        if active != self._is_active:
            self._is_active = active
            self.update()

    def boundingRect(self) -> QRectF:
        return self._area.adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self.title)
        return path

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        active = self.isSelected() and self._is_active
        look = self._look
        block_paint.paint_frame(
            painter, self._area, self._face, look, selected=self.isSelected(), active=active
        )
        block_paint.paint_title(painter, self._area, self._face, look, zoom=zoom)

    def _explain(self) -> None:
        problems = (*self._face.errors, *self._face.warnings)
        lines = problems or (
            self._face.name,
            tr("Drag to move all of it. Double-click to open it on its own."),
        )
        self.setToolTip(f"<qt>{'<br>'.join(html.escape(line) for line in lines)}</qt>")
