"""Curves to work with: smoothing, logarithms, outputs together, marks, one cursor for both, files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QComboBox, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from tests.helpers.journals import WrittenRun
from tests.helpers.pages import choose, click, exposed
from workbench.runs import journal
from workbench.runs.events import CheckpointSaved, EpochEnded, Paused, Resumed, SettingChanged
from workbench.runs.state import RunState, fold
from workbench.ui.live.chart import Chart
from workbench.ui.live.curves import CurvePanel
from workbench.ui.live.epoch_lines import EpochLines
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def run(tmp_path: Path) -> WrittenRun:
    """Ten epochs, with all that is marked."""
    run = WrittenRun(tmp_path / "run")
    run.begin(epochs=10)
    for epoch in range(10):
        run.step(epoch, 2, loss=1 / (epoch + 1))
        figures = {"loss": 10.0 ** -(epoch % 4), "val_loss": 2.0 if epoch % 2 else 1.0}
        rate = 0.01 if epoch < 6 else 0.001
        run.journal.write(EpochEnded, epoch=epoch, values=figures, seconds=1.5, learning_rate=rate)
        if epoch == 2:
            run.journal.write(Paused, epoch=3, step=0)
            run.journal.write(Resumed, epoch=3, step=0)
            run.journal.write(SettingChanged, epoch=3, step=0, setting="epochs", before=8.0, value=10.0)
            run.journal.write(CheckpointSaved, path="checkpoints/state-0.npz", epoch=3, step=0)
    run.finish(epochs=10)
    run.close()
    return run


@pytest.fixture
def state(run: WrittenRun) -> RunState:
    return fold(journal.read(run.folder.journal))


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, state: RunState) -> CurvePanel:
    panel = exposed(qtbot, CurvePanel(theme), 1000, 280)
    panel.set_state(state)
    return panel


def _chart(panel: CurvePanel, index: int = 0) -> Chart:
    chart = panel.plots[index].chart
    assert chart is not None
    return chart


def _values(chart: Chart) -> list[list[float]]:
    return [np.round(line.yData, 6).tolist() for line in chart.canvas.lines if line.yData is not None]


def test_that_the_slider_takes_epochs_together_and_keeps_the_figures_behind(
    qtbot: QtBot, panel: CurvePanel
) -> None:
    slider = panel.findChild(QSlider, "smoothing")
    assert slider is not None

    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Right)

    assert panel.tools.label.text() == "mean of 2"
    drawn = _values(_chart(panel))
    assert [1.0, *[1.5] * 9] in drawn, "validation as means over two epochs"
    assert [1.0, 2.0] * 5 in drawn, "validation as it was"


def test_that_a_logarithmic_axis_shows_powers_alike(qtbot: QtBot, panel: CurvePanel) -> None:
    click(qtbot, panel, "log_axis")

    drawn = _values(_chart(panel))

    assert [0.0, -1.0, -2.0, -3.0, 0.0, -1.0, -2.0, -3.0, 0.0, -1.0] in drawn
    assert _chart(panel).best_text == "best 1.000"


def test_that_rates_settings_pauses_and_checkpoints_are_marked(panel: CurvePanel) -> None:
    texts = [(moment.x, moment.text) for moment in _chart(panel).moments]

    assert texts == [
        (3.0, "epochs 8 → 10"),
        (3.0, "paused"),
        (3.0, "checkpoint"),
        (6.0, "learning rate 0.010 → 0.001"),
    ]


def test_that_both_plots_share_the_crosshair_which_tells_everything(qtbot: QtBot, panel: CurvePanel) -> None:
    loss = _chart(panel)

    qtbot.mouseMove(loss.canvas.viewport(), loss.point(3, 1.0).toPoint())
    qtbot.waitUntil(lambda: loss.hover_text != "")

    assert loss.hover_text.splitlines()[1:] == [
        "loss              0.010       1.000",
        "learning rate     0.010",
        "epochs 8 → 10",
        "paused",
        "checkpoint",
    ]


def test_that_a_click_stands_at_an_epoch_and_escape_lets_go(qtbot: QtBot, panel: CurvePanel) -> None:
    chart = _chart(panel)

    with qtbot.waitSignal(panel.pinned):
        at = chart.point(7, 1.0).toPoint()
        qtbot.mouseClick(chart.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert panel.pinned_epoch == 7
    qtbot.keyClick(panel, Qt.Key.Key_Escape)

    assert panel.pinned_epoch is None


@pytest.mark.parametrize(("title", "lines"), [("Learning rate", 10), ("Examples a second", 10)])
def test_that_rate_and_speed_are_curves_too(qtbot: QtBot, panel: CurvePanel, title: str, lines: int) -> None:
    box = panel.findChild(QComboBox, "metric_plot_choice")
    assert box is not None

    choose(qtbot, box, title)

    assert [len(values) for values in _values(_chart(panel, 1))] == [lines]
    assert not _chart(panel, 1).best_text


def test_that_outputs_are_shown_apart_and_together(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    run = WrittenRun(tmp_path / "outputs")
    names = ("loss", "main_loss", "side_loss", "main_accuracy", "side_accuracy")
    run.begin(epochs=3, metrics=names)
    for epoch in range(3):
        figures = dict.fromkeys(names, 0.5) | {f"val_{name}": 0.4 for name in names}
        run.journal.write(EpochEnded, epoch=epoch, values=figures, seconds=1.0, learning_rate=0.1)
    run.finish(epochs=3)
    run.close()
    panel = exposed(qtbot, CurvePanel(theme), 1000, 280)
    panel.set_state(fold(journal.read(run.folder.journal)))
    box = panel.findChild(QComboBox, "metric_plot_choice")
    assert box is not None
    offered = [box.itemText(index) for index in range(box.count())]

    choose(qtbot, box, "Accuracy, all outputs")

    assert "Main accuracy" in offered and "Loss, all outputs" in offered
    assert len(_values(_chart(panel, 1))) == 4
    assert panel.plots[1].legend.names == ("main", "side")
    pens = {line.opts["pen"].color().name() for line in _chart(panel, 1).canvas.lines}
    assert len(pens) == 2


def test_that_curves_leave_as_picture_drawing_and_table(qtbot: QtBot, panel: CurvePanel) -> None:
    png, svg = panel.as_file("png"), panel.as_file("svg")
    rows = list(csv.reader(io.StringIO(panel.as_file("csv").decode())))
    panel.copy()

    picture = QImage.fromData(png)
    assert picture.width() > 1500 and picture.height() > 300
    assert svg.startswith(b"<?xml") and svg.count(b"<path") + svg.count(b"<polyline") > 10
    assert rows[0] == ["epoch", "loss", "val_loss", "learning_rate", "seconds"]
    assert rows[8] == ["8", "0.001", "2.0", "0.001", "1.5"] and len(rows) == 11
    assert QGuiApplication.clipboard().image().size() == picture.size()
    with pytest.raises(ValueError, match="png, svg, csv"):
        panel.as_file("gif")


def test_that_everything_is_shown_again_by_its_button(qtbot: QtBot, panel: CurvePanel) -> None:
    chart = _chart(panel)
    whole = chart.canvas.box.viewRange()
    chart.canvas.box.scaleBy((0.2, 0.2))
    chart.canvas.box.sigRangeChangedManually.emit(chart.canvas.box.state["mouseEnabled"])
    assert chart.is_zoomed

    button = panel.findChild(QToolButton, "show_everything")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert not chart.is_zoomed and chart.canvas.box.viewRange() == whole


def test_that_a_resumed_run_takes_back_the_epochs_behind_its_checkpoint(state: RunState) -> None:
    lines = EpochLines()
    lines.follow(state.epochs)
    lines.follow(state.epochs[:4])
    lines.follow([*state.epochs[:4], *state.epochs[7:]])

    assert lines.points("loss").x.tolist() == [1, 2, 3, 4, 8, 9, 10]
