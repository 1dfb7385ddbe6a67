"""What the reviewer asks the engine, and what it never asks: seen by an engine that only listens."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import branched, node
from tests.helpers.listening import ListeningEngine
from workbench.catalog.catalog import Catalog
from workbench.project.clip import MOST_NODES
from workbench.project.edits import MoveNodes, SetParam, SetTraining
from workbench.project.graph import Graph, Point
from workbench.project.project import Project
from workbench.protocol.analysis import Analysis, LayerAnalysis
from workbench.protocol.messages import Analysed
from workbench.ui.document.document import Document
from workbench.ui.document.reviewer import Reviewer


class Listener(ListeningEngine):
    def analysed(self, analysis: Analysis) -> None:
        """Answer the newest question."""
        self.answer(Analysed(id=self.asked[-1].id, analysis=analysis))


@pytest.fixture
def engine(qapp: object) -> Listener:
    return Listener()


def _review(document: Document, engine: Listener) -> Reviewer:
    return Reviewer(document, engine, document)  # type: ignore[arg-type]


def _answered(units: int) -> Analysis:
    return Analysis(layers=(LayerAnalysis(id="left", name="left", kind="Dense", params=units),))


def test_that_moving_cards_asks_nothing_and_changing_a_layer_does(
    qtbot: QtBot, catalog: Catalog, engine: Listener
) -> None:
    document = Document(Project(graph=branched()), catalog)
    reviewer = _review(document, engine)
    qtbot.waitUntil(lambda: len(engine.asked) == 1)
    engine.analysed(_answered(4))
    qtbot.waitUntil(lambda: reviewer.is_settled)

    document.do(MoveNodes({"left": Point(-900, 40)}))
    qtbot.waitUntil(lambda: reviewer.is_settled)
    assert len(engine.asked) == 1

    document.do(SetParam("left", "units", 9))
    qtbot.waitUntil(lambda: len(engine.asked) == 2)
    engine.analysed(_answered(9))
    document.do(SetTraining(replace(document.project.training, precision="mixed_float16")))
    qtbot.waitUntil(lambda: len(engine.asked) == 3)
    engine.analysed(_answered(9))


def test_that_a_project_opened_with_the_same_network_is_looked_at_again(
    qtbot: QtBot, catalog: Catalog, engine: Listener
) -> None:
    document = Document(Project(graph=branched()), catalog)
    _review(document, engine)
    qtbot.waitUntil(lambda: len(engine.asked) == 1)
    engine.analysed(_answered(4))

    document.open(Project(title="other", graph=branched()), path=None, base=Path.cwd())

    qtbot.waitUntil(lambda: len(engine.asked) == 2)
    engine.analysed(_answered(4))


def test_that_a_network_of_5001_layers_is_told_and_never_asked_about(
    qtbot: QtBot, catalog: Catalog, engine: Listener
) -> None:
    nodes = tuple(node(f"n{number}", "Dense", units=1) for number in range(MOST_NODES + 1))
    document = Document(Project(graph=Graph(nodes=nodes)), catalog)
    reviewer = _review(document, engine)
    qtbot.waitUntil(lambda: reviewer.is_settled)

    (problem,) = [problem for problem in document.problems_at("graph") if problem.code == "graph.too-many"]
    assert problem.message == "The network has 5,001 layers: expected at most 5,000."
    assert not engine.asked
