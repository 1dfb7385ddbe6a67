"""The gallery of templates: searched, worked with the keyboard and the mouse, measured by an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from tests.helpers.canvas import branched
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error
from workbench.project.edits import SetTitle
from workbench.project.graph import Graph
from workbench.project.project import Project
from workbench.project.samples import bundled_projects
from workbench.project.spec import Spec
from workbench.protocol.analysis import Analysis, LayerAnalysis
from workbench.protocol.messages import Analysed, Failed, Response
from workbench.ui.dialogs.gallery import GalleryDialog
from workbench.ui.dialogs.gallery_model import FIGURES_ROLE, NAME_ROLE, PARAMS_ROLE, GalleryModel
from workbench.ui.document.measures import Measures
from workbench.ui.theme import Theme

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

    from workbench.ui.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

LEFT = Qt.MouseButton.LeftButton
PROJECTS = bundled_projects()


class Engine:
    """Keeps questions until the test answers them."""

    def __init__(self) -> None:
        self.asked: list[tuple[Project, Callable[[Response], None]]] = []
        self.cancelled: list[int] = []

    def request(self, _message: object, answer: Callable[[Response], None], **fields: Any) -> int:
        self.asked.append((fields["project"], answer))
        return len(self.asked)

    def cancel(self, request: int) -> None:
        self.cancelled.append(request)

    def answer(self) -> None:
        """Answer the newest question: every layer gives (None, 7), and there are 1,234 parameters."""
        project, answer = self.asked[-1]
        layers = tuple(
            LayerAnalysis(id=node.id, name=node.name, kind=node.spec.kind, output_shapes=((None, 7),))
            for node in project.graph.nodes
        )
        answer(Analysed(id=len(self.asked), analysis=Analysis(layers=layers, params=1234)))


@pytest.fixture
def engine_double() -> Engine:
    return Engine()


@pytest.fixture
def measures(qapp: QApplication, engine_double: Engine) -> Measures:
    return Measures(cast("Any", engine_double))


@pytest.fixture
def gallery(qtbot: QtBot, catalog: Catalog, measures: Measures) -> Iterator[GalleryDialog]:
    theme = Theme()
    dialog = GalleryDialog(PROJECTS, catalog=catalog, theme=theme, measures=measures)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.resize(1100, 700)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.search.hasFocus)
    yield dialog
    theme.deleteLater()


def _names(gallery: GalleryDialog) -> list[str]:
    model = gallery.cards.model()
    return [str(model.index(row, 0).data(NAME_ROLE)) for row in range(model.rowCount())]


def _middle(gallery: GalleryDialog, name: str) -> QPoint:
    index = gallery.cards.model().index(_names(gallery).index(name), 0)
    gallery.cards.scrollTo(index)
    return gallery.cards.visualRect(index).center()


def test_that_the_rows_keep_the_rules_of_a_model(
    measures: Measures, qtmodeltester: ModelTester, qapp: QApplication
) -> None:
    qtmodeltester.check(GalleryModel(PROJECTS, measures, qapp), force_py=True)


def test_that_every_template_has_a_card_and_the_small_ones_come_first(gallery: GalleryDialog) -> None:
    assert sorted(_names(gallery)) == sorted(PROJECTS)
    assert _names(gallery)[0] == "neuron"
    assert _names(gallery)[-1] == "googlenet"


def test_that_a_double_click_opens_the_template_under_it(qtbot: QtBot, gallery: GalleryDialog) -> None:
    viewport, at = gallery.cards.viewport(), _middle(gallery, "vgg16")
    qtbot.mouseClick(viewport, LEFT, pos=at)

    with qtbot.waitSignal(gallery.chosen) as chosen:
        qtbot.mouseDClick(viewport, LEFT, pos=at)

    assert chosen.args == ["vgg16"]
    assert not gallery.isVisible()


def test_that_a_click_chooses_and_the_button_opens(qtbot: QtBot, gallery: GalleryDialog) -> None:
    qtbot.mouseClick(gallery.cards.viewport(), LEFT, pos=_middle(gallery, "iris-mlp"))
    assert gallery.isVisible()
    button = gallery.findChild(QPushButton, "gallery-open")
    assert isinstance(button, QPushButton)

    with qtbot.waitSignal(gallery.chosen) as chosen:
        qtbot.mouseClick(button, LEFT)

    assert chosen.args == ["iris-mlp"]


def test_that_a_template_is_found_and_opened_without_leaving_the_search(
    qtbot: QtBot, gallery: GalleryDialog
) -> None:
    qtbot.keyClicks(gallery.search, "auxiliary")
    assert _names(gallery) == ["googlenet"]

    with qtbot.waitSignal(gallery.chosen) as chosen:
        qtbot.keyClick(gallery.search, Qt.Key.Key_Return)

    assert chosen.args == ["googlenet"]


def test_that_a_template_is_found_by_a_layer_that_it_holds(qtbot: QtBot, gallery: GalleryDialog) -> None:
    qtbot.keyClicks(gallery.search, "heavisidestep")

    assert _names(gallery) == ["perceptron"]


def test_that_arrows_walk_over_the_cards_and_enter_opens(qtbot: QtBot, gallery: GalleryDialog) -> None:
    qtbot.keyClick(gallery.search, Qt.Key.Key_Down)
    qtbot.waitUntil(gallery.cards.hasFocus)
    qtbot.keyClick(gallery.cards, Qt.Key.Key_Right)
    second = _names(gallery)[1]

    with qtbot.waitSignal(gallery.chosen) as chosen:
        qtbot.keyClick(gallery.cards, Qt.Key.Key_Return)

    assert chosen.args == [second]


def test_that_escape_closes_and_opens_nothing(qtbot: QtBot, gallery: GalleryDialog) -> None:
    with qtbot.assertNotEmitted(gallery.chosen):
        qtbot.keyClick(gallery.search, Qt.Key.Key_Escape)

    assert not gallery.isVisible()


def test_that_a_search_without_a_find_says_so_and_opens_nothing(qtbot: QtBot, gallery: GalleryDialog) -> None:
    qtbot.keyClicks(gallery.search, "no such network")
    button = gallery.findChild(QPushButton, "gallery-open")
    assert isinstance(button, QPushButton)

    with qtbot.assertNotEmitted(gallery.chosen):
        qtbot.keyClick(gallery.search, Qt.Key.Key_Return)
    assert not button.isEnabled()
    assert not gallery.cards.isVisible()

    gallery.search.clear()
    assert button.isEnabled()
    assert gallery.cards.isVisible()


def test_that_figures_come_from_the_engine_one_by_one(gallery: GalleryDialog, engine_double: Engine) -> None:
    first = gallery.cards.model().index(0, 0)
    assert (first.data(FIGURES_ROLE), first.data(PARAMS_ROLE)) == ("2 → …", "")
    assert len(engine_double.asked) == 1

    engine_double.answer()

    assert (first.data(FIGURES_ROLE), first.data(PARAMS_ROLE)) == ("2 → 7", "1,234 parameters")
    assert len(engine_double.asked) == 2


def test_that_nothing_more_is_asked_once_the_gallery_is_closed(
    qtbot: QtBot, gallery: GalleryDialog, engine_double: Engine, measures: Measures
) -> None:
    engine_double.answer()
    qtbot.keyClick(gallery.search, Qt.Key.Key_Escape)
    assert engine_double.cancelled == [2]

    measures.start(PROJECTS)
    names = list(PROJECTS)
    assert engine_double.asked[-1][0] == PROJECTS[names[1]]


def test_that_an_engine_that_died_is_not_asked_again_at_once(
    measures: Measures, engine_double: Engine
) -> None:
    measures.start(PROJECTS)
    engine_double.asked[-1][1](Failed(id=1, problems=(error("engine.died", "engine", "It died."),)))

    assert len(engine_double.asked) == 1
    assert measures.of("neuron") is None


@pytest.mark.parametrize("graph", [Graph(), branched(), Graph(nodes=branched().nodes[:1])])
def test_that_any_graph_has_a_picture(
    qtbot: QtBot, catalog: Catalog, measures: Measures, graph: Graph
) -> None:
    unknown = Graph(nodes=tuple(_renamed(node, "NoSuchLayer") for node in graph.nodes), links=graph.links)
    projects = {"one": Project(title="One", graph=graph), "two": Project(title="Two", graph=unknown)}
    dialog = GalleryDialog(projects, catalog=catalog, theme=Theme(parent=measures), measures=measures)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.resize(800, 500)

    assert not dialog.grab().toImage().isNull()


def _renamed(node: Any, kind: str) -> Any:
    from msgspec.structs import replace

    return replace(node, spec=Spec(kind))


def test_that_the_cards_follow_the_theme(qtbot: QtBot, catalog: Catalog, measures: Measures) -> None:
    theme = Theme(parent=measures)
    dialog = GalleryDialog(PROJECTS, catalog=catalog, theme=theme, measures=measures)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.resize(800, 500)

    def shown() -> QImage:
        return dialog.cards.grab().toImage()

    dark = shown()
    theme.set_dark(False)

    assert shown() != dark


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, workbench_home: Path) -> Iterator[Desk]:
    """A window; its engine is let go before it is ready."""
    from workbench.ui.desk import Desk

    made = Desk(qapp)
    made.window.show()
    made.window.activateWindow()
    yield made
    made.close()


def _opened(qtbot: QtBot, desk: Desk) -> GalleryDialog:
    found = desk.window.findChild(GalleryDialog, "gallery")
    assert isinstance(found, GalleryDialog)
    qtbot.waitUntil(found.isVisible)
    return found


@pytest.mark.slow
def test_that_the_templates_button_opens_the_gallery_and_a_choice_opens_the_project(
    qtbot: QtBot, desk: Desk
) -> None:
    button = desk.window.findChild(QPushButton, "templates")
    assert isinstance(button, QPushButton)
    qtbot.mouseClick(button, LEFT)
    gallery = _opened(qtbot, desk)

    qtbot.keyClicks(gallery.search, "alexnet")
    qtbot.keyClick(gallery.search, Qt.Key.Key_Return)

    assert desk.document.project == PROJECTS["alexnet"]
    assert desk.document.path is None


@pytest.mark.slow
def test_that_unsaved_edits_are_asked_about_before_a_template_opens(qtbot: QtBot, desk: Desk) -> None:
    desk.document.do(SetTitle("Mine"))
    desk.actions["gallery"].trigger()
    gallery = _opened(qtbot, desk)

    qtbot.keyClick(gallery.search, Qt.Key.Key_Return)
    question = desk.window.findChild(QMessageBox, "question")
    assert isinstance(question, QMessageBox)
    assert desk.document.project.title == "Mine"
    answer = question.findChild(QPushButton, "answer-discard")
    assert isinstance(answer, QPushButton)
    qtbot.mouseClick(answer, LEFT)

    assert desk.document.project == PROJECTS["neuron"]


@pytest.mark.slow
def test_that_the_gallery_has_its_key(desk: Desk) -> None:
    assert desk.actions["gallery"].shortcut().toString() == "Ctrl+Shift+N"
