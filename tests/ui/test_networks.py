"""Networks of keras.applications in the palette: asked about, drawn by the engine, placed, given weights."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from tests.helpers.canvas import LEFT, branched, node
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error
from workbench.project.clip import Clip
from workbench.project.graph import Application, Block, Link, Point
from workbench.project.project import Project
from workbench.protocol.applications import NetworkOffer
from workbench.protocol.facts import DataFacts
from workbench.protocol.messages import (
    Failed,
    FindWeights,
    ListNetworks,
    MakeNetwork,
    NetworkMade,
    NetworksListed,
)
from workbench.ui.dialogs.network import NetworkDialog, Wish
from workbench.ui.document.document import Document
from workbench.ui.document.networks import Networks
from workbench.ui.model_page import ModelPage
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

MOBILE = NetworkOffer(
    name="MobileNet",
    options=("input_shape", "alpha", "include_top", "pooling", "classes"),
    about="Efficient Networks",
    black=(-1.0, -1.0, -1.0),
    white=(1.0, 1.0, 1.0),
)
VGG = NetworkOffer(name="VGG16", options=("include_top", "input_shape", "pooling", "classes"), is_bgr=True)
FLOWERS = DataFacts(
    input_shape=(64, 48, 3), task="classification", classes=("daisy", "rose", "tulip"), maximum=255.0
)


class Engine(QObject):
    """Answers when the test says so."""

    ready = Signal(object)
    progressed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[type, dict[str, Any], Callable[[Any], None]]] = []

    def request(self, message: type, answer: Callable[[Any], None], **fields: Any) -> int:
        self.asked.append((message, fields, answer))
        return len(self.asked)


@pytest.fixture
def page(qtbot: QtBot, catalog: Catalog, workbench_home: Path) -> ModelPage:
    document = Document(Project(graph=branched()), catalog)
    document.set_facts(FLOWERS)
    shown = ModelPage(document, Theme(parent=document), lambda _group, _kind: None)
    shown.setProperty("document", document)
    qtbot.addWidget(shown)
    shown.resize(1200, 700)
    shown.show()
    return shown


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def networks(page: ModelPage, engine: Engine) -> Networks:
    source = Networks(page.property("document"), engine, page, page)  # type: ignore[arg-type]
    page.shelf.add(source)
    page.inspector.block.weights.imagenet_wanted.connect(source.fetch_weights)
    engine.ready.emit(None)
    message, _, answer = engine.asked.pop()
    assert message is ListNetworks
    answer(NetworksListed(id=1, networks=(MOBILE, VGG)))
    return source


def _dialog(page: ModelPage) -> NetworkDialog:
    found = page.findChild(NetworkDialog)
    assert found is not None
    return found


def _choose(qtbot: QtBot, box: QComboBox, row: int) -> None:
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    for _ in range(row):
        qtbot.keyClick(box, Qt.Key.Key_Down)


def _made(application: Application) -> Clip:
    nodes = tuple(
        replace(each, block="mobilenet", origin=each.name)
        for each in (node("x", "Dense", 0, 0, units=4), node("y", "Dense", 0, 84, units=4))
    )
    block = Block(id="mobilenet", name="mobilenet", at=Point(0, 0), application=application)
    return Clip(nodes=nodes, links=(Link("x", "y"),), blocks=(block,))


def test_that_networks_are_found_in_the_palette_with_their_papers(networks: Networks, page: ModelPage):
    offers = [offer for offer in page.shelf.offers() if offer.family == "networks"]

    assert [offer.name for offer in offers] == ["MobileNet", "VGG16"]
    assert offers[0].tip == "MobileNet · a network of keras.applications\nEfficient Networks"


def test_that_what_is_proposed_fits_the_data_and_says_how_to_go_on(
    qtbot: QtBot, networks: Networks, page: ModelPage, engine: Engine
):
    page.canvas.placing.begin("networks/MobileNet")
    dialog = _dialog(page)
    assert dialog.onward.text() == "Then add behind it: Dense with 3 units and a softmax."

    qtbot.mouseClick(dialog.place, LEFT)

    message, fields, answer = engine.asked.pop()
    application = Application(
        network="MobileNet", options={"include_top": False, "pooling": "avg", "input_shape": (64, 48, 3)}
    )
    assert message is MakeNetwork
    assert fields == {"application": application, "brightest": 0.0}
    answer(NetworkMade(id=1, clip=_made(application)))
    graph = page.property("document").project.graph
    assert [block.name for block in graph.blocks] == ["mobilenet"]
    assert not any(each.spec.is_frozen for each in graph.nodes)


def test_that_imagenets_weights_freeze_the_block_prepare_its_pixels_and_are_fetched(
    qtbot: QtBot, networks: Networks, page: ModelPage, engine: Engine
):
    page.canvas.placing.begin("networks/MobileNet")
    dialog = _dialog(page)
    _choose(qtbot, dialog.weights.source, 2)
    qtbot.mouseClick(dialog.place, LEFT)

    _, fields, answer = engine.asked.pop()
    assert (fields["application"].weights, fields["brightest"]) == ("imagenet", 255.0)
    answer(NetworkMade(id=1, clip=_made(fields["application"])))
    placed = [each for each in page.property("document").project.graph.nodes if each.origin]
    assert [each.spec.is_frozen for each in placed] == [True, True]
    message, fields, answer = engine.asked[-1]
    assert message is FindWeights
    problem = error("weights.no-network", "network", "no network", "Download the file.")
    with qtbot.waitSignal(networks.refused) as refused:
        answer(Failed(id=1, problems=(problem,)))
    assert refused.args == [(problem,)]


def test_that_a_top_has_as_many_classes_as_the_data(qtbot: QtBot, networks: Networks, page: ModelPage):
    page.canvas.placing.begin("networks/VGG16")
    dialog = _dialog(page)
    wishes: list[Wish] = []
    dialog.wished.connect(wishes.append)

    dialog.has_top.setFocus()
    qtbot.keyClick(dialog.has_top, Qt.Key.Key_Space)
    assert dialog.onward.text() == "It ends in a softmax over 3 classes: nothing needs to follow."
    assert not dialog.pooling.isEnabled() and not dialog.prepares.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)

    assert wishes[0].application.options == {
        "include_top": True,
        "classes": 3,
        "input_shape": (64, 48, 3),
    }


def test_that_nothing_is_placed_when_it_is_cancelled_or_keras_refuses(
    qtbot: QtBot, networks: Networks, page: ModelPage, engine: Engine
):
    told: list[str] = []
    page.canvas.placing.told.connect(told.append)
    page.canvas.placing.begin("networks/MobileNet")
    qtbot.keyClick(_dialog(page), Qt.Key.Key_Escape)
    assert told[-1] == "“MobileNet” can't be placed: it was cancelled."

    page.canvas.placing.begin("networks/VGG16")
    dialog = next(each for each in page.findChildren(NetworkDialog) if each.isVisible())
    qtbot.mouseClick(dialog.place, LEFT)
    _, _, answer = engine.asked.pop()
    answer(Failed(id=1, problems=(error("network.refused", "network", "Too small."),)))

    assert told[-1] == "“VGG16” can't be placed: Too small."
    assert page.property("document").undo_stack.count() == 0


def test_that_the_inspector_changes_the_weights_of_a_block_to_a_files_by_one_step(
    qtbot: QtBot, networks: Networks, page: ModelPage, tmp_path: Path
):
    document = page.property("document")
    clip = _made(Application(network="MobileNet"))
    graph = document.project.graph
    document.open(
        document.project.with_graph(
            replace(
                graph,
                nodes=(*graph.nodes, *clip.nodes),
                links=(*graph.links, *clip.links),
                blocks=clip.blocks,
            )
        ),
        path=None,
        base=tmp_path,
    )
    document.select({"mobilenet"})
    weights, file = page.inspector.block.weights.choice, tmp_path / "mine.h5"
    _choose(qtbot, weights.source, 1)
    qtbot.keyClicks(weights.path, str(file))
    qtbot.keyClick(weights.path, Qt.Key.Key_Return)
    assert weights.message.text() == "There is no such file."
    assert document.undo_stack.count() == 0

    file.touch()
    qtbot.keyClick(weights.path, Qt.Key.Key_Return)

    assert document.project.graph.block("mobilenet").application.weights == str(file)
    document.undo_stack.undo()
    assert document.project.graph.block("mobilenet").application == Application(network="MobileNet")
    assert weights.source.currentText() == "At random"
