"""Painting a card, by level of detail. Nothing is measured or made here: see Look and NodeTexts."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QStaticText
from PySide6.QtWidgets import QWidget

from workbench.ui.canvas.faces import NodeFace
from workbench.ui.canvas.geometry import CARD, HEIGHT, WIDTH
from workbench.ui.canvas.heat_colors import Tint
from workbench.ui.canvas.look import Look
from workbench.ui.canvas.node_texts import GAP, LEFT, RIGHT, SIGN, NodeTexts

_RADIUS = 8.0
_FRAME = CARD.adjusted(0.5, 0.5, -0.5, -0.5)
_OUTLINE = CARD.adjusted(-12, -12, 12, 12)
_RING = CARD.adjusted(-4, -4, 4, 4)
_AROUND = CARD.adjusted(-6, -6, 6, 6)
_BAR = QRectF(0, 9, 4, HEIGHT - 18)
_BADGE = QPointF(WIDTH - 2, 1)
_MIDDLE, _BOTTOM = 17.0, 30.0


def paint_block(painter: QPainter, face: NodeFace, look: Look, tint: Tint | None, *, selected: bool) -> None:
    """From far away: a block in the family's colour, in the colour of trouble where there is some.

    With a heat map the cost's colour stays to be seen on a selected block, with an outline around it.
    """
    if tint is not None:
        if selected or face.errors:
            painter.fillRect(_OUTLINE, look.accent if selected else look.bad_fill)
        painter.fillRect(CARD, tint.block)
        return
    painter.fillRect(CARD, look.bad_fill if face.errors else look.family(face.family))
    if selected:
        painter.fillRect(CARD, look.accent)


def paint_frame(
    painter: QPainter,
    face: NodeFace,
    look: Look,
    tint: Tint | None,
    *,
    selected: bool,
    active: bool,
    widget: QWidget | None,
) -> None:
    """The card's body with its family bar, its selection and its ring of trouble."""

    def draw(painter: QPainter) -> None:
        _draw_frame(painter, face, look, tint, selected=selected, active=active)

    if tint is not None:
        draw(painter)  # hardly two cards cost the same
        return
    key = (face.family, selected, active, bool(face.errors))
    look.stamps.paint(painter, key, _AROUND, draw, widget=widget)


def _draw_frame(
    painter: QPainter, face: NodeFace, look: Look, tint: Tint | None, *, selected: bool, active: bool
) -> None:
    if face.errors:
        paint_ring(painter, look.bad)
    if selected and active:
        painter.setPen(look.halo)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(CARD.adjusted(-2, -2, 2, 2), _RADIUS + 2, _RADIUS + 2)
    painter.setPen(look.selected if selected else look.border)
    painter.setBrush(look.card if tint is None or tint.card is None else tint.card)
    painter.drawRoundedRect(_FRAME, _RADIUS, _RADIUS)
    if tint is not None:
        # One meaning of colour at a time: no family bar. A cost's colour may be near the selection's.
        if selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(_RING, _RADIUS + 4, _RADIUS + 4)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.family(face.family))
    painter.drawRoundedRect(_BAR, 2, 2)


def paint_ring(painter: QPainter, pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(_RING, _RADIUS + 4, _RADIUS + 4)


def paint_kind(painter: QPainter, texts: NodeTexts, look: Look, tint: Tint | None) -> None:
    """At half size and less: the kind alone, twice as big."""
    painter.setPen(_ink(tint, look.text))
    painter.setFont(look.far_font)
    painter.drawStaticText(QPointF(LEFT, (HEIGHT - texts.far.size().height()) / 2), texts.far)


def paint_texts(painter: QPainter, texts: NodeTexts, look: Look, tint: Tint | None) -> None:
    painter.setPen(_ink(tint, look.text))
    painter.setFont(texts.kind_font)
    painter.drawStaticText(QPointF(texts.left, _MIDDLE - texts.kind.size().height() / 2), texts.kind)
    painter.setPen(_ink(tint, look.muted))
    painter.setFont(look.small_font)
    painter.drawStaticText(QPointF(texts.left, _BOTTOM), texts.summary)
    painter.drawStaticText(_right(texts.name, _BOTTOM), texts.name)
    painter.setFont(look.figure_font)
    painter.drawStaticText(_right(texts.params, _MIDDLE - texts.params.size().height() / 2), texts.params)
    if texts.tail.text():
        painter.setPen(look.muted)
        painter.drawStaticText(QPointF((WIDTH - texts.tail.size().width()) / 2, HEIGHT + 8), texts.tail)


def paint_chain(painter: QPainter, texts: NodeTexts, look: Look, tint: Tint | None) -> None:
    """Two rings of a chain before the parameter count: this layer is called at several places."""
    width = texts.params.size().width() if texts.params.text() else -GAP
    left = WIDTH - RIGHT - width - GAP - SIGN
    painter.setPen(look.port if tint is None or tint.ink is None else QPen(tint.ink, look.port.widthF()))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ring in (QRectF(left, _MIDDLE - 3, 11, 6), QRectF(left + 7, _MIDDLE - 3, 11, 6)):
        painter.drawRoundedRect(ring, 3, 3)


def _ink(tint: Tint | None, usual: QColor) -> QColor:
    return usual if tint is None or tint.ink is None else tint.ink


def _right(text: QStaticText, top: float) -> QPointF:
    return QPointF(WIDTH - RIGHT - text.size().width(), top)


def paint_badge(painter: QPainter, face: NodeFace, look: Look) -> None:
    """A mark at the corner: an exclamation mark for errors, a smaller one's colour for warnings."""
    if not (face.errors or face.warnings):
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.bad_fill if face.errors else look.warning_fill)
    painter.drawEllipse(_BADGE, 8, 8)
    painter.setPen(look.on_bad)
    painter.setFont(look.kind_font)
    painter.drawText(QRectF(_BADGE.x() - 8, _BADGE.y() - 8, 16, 16), Qt.AlignmentFlag.AlignCenter, "!")
