"""Live curves leave the window time for everything else."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from pytestqt.qtbot import QtBot

from tests.helpers.journals import WrittenRun
from tests.helpers.pages import exposed
from workbench.runs import journal
from workbench.runs.state import RunState, fold
from workbench.ui.live import readings
from workbench.ui.live.chart import Chart
from workbench.ui.live.curves import CurvePanel
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


class _Paintings(QObject):
    """Counts how often what it watches is painted."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> CurvePanel:
    return exposed(qtbot, CurvePanel(theme), 900, 260)


@pytest.fixture
def states(tmp_path: Path) -> list[RunState]:
    """A run that goes on, after each of its six epochs."""
    run = WrittenRun(tmp_path / "run")
    run.begin(epochs=30)
    found = []
    for epoch in range(6):
        run.end_epoch(epoch)
        found.append(fold(journal.read(run.folder.journal)))
    run.close()
    return found


def _drawn(panel: CurvePanel) -> list[int]:
    """Return how many epochs each plot shows."""
    charts = [plot.chart for plot in panel.plots]
    drawn = [[line.xData for line in chart.canvas.lines] for chart in charts if chart is not None]
    return [max((len(line) for line in lines if line is not None), default=0) for lines in drawn]


def test_that_plots_take_turns_and_none_stays_behind(
    qtbot: QtBot, panel: CurvePanel, states: list[RunState]
) -> None:
    panel.set_state(states[0])
    assert _drawn(panel) == [1, 0]
    qtbot.waitUntil(lambda: _drawn(panel) == [1, 1], timeout=2000)

    panel.set_state(states[1])
    panel.set_state(states[2])
    panel.set_state(states[3])
    assert _drawn(panel) == [4, 3]

    qtbot.waitUntil(lambda: _drawn(panel) == [4, 4], timeout=2000)


def test_that_new_figures_are_painted_once(qtbot: QtBot, panel: CurvePanel, states: list[RunState]) -> None:
    for state in states[:4]:
        panel.set_state(state)
    qtbot.waitUntil(lambda: _drawn(panel) == [4, 4], timeout=2000)
    loss, paintings = panel.plots[0].chart, _Paintings()
    assert isinstance(loss, Chart)
    panel.repaint()
    loss.canvas.viewport().installEventFilter(paintings)

    for state in states[4:]:
        panel.set_state(state)
    qtbot.waitUntil(lambda: _drawn(panel) == [5, 6] or _drawn(panel) == [6, 5], timeout=2000)
    qtbot.waitUntil(lambda: paintings.count > 0, timeout=2000)
    with qtbot.waitCallback() as after_what_the_painting_asked_for:
        QTimer.singleShot(0, after_what_the_painting_asked_for)

    assert paintings.count == 1


def test_that_limits_stay_while_they_serve() -> None:
    assert readings.settled(None, (0.0, 1.0)) == (0.0, 1.0)
    assert readings.settled((0.0, 1.0), (0.02, 0.97)) == (0.0, 1.0)
    assert readings.settled((0.0, 1.0), (0.0, 0.6)) == (0.0, 0.6)
    assert readings.settled((0.0, 1.0), (0.1, 1.01)) == (0.1, 1.01)
