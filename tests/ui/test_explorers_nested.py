"""Explorers of what stands within something else: an object in a layer, the loss of a single output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tests.helpers.pages import choose
from tests.helpers.windows import click
from workbench.project.edits import SetNodeSpec, SetTraining
from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.spec import Spec
from workbench.project.training import Head

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from workbench.ui.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def test_that_the_activation_of_a_wrapped_layer_is_explored_and_used_as_one_step(
    qtbot: QtBot, desk: Desk
) -> None:
    document = desk.document
    node = next(node for node in document.project.graph.nodes if node.spec.kind == "Dense").id
    inner = Spec("Dense", {"units": 3, "activation": "relu"})
    document.do(SetNodeSpec(node, Spec("TimeDistributed", {"layer": inner})))
    document.select((node,))
    before = document.project

    click(qtbot, desk, "explore_activation")
    dialog = desk.explorers.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: "activation" in dialog.pages and dialog.pages["activation"].isVisible())
    assert dialog.place.text() == f"activation of layer of {document.project.graph.node(node).name}"
    choose(qtbot, dialog.pages["activation"].function.editor.combo, "gelu")
    qtbot.mouseClick(dialog.use, Qt.MouseButton.LeftButton)

    wrapped = document.project.graph.node(node).spec
    assert wrapped == Spec("TimeDistributed", {"layer": inner.with_param("activation", "gelu")})
    document.undo_stack.undo()
    assert document.project == before


def test_that_the_loss_of_a_single_output_is_explored_and_used_there(qtbot: QtBot, desk: Desk) -> None:
    document = desk.document
    dense = Spec("Dense", {"units": 3, "activation": "softmax"})
    names = ("a", "b", "c")
    specs = (Spec("Input", {"shape": (4,)}), dense, dense)
    nodes = tuple(
        Node(id=name, spec=spec, name=name, at=Point(0, 0)) for name, spec in zip(names, specs, strict=True)
    )
    graph = Graph(nodes=nodes, links=(Link("a", "b"), Link("a", "c")))
    document.open(document.project.with_graph(graph), path=None, base=Path())
    head = Head(output="c", loss=Spec("MeanSquaredError"), weight=0.5)
    document.do(SetTraining(replace(document.project.training, heads=(head,))))
    common = document.project.training.loss
    click(qtbot, desk, "mode-training")

    row = desk.window.training_page.loss.findChild(object, "head_c")
    qtbot.mouseClick(row.findChild(QPushButton, "explore_loss"), Qt.MouseButton.LeftButton)
    dialog = desk.explorers.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: "loss" in dialog.pages and dialog.pages["loss"].isVisible())
    assert dialog.place.text() == "the loss of c"
    choose(qtbot, dialog.pages["loss"].picker.combo, "MeanAbsoluteError")
    qtbot.mouseClick(dialog.use, Qt.MouseButton.LeftButton)

    training = document.project.training
    assert training.heads == (replace(head, loss=Spec("MeanAbsoluteError")),)
    assert training.loss == common


def test_that_the_learning_rate_leads_to_its_explorer(qtbot: QtBot, desk: Desk) -> None:
    click(qtbot, desk, "mode-training")

    click(qtbot, desk, "explore_learning_rate")

    dialog = desk.explorers.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: "rate" in dialog.pages and dialog.pages["rate"].isVisible())
