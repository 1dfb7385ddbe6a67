import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from tests.helpers.journals import WrittenRun, finished_run
from tests.helpers.pages import exposed
from workbench.runs import journal
from workbench.runs.state import RunState, fold
from workbench.ui.live.chart import Chart
from workbench.ui.live.curves import CurvePanel
from workbench.ui.live.lines import Drawing, Line
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> CurvePanel:
    return exposed(qtbot, CurvePanel(theme), 900, 260)


@pytest.fixture
def state(tmp_path: Path) -> RunState:
    return fold(journal.read(finished_run(tmp_path / "run", epochs=5).journal))


def _chart(panel: CurvePanel, index: int = 1) -> Chart:
    chart = panel.plots[index].chart
    assert chart is not None
    return chart


def _turn_wheel(chart: Chart) -> None:
    viewport = chart.canvas.viewport()
    middle = QPointF(viewport.rect().center())
    event = QWheelEvent(
        middle, QPointF(viewport.mapToGlobal(middle)), QPoint(0, 120), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)


def _hover(qtbot: QtBot, chart: Chart, x: float, y: float) -> None:
    qtbot.mouseMove(chart.canvas.viewport(), chart.point(x, y).toPoint())


def test_that_a_panel_without_a_run_says_what_brings_curves(panel: CurvePanel) -> None:
    label = panel.findChild(QLabel, "curves_empty")

    assert label is not None and label.isVisible()
    assert label.text() == "Curves appear here when you press Train"
    panel.set_state(RunState(status="waiting"))
    assert label.text() == "Curves appear here with the run's first batches"
    panel.set_state(RunState(status="failed"))
    assert "before its first batch" in label.text()
    panel.set_state(None)
    assert "press Train" in label.text()


def test_that_the_plotting_library_is_not_loaded_before_the_first_figure() -> None:
    code = (
        "import sys;from PySide6.QtWidgets import QApplication;app=QApplication([])\n"
        "from workbench.ui.theme import Theme;from workbench.ui.live.panel import LivePanel\n"
        "from workbench.ui.results.page import ResultsPage\n"
        "from workbench.ui.results.compare import ComparePage\n"
        "t=Theme();ws=[LivePanel(t),ResultsPage(t),ComparePage(t)]\n"
        "for w in ws: w.show()\n"
        "app.sendPostedEvents();assert 'pyqtgraph' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_that_epochs_batches_and_the_best_point_are_drawn(panel: CurvePanel, state: RunState) -> None:
    panel.set_state(state)

    loss, accuracy = (_chart(panel, index) for index in (0, 1))
    curves = {len(item.xData) for item in loss.canvas.lines}
    assert curves == {5, 20}
    assert loss.best_text == "best 0.220"
    assert accuracy.best_text == "best 0.800"
    assert (
        panel.plots[1].accessibleDescription()
        == "training 0.900 after epoch 5, validation 0.800 after epoch 5"
    )


def test_that_lines_are_told_apart_by_style_as_well(panel: CurvePanel, state: RunState) -> None:
    panel.set_state(state)

    pens = [item.opts["pen"] for item in _chart(panel).canvas.lines]

    assert len({(*pen.dashPattern(), pen.widthF()) for pen in pens}) == 3


def test_that_x_runs_over_all_planned_epochs(qtbot: QtBot, panel: CurvePanel, tmp_path: Path) -> None:
    run = WrittenRun(tmp_path / "early")
    run.begin(epochs=30)
    run.end_epoch(0)
    run.close()
    panel.set_state(fold(journal.read(run.folder.journal)))

    qtbot.waitUntil(lambda: _chart(panel).canvas.box.viewRange()[0] == [0, 30], timeout=2000)


def test_that_figures_that_are_not_finite_do_not_disturb(panel: CurvePanel, tmp_path: Path) -> None:
    run = WrittenRun(tmp_path / "nan")
    run.begin()
    run.step(0, 1, loss=float("nan"))
    run.end_epoch(0, loss=float("inf"), val_loss=float("nan"))
    run.end_epoch(1, loss=0.5)
    run.close()
    panel.set_state(fold(journal.read(run.folder.journal)))

    assert _chart(panel, 0).best_text
    assert np.isfinite(_chart(panel, 0).canvas.box.viewRange()).all()


@pytest.mark.parametrize("way_back", ["key", "double click"])
def test_that_new_figures_leave_a_zoom_alone_until_it_is_taken_back(
    qtbot: QtBot, panel: CurvePanel, state: RunState, way_back: str
) -> None:
    panel.set_state(state)
    chart = _chart(panel)
    box = chart.canvas.box
    whole = box.viewRange()

    _turn_wheel(chart)
    zoomed = box.viewRange()
    assert chart.is_zoomed and zoomed != whole
    panel.set_state(state)
    assert box.viewRange() == zoomed

    viewport = chart.canvas.viewport()
    if way_back == "key":
        qtbot.keyClick(chart.canvas, Qt.Key.Key_A)
    else:
        middle = viewport.rect().center()
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=middle)
        qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=middle)
    assert not chart.is_zoomed
    assert box.viewRange() == whole


