"""A whole graph in the room of a card: blocks in the families' colours, names where they can be read."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from workbench.catalog.catalog import Catalog
from workbench.project.graph import Graph, Node
from workbench.ui.canvas.curve import curve
from workbench.ui.canvas.geometry import HEIGHT, WIDTH, bounds
from workbench.ui.theme import Colors

_LARGEST = 0.46
_READABLE = QRectF(0, 0, 56, 13)
_BAR, _TEXT = 3.0, 8.0


def paint_thumbnail(painter: QPainter, room: QRectF, graph: Graph, catalog: Catalog, colors: Colors) -> None:
    """Paint the graph in the middle of ``room``; a tall one is squeezed in height alone."""
    area = bounds(node.at for node in graph.nodes)
    if area.isNull():
        return
    scale_x, scale_y = (
        min(room.width() / area.width(), _LARGEST),
        min(room.height() / area.height(), _LARGEST),
    )

    def place(node: Node) -> QRectF:
        x = room.center().x() + (node.at.x - area.center().x()) * scale_x
        y = room.center().y() + (node.at.y - area.center().y()) * scale_y
        return QRectF(x, y, WIDTH * scale_x, HEIGHT * scale_y)

    places = {node.id: place(node) for node in graph.nodes}
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colors.faint), 1))
    for link in graph.links:
        if link.source in places and link.target in places:
            painter.drawPath(_way(places[link.source], places[link.target]))
    for node in graph.nodes:
        kind = node.spec.kind
        family = catalog.kind("layer", kind).family if catalog.has("layer", kind) else ""
        _paint_block(painter, places[node.id], kind, QColor(colors.family(family)), colors)


def _way(source: QRectF, target: QRectF) -> QPainterPath:
    start, end = QPointF(source.center().x(), source.bottom()), QPointF(target.center().x(), target.top())
    return curve(start, end)


def _paint_block(painter: QPainter, block: QRectF, kind: str, family: QColor, colors: Colors) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    if block.height() < _READABLE.height() or block.width() < _READABLE.width():
        painter.setBrush(family)
        painter.drawRoundedRect(block, 1, 1)
        return
    painter.setPen(QPen(QColor(colors.line), 1))
    painter.setBrush(QColor(colors.card))
    painter.drawRoundedRect(block, 4, 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(family)
    painter.drawRoundedRect(QRectF(block.left(), block.top() + 3, _BAR, block.height() - 6), 1.5, 1.5)
    font = QFont(painter.font())
    font.setPixelSize(11 if block.height() >= 20 else 10)
    font.setBold(False)
    painter.setFont(font)
    painter.setPen(QColor(colors.text))
    text = block.adjusted(_TEXT, 0, -4, 0)
    shown = painter.fontMetrics().elidedText(kind, Qt.TextElideMode.ElideRight, int(text.width()))
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
