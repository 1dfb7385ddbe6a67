"""One slider for time: curves, matrix and whoever follows the moment stand at the epoch that it chooses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.journals import WrittenRun, finished_run
from tests.helpers.pages import click, exposed
from workbench.runs import epoch_weights, models
from workbench.runs.events import EpochEnded
from workbench.runs.folder import RunFolder
from workbench.runs.growing import Grown
from workbench.runs.state import RunState
from workbench.ui.live.kept import Kept
from workbench.ui.live.moment import Moment
from workbench.ui.live.panel import LivePanel
from workbench.ui.live.playing import pace
from workbench.ui.live.session import RunSession
from workbench.ui.live.time_slider import TimeSlider
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

LEFT = Qt.MouseButton.LeftButton
ENDED = EpochEnded(seq=0, t=0.0, at="", epoch=0, values={"loss": 1.0}, seconds=1.0, learning_rate=0.1)


@pytest.fixture
def run(run: WrittenRun) -> WrittenRun:
    """A run that goes on, ten epochs of forty done."""
    run.begin(epochs=40)
    for epoch in range(10):
        run.end_epoch(epoch, matrix=np.array([[epoch, 2], [1, 9]]))
    return run


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, session: RunSession) -> LivePanel:
    shown = exposed(qtbot, LivePanel(theme), 1280, 300)
    shown.set_session(session)
    qtbot.waitUntil(lambda: shown.timeline.isVisible() and shown.timeline.slider.maximum() == 10)
    return shown


def _slider(panel: LivePanel) -> TimeSlider:
    return panel.timeline.slider


def _at(slider: TimeSlider, epoch: int) -> QPoint:
    return slider.place(epoch).toPoint()


def _matrix(panel: LivePanel) -> str:
    label = panel.findChild(QLabel, "confusion_title")
    assert label is not None
    return label.text()


def _button(panel: LivePanel, name: str) -> QWidget:
    found = panel.findChild(QWidget, name)
    assert found is not None
    return found


def test_that_dragging_takes_curves_and_matrix_to_an_epoch_together(qtbot: QtBot, panel: LivePanel) -> None:
    slider = _slider(panel)
    told: list[int | None] = []
    panel.moment.changed.connect(lambda: told.append(panel.moment.epoch))

    qtbot.mousePress(slider, LEFT, pos=_at(slider, 3))
    for epoch in (4, 5, 6):
        qtbot.mouseMove(slider, _at(slider, epoch))
    qtbot.mouseRelease(slider, LEFT, pos=_at(slider, 6))

    assert told == [3, 4, 5, 6]
    assert panel.curves.pinned_epoch == 6
    assert _matrix(panel).endswith("epoch 6")
    assert panel.timeline.text.startswith("epoch 6 of 40 · kept: matrix")


def test_that_keys_go_by_epochs_and_tenths_and_to_both_ends(qtbot: QtBot, panel: LivePanel) -> None:
    slider = _slider(panel)

    for key, epoch in (
        (Qt.Key.Key_Left, 9),
        (Qt.Key.Key_Down, 8),
        (Qt.Key.Key_Right, 9),
        (Qt.Key.Key_Home, 1),
        (Qt.Key.Key_PageUp, 2),
        (Qt.Key.Key_PageDown, 1),
        (Qt.Key.Key_End, None),
    ):
        qtbot.keyClick(slider, key)
        assert panel.moment.epoch == epoch, key


@pytest.mark.parametrize("way", ["button", "escape", "end", "pull"])
def test_that_there_are_four_ways_back_to_the_newest(qtbot: QtBot, panel: LivePanel, way: str) -> None:
    slider, button = _slider(panel), _button(panel, "newest_epoch")
    assert not button.isEnabled()
    qtbot.mouseClick(slider, LEFT, pos=_at(slider, 2))
    assert panel.moment.epoch == 2 and button.isEnabled()

    if way == "button":
        qtbot.mouseClick(button, LEFT)
    elif way == "pull":
        qtbot.mouseClick(slider, LEFT, pos=_at(slider, 25))
    else:
        qtbot.keyClick(slider, Qt.Key.Key_Escape if way == "escape" else Qt.Key.Key_End)

    assert panel.moment.is_newest
    assert _matrix(panel).endswith("epoch 10")
    assert panel.timeline.text.startswith("live, 10 of 40")


def test_that_the_moment_stays_where_it_is_while_the_run_goes_on(
    qtbot: QtBot, panel: LivePanel, run: WrittenRun
) -> None:
    slider = _slider(panel)
    qtbot.mouseClick(slider, LEFT, pos=_at(slider, 4))

    run.end_epoch(10, matrix=np.eye(2, dtype=np.int64))
    qtbot.waitUntil(lambda: slider.maximum() == 11)

    assert (panel.moment.epoch, slider.value()) == (4, 4)
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert slider.value() == 11
    run.end_epoch(11, matrix=np.eye(2, dtype=np.int64))
    qtbot.waitUntil(lambda: slider.value() == 12)
    assert panel.moment.is_newest


def test_that_a_click_in_the_curves_moves_the_slider(qtbot: QtBot, panel: LivePanel) -> None:
    chart = panel.curves.plots[0].chart
    assert chart is not None

    at = chart.point(7, 0.5).toPoint()
    qtbot.mouseClick(chart.canvas.viewport(), LEFT, pos=at)

    assert _slider(panel).value() == 7


def test_that_a_run_gone_on_with_from_an_earlier_epoch_takes_the_moment_to_its_newest(
    qtbot: QtBot, panel: LivePanel, run: WrittenRun
) -> None:
    qtbot.mouseClick(_slider(panel), LEFT, pos=_at(_slider(panel), 9))

    state = RunState(
        epochs=Grown(replace(ENDED, epoch=number) for number in range(5)),
        status="running",
    )
    panel.timeline.set_state(state, run.folder)

    assert panel.moment.is_newest
    assert _slider(panel).maximum() == 5


def test_that_it_says_what_is_not_kept_of_an_epoch(qtbot: QtBot, panel: LivePanel, run: WrittenRun) -> None:
    epoch_weights.write(models.weights_file(run.folder, models.epoch_name(4)), [np.ones(2)])
    run.end_epoch(10)
    run.finish(epochs=11)
    slider = _slider(panel)
    qtbot.waitUntil(lambda: panel.timeline.kept.has("model", 4))

    assert "the last" in panel.timeline.text
    assert panel.timeline.text.endswith("not kept: matrix (nearest: epoch 10), model (nearest: epoch 4)")
    qtbot.mouseClick(slider, LEFT, pos=_at(slider, 4))
    assert panel.timeline.text == "epoch 4 of 11 · kept: matrix, model"
    assert slider.accessibleDescription() == panel.timeline.text


def test_that_playing_walks_to_the_newest_and_any_hand_ends_it(qtbot: QtBot, panel: LivePanel) -> None:
    told: list[int | None] = []
    panel.moment.changed.connect(lambda: told.append(panel.moment.epoch))
    click(qtbot, panel, "play_epochs")
    qtbot.waitUntil(lambda: panel.moment.epoch == 3)
    assert told == [1, 2, 3]

    qtbot.keyClick(_slider(panel), Qt.Key.Key_Right)
    assert not panel.timeline.player.is_playing
    assert panel.moment.epoch == 4

    qtbot.mouseClick(_slider(panel), LEFT, pos=_at(_slider(panel), 9))
    click(qtbot, panel, "play_epochs")
    qtbot.waitUntil(lambda: panel.moment.is_newest)
    assert not panel.timeline.player.is_playing


def test_that_nothing_plays_where_motion_is_reduced_or_nobody_looks(qtbot: QtBot, panel: LivePanel) -> None:
    click(qtbot, panel, "play_epochs")
    assert panel.timeline.player.is_playing

    panel.timeline.keep_still(True)
    assert not panel.timeline.player.is_playing
    assert not _button(panel, "play_epochs").isVisible()

    panel.timeline.keep_still(False)
    click(qtbot, panel, "play_epochs")
    panel.hide()
    assert not panel.timeline.player.is_playing


def test_that_without_an_epoch_there_is_no_slider_and_with_one_nothing_to_choose(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    panel = exposed(qtbot, LivePanel(theme), 1000, 300)
    assert not panel.timeline.isVisible()
    session = RunSession(finished_run(tmp_path / "one", epochs=1))
    panel.set_session(session)
    qtbot.waitUntil(panel.timeline.isVisible)

    assert not _slider(panel).isEnabled()
    assert panel.timeline.text == "epoch 1 of 1, the last · kept: matrix"
    panel.set_session(None)
    assert not panel.timeline.isVisible()
    session.close()


def test_that_a_matrix_of_many_classes_follows_where_the_slider_rests(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    run = WrittenRun(tmp_path / "many", classes=tuple(map(str, range(200))))
    run.begin(epochs=3)
    for epoch in range(3):
        run.end_epoch(epoch, matrix=np.eye(200, dtype=np.int64))
    run.finish(epochs=3)
    run.close()
    panel = exposed(qtbot, LivePanel(theme), 1280, 300)
    session = RunSession(run.folder)
    with qtbot.waitSignal(session.over):
        panel.set_session(session)

    qtbot.mousePress(_slider(panel), LEFT, pos=_at(_slider(panel), 1))
    assert _matrix(panel).endswith("epoch 3")
    qtbot.mouseMove(_slider(panel), _at(_slider(panel), 2))
    qtbot.mouseRelease(_slider(panel), LEFT, pos=_at(_slider(panel), 2))

    qtbot.waitUntil(lambda: _matrix(panel).endswith("epoch 2"))
    session.close()


def test_that_another_run_is_looked_at_as_it_is_now(qtbot: QtBot, panel: LivePanel, tmp_path: Path) -> None:
    qtbot.mouseClick(_slider(panel), LEFT, pos=_at(_slider(panel), 2))
    other = RunSession(finished_run(tmp_path / "other", epochs=3))

    with qtbot.waitSignal(other.over):
        panel.set_session(other)

    assert panel.moment.is_newest
    assert _matrix(panel).endswith("epoch 3")
    other.close()


def test_that_a_hundred_thousand_epochs_are_a_few_strokes(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    kept = Kept()
    epochs = Grown(replace(ENDED, epoch=number, confusion="c.npy") for number in range(100_000))
    kept.follow(RunState(epochs=epochs, status="finished"), RunFolder(tmp_path))
    slider = TimeSlider(theme, kept)
    slider.set_reach(1, 100_000, 100_000)
    exposed(qtbot, slider, 600, 28)

    assert len(slider.ticks()["matrix"]) == 1
    qtbot.mouseClick(slider, LEFT, pos=QPoint(300, 10))
    assert slider.value() == pytest.approx(50_000, rel=0.01)
    before = slider.value()
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert slider.value() == before - 1
    assert kept.nearest("matrix", 70_000) == 70_000
    assert kept.nearest("layers", 70_000) is None


@pytest.mark.parametrize("epochs", [2, 5, 40, 1000, 100_000])
def test_that_playing_lasts_some_seconds_however_many_epochs_there_are(epochs: int) -> None:
    milliseconds, step = pace(epochs)

    assert 80 <= milliseconds <= 500
    assert milliseconds * epochs / step <= 13_000


def test_that_a_moment_tells_each_change_once() -> None:
    moment, told = Moment(), []
    moment.changed.connect(lambda: told.append(moment.epoch))

    for epoch in (3, 3, None, None, 4):
        moment.stand_at(epoch)

    assert told == [3, None, 4]