def test_that_the_crosshair_reads_the_epoch_under_the_pointer(
    qtbot: QtBot, panel: CurvePanel, state: RunState
) -> None:
    panel.set_state(state)
    chart = _chart(panel)

    _hover(qtbot, chart, 2.1, 0.5)
    qtbot.waitUntil(lambda: chart.hover_text != "", timeout=1000)

    assert chart.hover_text.splitlines() == [
        "epoch 2        training  validation",
        "loss              0.500       0.550",
        "accuracy          0.750       0.650",
        "learning rate     0.001",
    ]


def test_that_a_choice_of_metrics_appears_when_there_are_several(
    qtbot: QtBot, panel: CurvePanel, tmp_path: Path
) -> None:
    run = WrittenRun(tmp_path / "several")
    run.begin(metrics=("accuracy", "precision"))
    run.end_epoch(0, precision=0.75, val_precision=0.625)
    run.close()
    panel.set_state(fold(journal.read(run.folder.journal)))
    choice = panel.findChild(QComboBox, "metric_plot_choice")
    assert choice is not None and choice.isVisible()
    assert choice.currentText() == "Accuracy"

    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Down)

    assert panel.plots[1].metric_name == "precision"
    qtbot.waitUntil(lambda: _chart(panel).best_text == "best 0.625", timeout=2000)


def test_that_every_figure_can_be_chosen_with_rate_and_speed(panel: CurvePanel, state: RunState) -> None:
    panel.set_state(state)

    choice = panel.findChild(QComboBox, "metric_plot_choice")
    assert choice is not None and choice.currentText() == "Accuracy"
    offered = [choice.itemText(index) for index in range(choice.count())]
    assert offered == ["Loss", "Accuracy", "Learning rate", "Examples a second"]


def test_that_a_theme_switch_reaches_drawn_curves(panel: CurvePanel, state: RunState, theme: Theme) -> None:
    panel.set_state(state)
    chart = _chart(panel)
    dark = chart.grab().toImage().pixelColor(3, 3)

    theme.set_dark(False)

    light = chart.grab().toImage().pixelColor(3, 3)
    assert dark.lightness() < 60 and light.lightness() > 200


def test_that_a_hidden_panel_draws_when_it_is_shown(qtbot: QtBot, theme: Theme, state: RunState) -> None:
    panel = CurvePanel(theme)
    qtbot.addWidget(panel)
    panel.set_state(state)
    assert panel.plots[0].chart is None

    with qtbot.waitExposed(panel):
        panel.show()

    assert _chart(panel).best_text == "best 0.800"


def test_that_preparing_draws_nothing_and_keeps_the_empty_text(panel: CurvePanel) -> None:
    panel.prepare()

    label = panel.findChild(QLabel, "curves_empty")
    assert label is not None and label.isVisible()
    assert panel.plots[0].chart is not None


def test_that_a_hundred_thousand_batches_are_thinned_to_the_pixels(panel: CurvePanel) -> None:
    _ = panel
    chart = Chart(Theme(), "big", panel)
    chart.resize(500, 200)
    from workbench.ui.live.readings import EMPTY, Points

    rng = np.random.default_rng(0)
    noise = Points(np.linspace(0, 10, 100_000), rng.normal(1, 0.1, 100_000))
    chart.show()
    chart.draw(Drawing(key="loss", lines=(Line("training", EMPTY, batches=noise),), epochs=10))

    (drawn,) = chart.canvas.lines
    assert len(drawn.xData) < 4 * 500
    assert drawn.yData.max() == noise.y.max() and drawn.yData.min() == noise.y.min()
