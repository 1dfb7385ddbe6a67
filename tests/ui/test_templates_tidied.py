"""The large templates, tidied on the canvas: nothing that a person would mend at sight."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import Canvas, node, show_canvas
from workbench.catalog.catalog import Catalog
from workbench.project.edits import SetStyle
from workbench.project.graph import Graph, Link
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.ui.canvas.curve import curve
from workbench.ui.canvas.geometry import card_at

CTRL = Qt.KeyboardModifier.ControlModifier
NAMES = (
    "cnn-base",
    "cnn-kernel5",
    "cnn-gap",
    "cnn-gap-128",
    "cnn-batchnorm",
    "cnn-augmented",
    "alexnet",
    "vgg16",
    "googlenet",
)


def _crossings(canvas: Canvas) -> list[str]:
    """Return the pairs of links that cross, as straight lines between their ports."""
    lines = [(link, QLineF(*item.ends)) for link, item in canvas.scene.links.items()]
    return [
        f"{one} x {other}"
        for (one, first), (other, second) in itertools.combinations(lines, 2)
        if first.intersects(second)[0] == QLineF.IntersectionType.BoundedIntersection
        and not {first.p1().toTuple(), first.p2().toTuple()} & {second.p1().toTuple(), second.p2().toTuple()}
    ]


def _hidden(canvas: Canvas) -> list[str]:
    """Return the links that run behind a card which is not theirs."""
    cards = {node.id: card_at(node.at).adjusted(1, 1, -1, -1) for node in canvas.graph.nodes}
    return [
        f"{link} behind {node}"
        for link, item in canvas.scene.links.items()
        for node, card in cards.items()
        if node not in (link.source, link.target) and _runs_through(item.ends, card)
    ]


def _runs_through(ends: tuple[QPointF, QPointF], card: QRectF) -> bool:
    way = curve(*ends)
    return way.controlPointRect().intersects(card) and any(
        card.contains(way.pointAtPercent(step / 60)) for step in range(61)
    )


@pytest.mark.parametrize("name", NAMES)
def test_that_a_large_template_tidied_has_no_crossing_and_nothing_hidden(
    qtbot: QtBot, catalog: Catalog, name: str
) -> None:
    graph = SetStyle("functional").apply(Project(graph=open_project(name)[0].graph)).graph
    canvas = show_canvas(qtbot, catalog, graph)

    canvas.key(Qt.Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: not canvas.view.glide.is_going_on)

    cards = [card_at(node.at) for node in canvas.graph.nodes]
    assert not any(one.intersects(other) for one, other in itertools.combinations(cards, 2))
    assert _crossings(canvas) == []
    assert _hidden(canvas) == []


@pytest.mark.parametrize("name", NAMES)
def test_that_a_large_template_is_bundled_without_crossings(
    qtbot: QtBot, catalog: Catalog, name: str
) -> None:
    canvas = show_canvas(qtbot, catalog, open_project(name)[0].graph)

    assert _crossings(canvas) == []
    assert _hidden(canvas) == []


def test_that_links_which_pass_long_branches_run_beside_them(qtbot: QtBot, catalog: Catalog) -> None:
    nodes = [node("image", "Input", shape=(8,)), node("join", "Concatenate")]
    links = []
    for index, length in enumerate((3, 9, 15, 4)):
        way = ["image", *(f"b{index}_{row}" for row in range(length)), "join"]
        nodes += [node(name, "Dense", units=1) for name in way[1:-1]]
        links += [
            Link(one, other, 0, index if other == "join" else 0) for one, other in itertools.pairwise(way)
        ]
    canvas = show_canvas(qtbot, catalog, Graph(nodes=tuple(nodes), links=tuple(links)))

    canvas.key(Qt.Key.Key_L, CTRL)
    qtbot.waitUntil(lambda: not canvas.view.glide.is_going_on)

    assert _hidden(canvas) == []
