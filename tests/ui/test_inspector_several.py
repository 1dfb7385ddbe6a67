"""One form for several selected layers of a kind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.canvas_graphs import node
from workbench.catalog.catalog import Catalog
from workbench.project.edits import MakeAlike
from workbench.project.graph import Graph
from workbench.project.project import Project
from workbench.ui.document.document import Document
from workbench.ui.inspector.inspector import Inspector
from workbench.ui.theme import Theme

GRAPH = Graph(
    nodes=(
        node("a", "Dense", units=32, activation="relu"),
        node("b", "Dense", units=64, use_bias=False),
        node("c", "Dense", units=32),
        node("d", "Dropout", rate=0.5),
    )
)


class Shown:
    def __init__(self, qtbot: QtBot, catalog: Catalog) -> None:
        self.document = Document(Project(graph=GRAPH), catalog)
        self.widget = Inspector(self.document, Theme(parent=self.document), lambda _group, _kind: None)
        qtbot.addWidget(self.widget)
        self.widget.resize(300, 700)
        self.widget.show()
        self.widget.activateWindow()
        qtbot.waitUntil(self.widget.isActiveWindow)

    @property
    def form(self) -> QWidget:
        return self.widget.several

    def params(self, node_id: str) -> dict[str, object]:
        return dict(self.document.project.graph.node(node_id).spec.params)

    def message(self, name: str) -> str:
        label = self.form.findChild(QLabel, f"message_{name}")
        assert isinstance(label, QLabel)
        return label.text()


@pytest.fixture
def shown(qtbot: QtBot, catalog: Catalog) -> Shown:
    return Shown(qtbot, catalog)


def test_that_a_value_is_set_in_all_selected_layers_as_one_step(qtbot: QtBot, shown: Shown) -> None:
    shown.document.select({"a", "b"})
    field = shown.form.findChild(QLineEdit, "field_units")
    assert isinstance(field, QLineEdit)

    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, "128")

    assert [shown.params(name)["units"] for name in "abc"] == [128, 128, 32]
    assert shown.params("b")["use_bias"] is False
    assert shown.document.undo_stack.count() == 1
    shown.document.undo_stack.undo()
    assert shown.document.project.graph == GRAPH


def test_that_a_reset_is_a_reset_of_all(qtbot: QtBot, shown: Shown) -> None:
    shown.document.select({"b", "a"})
    shown.document.do(MakeAlike(frozenset({"a", "b"}), "b"))

    button = shown.form.findChild(QWidget, "reset_use_bias")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert "use_bias" not in {**shown.params("a"), **shown.params("b")}


def test_that_differing_values_are_told_and_can_be_made_alike(qtbot: QtBot, shown: Shown) -> None:
    shown.document.select({"a", "b"})
    button = shown.form.findChild(QPushButton, "several_alike")
    assert isinstance(button, QPushButton)

    assert shown.message("units") == "ℹ They differ: 32, 64"
    assert shown.message("activation") == "ℹ They differ: relu, none"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert shown.params("b") == shown.params("a") == {"units": 32, "activation": "relu"}
    assert shown.message("units") == ""
    assert not button.isVisible()
    assert shown.document.undo_stack.count() == 1


def test_that_only_layers_of_one_kind_share_a_form(shown: Shown) -> None:
    shown.document.select({"a", "d"})
    assert not shown.form.isVisible()

    shown.document.select({"a", "c"})
    assert shown.form.isVisible()

    shown.document.select({"a"})
    assert not shown.form.isVisible()


def test_that_layers_of_different_kinds_can_not_be_made_alike() -> None:
    with pytest.raises(ValueError, match="Dropout"):
        MakeAlike(frozenset({"a", "d"}), "a").apply(Project(graph=GRAPH))
