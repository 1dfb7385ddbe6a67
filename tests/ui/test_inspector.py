"""The inspector beside a document, with real keys and clicks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from workbench.catalog.kinds import Group
from workbench.foundation.errors import error
from workbench.project.edits import DeleteItems, SetParam
from workbench.protocol.analysis import Analysis, LayerAnalysis
from workbench.ui.document.document import Document
from workbench.ui.inspector.figures import Figures
from workbench.ui.inspector.inspector import Inspector
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


class Shown:
    """An inspector on the screen, and what it asked documentation for."""

    def __init__(self, document: Document, theme: Theme) -> None:
        self.asked: list[tuple[Group, str]] = []
        self.widget = Inspector(document, theme, lambda group, kind: self.asked.append((group, kind)))

    def label(self, name: str) -> QLabel:
        found = self.widget.findChild(QLabel, name)
        assert found is not None
        return found

    def line(self, name: str) -> QLineEdit:
        found = self.widget.findChild(QLineEdit, name)
        assert found is not None
        return found

    def figures(self, name: str) -> str:
        found = self.widget.findChild(Figures, name)
        assert found is not None
        return found.text()


@pytest.fixture
def shown(qtbot: QtBot, document: Document, theme: Theme) -> Iterator[Shown]:
    shown = Shown(document, theme)
    qtbot.addWidget(shown.widget)
    shown.widget.resize(300, 700)
    shown.widget.show()
    shown.widget.activateWindow()
    qtbot.waitUntil(shown.widget.isActiveWindow)
    yield shown


def dense(document: Document) -> str:
    return next(node.id for node in document.project.graph.nodes if node.spec.kind == "Dense")


def retype(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, text)


def analysis(document: Document) -> Analysis:
    layers = tuple(
        LayerAnalysis(
            id=node.id,
            name=node.name,
            kind=node.spec.kind,
            input_shapes=((None, 64),),
            output_shapes=((None, 8, 8, 32),),
            params=18_496,
            trainable_params=18_496,
            flops=403_700_000,
            memory=5_300_000,
        )
        for node in document.project.graph.nodes
    )
    return Analysis(layers=layers, params=55_488, trainable_params=55_000, flops=1000, memory=2048)


def test_that_an_edited_parameter_is_one_undoable_edit(
    qtbot: QtBot, shown: Shown, document: Document
) -> None:
    node = dense(document)
    before = document.project
    document.select([node])

    retype(qtbot, shown.line("field_units"), "128")

    assert document.project.graph.node(node).spec.params["units"] == 128
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.project == before
    assert shown.line("field_units").text() == str(before.graph.node(node).spec.params["units"])


def test_that_a_reset_parameter_leaves_the_project(qtbot: QtBot, shown: Shown, document: Document) -> None:
    node = dense(document)
    document.do(SetParam(node, "use_bias", False))
    document.select([node])
    qtbot.mouseClick(shown.widget.findChild(QWidget, "reset_use_bias"), Qt.MouseButton.LeftButton)
    assert "use_bias" not in document.project.graph.node(node).spec.params


def test_that_a_name_is_changed_when_enter_is_pressed(qtbot: QtBot, shown: Shown, document: Document) -> None:
    node = dense(document)
    document.select([node])
    retype(qtbot, shown.line("inspector_name"), "hidden")
    assert document.project.graph.node(node).name != "hidden"
    qtbot.keyClick(shown.line("inspector_name"), Qt.Key.Key_Return)
    assert document.project.graph.node(node).name == "hidden"


@pytest.mark.parametrize("name", ["2nd", "with space", "<b>bold</b>"])
def test_that_a_name_keras_cannot_take_is_told_in_words(
    qtbot: QtBot, shown: Shown, document: Document, name: str
) -> None:
    document.select([dense(document)])
    before = document.project
    retype(qtbot, shown.line("inspector_name"), name)
    qtbot.keyClick(shown.line("inspector_name"), Qt.Key.Key_Return)
    assert document.project == before
    assert repr(name) in shown.label("inspector_name_message").text()
    assert shown.label("inspector_name_message").textFormat() == Qt.TextFormat.PlainText


def test_that_another_layers_name_is_refused(qtbot: QtBot, shown: Shown, document: Document) -> None:
    node = dense(document)
    taken = next(other.name for other in document.project.graph.nodes if other.id != node)
    document.select([node])
    retype(qtbot, shown.line("inspector_name"), taken)
    assert "another layer" in shown.label("inspector_name_message").text()


def test_that_figures_come_with_the_analysis(shown: Shown, document: Document) -> None:
    document.select([dense(document)])
    assert shown.figures("layer_figures") == ""
    document.set_analysis(analysis(document))
    assert shown.label("inspector_params").text() == "18,496 parameters"
    assert shown.figures("layer_figures").splitlines() == [
        "in 64",
        "out 8 × 8 × 32",
        "work 403.7 M multiply-adds",
        "memory 5.3 MB an example",
    ]


def test_that_problems_stand_at_the_layer_and_at_the_parameter(shown: Shown, document: Document) -> None:
    node = dense(document)
    document.select([node])
    document.set_problems(
        (
            error("rank", f"node:{node}", "Expected 2 axes, received 4.", "Put Flatten before it."),
            error("units", f"node:{node}.units", "Expected 10, received 5."),
            error("other", f"node:{node}x", "Not this one."),
        )
    )
    problem = shown.label("problem")
    assert problem.text() == "✕ Expected 2 axes, received 4. Put Flatten before it."
    assert shown.label("message_units").text() == "✕ Expected 10, received 5."
    document.set_problems(())
    assert shown.label("message_units").isHidden()


def test_that_nothing_selected_shows_the_model(shown: Shown, document: Document) -> None:
    document.set_analysis(analysis(document))
    assert shown.label("overview_title").text() == "Model"
    assert "parameters 55,488" in shown.figures("overview_figures")
    assert "trainable 55,000" in shown.figures("overview_figures")


def test_that_an_empty_canvas_says_what_to_do(shown: Shown, document: Document) -> None:
    document.do(DeleteItems(document.project.graph.ids()))
    assert "Drag an Input" in shown.label("overview_hint").text()


def test_that_several_layers_are_summed_up(shown: Shown, document: Document) -> None:
    document.set_analysis(analysis(document))
    document.select(list(document.project.graph.ids())[:2])
    assert shown.label("overview_title").text() == "2 layers"
    assert "parameters 36,992" in shown.figures("overview_figures")


def test_that_deleting_the_selected_layer_leaves_the_model(shown: Shown, document: Document) -> None:
    node = dense(document)
    document.select([node])
    document.do(DeleteItems(frozenset({node})))
    assert shown.label("overview_title").isVisible()


def test_that_documentation_is_asked_for_once_and_shown_when_unfolded(
    qtbot: QtBot, shown: Shown, document: Document
) -> None:
    document.select([dense(document)])
    document.do(SetParam(dense(document), "units", 3))
    assert shown.asked == [("layer", "Dense")]
    shown.widget.set_docs("layer", "Dense", "Just <b>your</b> regular layer.", {"units": "How many."})
    shown.widget.set_docs("layer", "Conv2D", "Late and of another kind.", {})
    assert shown.label("documentation_text").isHidden() or not shown.label("documentation_text").isVisible()
    qtbot.mouseClick(shown.widget.findChild(QWidget, "toggle_documentation"), Qt.MouseButton.LeftButton)
    assert shown.label("documentation_text").isVisible()
    assert shown.label("documentation_text").text() == "Just <b>your</b> regular layer."
    assert "How many." in shown.line("field_units").toolTip()


def test_that_a_text_refused_for_one_layer_is_gone_for_the_next(
    qtbot: QtBot, shown: Shown, document: Document
) -> None:
    first, second = [node.id for node in document.project.graph.nodes if node.spec.kind == "Dense"][:2]
    document.select([first])
    retype(qtbot, shown.line("field_units"), "many")
    document.select([second])
    assert shown.line("field_units").text().isdigit()
    assert shown.label("message_units").isHidden()


def test_that_the_inspector_scrolls_and_keeps_its_width(shown: Shown, document: Document) -> None:
    document.select([dense(document)])
    area = shown.widget.findChild(QScrollArea, "inspector_scroll")
    assert area is not None
    assert shown.widget.width() == 300
    content = area.widget()
    assert content.minimumSizeHint().width() <= area.viewport().width()
