"""Painting what only blocks have: the frame of an open one, and on the card of a closed one its marks."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from workbench.ui.canvas.faces import FrameFace, NodeFace
from workbench.ui.canvas.frames import CHEVRON, TITLE
from workbench.ui.canvas.geometry import CARD, HEIGHT, WIDTH, input_port, output_port
from workbench.ui.canvas.heat_colors import Tint
from workbench.ui.canvas.look import Look

_RADIUS = 10.0
_CLOSED = QPolygonF([QPointF(-2, -4), QPointF(2.5, 0), QPointF(-2, 4)])
_OPEN = QPolygonF([QPointF(-4, -2), QPointF(0, 2.5), QPointF(4, -2)])
_SHADE = CARD.adjusted(8, 6, -8, 5)
_FAINT, _BADGE = 14, 44
_STUB = 20.0
_ABOVE = QRectF(-40, -_STUB - 20, WIDTH + 80, 18)
_BELOW = QRectF(-40, HEIGHT + _STUB + 2, WIDTH + 80, 18)
_READABLE = 0.35
"""Below this zoom a frame's title would be dust."""
PILL = 34.0
"""The width that a repeated block's sign takes at most."""


def paint_stack(painter: QPainter, look: Look) -> None:
    """The edge of another card below the card of a block: there is more in it."""
    painter.setPen(look.border)
    painter.setBrush(look.card)
    painter.drawRoundedRect(_SHADE, 8, 8)


def paint_marks(painter: QPainter, face: NodeFace, look: Look, tint: Tint | None) -> None:
    """The sign that opens a block in place, and how often it is repeated."""
    ink = tint.ink if tint is not None else None
    pen = look.port if ink is None else QPen(ink, look.port.widthF())
    _paint_chevron(painter, CHEVRON.center() + QPointF(0, 3), pen, is_open=False)
    if face.repeat > 1:
        _paint_pill(painter, QPointF(WIDTH - 10, HEIGHT - 17), face.repeat, look, ink)


def paint_outside(painter: QPainter, face: NodeFace, look: Look) -> None:
    """Short dashed ends at the ports that lead out of the block, with the names of the layers there."""
    painter.setPen(look.loose)
    for index in face.outside.inputs:
        port = input_port(index, face.inputs)
        painter.drawLine(port, port - QPointF(0, _STUB))
    for index in face.outside.outputs:
        port = output_port(index, face.outputs)
        painter.drawLine(port, port + QPointF(0, _STUB))
    painter.setPen(look.muted)
    painter.setFont(look.small_font)
    metrics = QFontMetricsF(look.small_font)
    for names, room in ((face.outside.sources, _ABOVE), (face.outside.targets, _BELOW)):
        shown = metrics.elidedText(", ".join(names), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, shown)


def paint_frame(
    painter: QPainter, area: QRectF, face: FrameFace, look: Look, *, selected: bool, active: bool
) -> None:
    """A faint sheet under all that is in a block, with a line around it."""
    if active:
        painter.setPen(look.halo)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(-2, -2, 2, 2), _RADIUS + 2, _RADIUS + 2)
    sheet = QColor(look.family("block"))
    sheet.setAlpha(_FAINT)
    line = look.bad if face.errors else look.border
    painter.setPen(look.selected if selected else line)
    painter.setBrush(sheet)
    painter.drawRoundedRect(area, _RADIUS, _RADIUS)


def paint_title(painter: QPainter, area: QRectF, face: FrameFace, look: Look, *, zoom: float) -> None:
    """The sign that closes the block, its name, how often it is repeated, and its parameters."""
    if zoom < _READABLE:
        return
    corner = area.topLeft()
    middle = corner.y() + TITLE / 2
    _paint_chevron(painter, corner + CHEVRON.center(), look.port, is_open=True)
    right = area.right() - 12
    painter.setFont(look.figure_font)
    painter.setPen(look.muted)
    if face.params:
        right -= look.figure_advance * len(face.params)
        painter.drawText(QPointF(right, middle + 4), face.params)
        right -= 10
    if face.repeat > 1:
        right -= _paint_pill(painter, QPointF(right, middle), face.repeat, look) + 10
    left = corner.x() + CHEVRON.right() + 2
    room = QRectF(left, corner.y(), max(right - left, 0), TITLE)
    name = QFontMetricsF(look.kind_font).elidedText(face.name, Qt.TextElideMode.ElideRight, room.width())
    painter.setFont(look.kind_font)
    painter.setPen(look.text)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)


def _paint_chevron(painter: QPainter, middle: QPointF, pen: QPen, *, is_open: bool) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline((_OPEN if is_open else _CLOSED).translated(middle))


def _paint_pill(
    painter: QPainter, right: QPointF, repeat: int, look: Look, ink: QColor | None = None
) -> float:
    """Paint ``×3`` with the middle of its right edge at a place, and return how wide it is."""
    text = f"×{repeat:,}"
    width = look.figure_advance * len(text) + 10
    pill = QRectF(right.x() - width, right.y() - 8, width, 16)
    fill = QColor(look.family("block") if ink is None else ink)
    fill.setAlpha(_BADGE)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(pill, 8, 8)
    painter.setPen(look.text if ink is None else ink)
    painter.setFont(look.figure_font)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    return width
