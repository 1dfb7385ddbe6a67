"""Bringing several cards into view at once, moving and zooming no more than it takes."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QGraphicsView

from workbench.ui.canvas.geometry import CARD
from workbench.ui.canvas.node_item import NodeItem
from workbench.ui.canvas.zoom import Zoom

_MARGIN = 24


def bring(view: QGraphicsView, zoom: Zoom, cards: Iterable[NodeItem]) -> None:
    """Scroll to the cards; where they are too far apart for the view, zoom out until all are in it."""
    places = [CARD.translated(card.pos()) for card in cards]
    if not places:
        return
    area = places[0]
    for place in places[1:]:
        area = area.united(place)
    room = view.mapToScene(view.viewport().rect()).boundingRect()
    margin = 2 * _MARGIN / zoom.scale
    if area.width() + margin > room.width() or area.height() + margin > room.height():
        zoom.fit(area)
    else:
        view.ensureVisible(area, _MARGIN, _MARGIN)
