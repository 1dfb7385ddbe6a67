"""Time and layers by the window's keys: of the live run and of the chosen one in Results alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from tests.helpers.journals import WrittenRun
from tests.helpers.layer_figures import drawn_epoch
from workbench.foundation import paths
from workbench.runs.folder import RunFolder
from workbench.ui.desk import Desk

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def folder(workbench_home: Path) -> RunFolder:
    """A finished run whose layers are those of the digits network."""
    run = WrittenRun(paths.runs_home() / "20261120-153000-digits", classes=("a", "b"))
    run.begin(epochs=4)
    for epoch in range(4):
        run.end_epoch(epoch, layers=drawn_epoch(epoch + 1, names=("dense", "dense_1")))
    run.finish(epochs=4)
    run.close()
    return run.folder


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, folder: RunFolder) -> Iterator[Desk]:
    """A window without an engine: nothing here needs Keras."""
    made = Desk(qapp)
    made.open("digits-mlp")
    made.window.resize(1280, 800)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    made.training.attach(folder)
    qtbot.waitUntil(made.window.live_panel.timeline.isVisible)
    yield made
    made.close()


def test_that_keys_open_the_layers_even_of_a_hidden_panel_and_reach_the_slider(
    qtbot: QtBot, desk: Desk
) -> None:
    panel = desk.window.live_panel
    desk.window.toggle_live()
    assert not panel.isVisible()

    qtbot.keyClick(desk.window, Qt.Key.Key_Y, CTRL_SHIFT)
    assert panel.layers.isVisible()
    qtbot.keyClick(desk.window, Qt.Key.Key_M, CTRL_SHIFT)
    assert panel.timeline.slider.hasFocus()
    qtbot.keyClick(panel.timeline.slider, Qt.Key.Key_Home)
    assert panel.moment.epoch == 1
    desk.actions["newest-epoch"].trigger()

    assert panel.moment.is_newest
    qtbot.keyClick(desk.window, Qt.Key.Key_Y, CTRL_SHIFT)
    assert panel.curves.isVisible()


def test_that_the_same_run_in_results_has_its_layers_at_the_same_time(qtbot: QtBot, desk: Desk) -> None:
    desk.commands.choose_mode("results")
    panel = desk.window.results_page.view.live
    qtbot.waitUntil(panel.timeline.isVisible)

    qtbot.keyClick(desk.window, Qt.Key.Key_Y, CTRL_SHIFT)
    qtbot.waitUntil(lambda: panel.timeline.slider.maximum() == 4)
    qtbot.keyClick(panel.timeline.slider, Qt.Key.Key_Home)
    qtbot.keyClick(panel.timeline.slider, Qt.Key.Key_Right)

    assert panel.moment.epoch == 2
    assert panel.layers.isVisible()
    assert panel.layers.pictures.weights.shown.at == 2
    assert desk.window.live_panel.moment.epoch == 2


def test_that_the_layers_are_those_that_are_selected_on_the_canvas(qtbot: QtBot, desk: Desk) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_Y, CTRL_SHIFT)
    layers, canvas = desk.window.live_panel.layers, desk.window.model_page.canvas
    card = canvas.graph_scene().nodes["dense_1"]
    canvas.reveal("dense_1")

    at = canvas.mapFromScene(card.pos() + QPointF(40, 27))
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert desk.document.selected_nodes() == {"dense_1"}
    assert layers.layer.currentData() == "dense_1"


def test_that_reduced_motion_leaves_nothing_to_play_with(desk: Desk) -> None:
    play = desk.window.live_panel.findChild(QToolButton, "play_epochs")
    assert play is not None and play.isVisible()

    desk.actions["motion"].trigger()
    assert not play.isVisible()
    desk.actions["motion"].trigger()
    assert play.isVisible()
