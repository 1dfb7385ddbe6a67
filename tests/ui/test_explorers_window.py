"""The explorers from the forms and the menu of a real window, and answered by Keras."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from tests.helpers.pages import choose, line, retype, text
from tests.helpers.windows import click, desk_with_runs

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from workbench.ui.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def whole_desk(qtbot: QtBot, qapp: QApplication, workbench_home: Path) -> Iterator[Desk]:
    with desk_with_runs(qtbot, qapp, "iris-mlp") as made:
        yield made


def page_of(qtbot: QtBot, desk: Desk, topic: Any) -> Any:
    """Wait for the explorer's page and return it."""

    def page() -> Any:
        dialog = desk.explorers.dialog
        return None if dialog is None else dialog.pages.get(topic)

    qtbot.waitUntil(lambda: page() is not None and page().isVisible())
    return page()


def select_dense(desk: Desk) -> Any:
    dense = next(node for node in desk.document.project.graph.nodes if node.spec.kind == "Dense")
    desk.document.select((dense.id,))
    return dense


def test_that_every_form_leads_to_its_explorer_and_the_activation_back(qtbot: QtBot, desk: Desk) -> None:
    before, dense = desk.document.project, select_dense(desk)

    click(qtbot, desk, "explore_activation")
    choose(qtbot, page_of(qtbot, desk, "activation").function.editor.combo, "gelu")
    click(qtbot, desk, "explore_use")
    assert desk.document.project.graph.node(dense.id).spec.params["activation"] == "gelu"
    desk.document.undo_stack.undo()
    assert desk.document.project == before

    click(qtbot, desk, "explore_kernel_initializer")
    assert page_of(qtbot, desk, "initializer").value().kind == "GlorotUniform"
    click(qtbot, desk, "mode-training")
    for topic in ("loss", "optimizer", "rate"):
        click(qtbot, desk, f"explore_{topic}")
        page_of(qtbot, desk, topic)


def test_that_an_activation_of_its_own_leads_to_its_explorer_and_back(qtbot: QtBot, desk: Desk) -> None:
    from workbench.project.edits import SetNodeSpec
    from workbench.project.spec import Spec

    dense = select_dense(desk)
    desk.document.do(SetNodeSpec(dense.id, Spec("LeakyReLU", {"negative_slope": 0.1})))

    click(qtbot, desk, "explore_layer")
    page = page_of(qtbot, desk, "activation")
    retype(qtbot, line(page, "field_negative_slope"), "0.25")
    click(qtbot, desk, "explore_use")

    spec = desk.document.project.graph.node(dense.id).spec
    assert spec == Spec("LeakyReLU", {"negative_slope": 0.25})


def test_that_the_explorers_come_and_go_by_keys(qtbot: QtBot, desk: Desk) -> None:
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    qtbot.keyClick(
        desk.window,
        Qt.Key.Key_X,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    page_of(qtbot, desk, "activation")

    dialog = desk.explorers.dialog
    assert dialog is not None
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert desk.explorers.dialog is None


@pytest.mark.slow
@pytest.mark.thorough
def test_that_the_window_shows_what_keras_answers(qtbot: QtBot, whole_desk: Desk) -> None:
    desk = whole_desk
    select_dense(desk)
    click(qtbot, desk, "explore_activation")
    page = page_of(qtbot, desk, "activation")
    choose(qtbot, page.function.editor.combo, "gelu")
    retype(qtbot, line(page, "field_x"), "-1")
    qtbot.waitUntil(lambda: text(page, "told_activation").startswith("f(-1) = -0.159"))

    click(qtbot, desk, "explore_kernel_initializer")
    page = page_of(qtbot, desk, "initializer")
    qtbot.waitUntil(lambda: "fan-in" in text(page, "told_initializer"))

    click(qtbot, desk, "mode-training")
    click(qtbot, desk, "explore_loss")
    page = page_of(qtbot, desk, "loss")
    choose(qtbot, page.picker.combo, "MeanSquaredError")
    choose(qtbot, page.beside, "BinaryCrossentropy")
    wanted = [["MeanSquaredError", "0.8100", "1.8000"], ["BinaryCrossentropy", "2.3026", "10.0000"]]
    qtbot.waitUntil(lambda: page.table.texts() == wanted)

    click(qtbot, desk, "explore_optimizer")
    page = page_of(qtbot, desk, "optimizer")
    qtbot.waitUntil(lambda: len(page.table.texts()) == 4)
