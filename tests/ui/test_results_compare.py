from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QTableView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.helpers.journals import finished_run
from tests.helpers.pages import exposed
from workbench.runs.registry import RunSummary, list_runs
from workbench.ui.results.checked_runs import CheckedRunsModel
from workbench.ui.results.compare import ComparePage
from workbench.ui.results.hues import run_pen
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def runs(tmp_path: Path) -> tuple[RunSummary, ...]:
    for number, epochs in enumerate((4, 2, 3)):
        finished_run(tmp_path / f"{number}-run", epochs=epochs, title=f"run {number}", gain=number / 100)
    return list_runs(tmp_path)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> Iterator[ComparePage]:
    page = exposed(qtbot, ComparePage(theme), 1280, 700)
    yield page
    page.close_sessions()


def _lengths(page: ComparePage) -> list[int]:
    return [] if page.overlay is None else [len(line.points) for line in page.overlay.lines]


def test_that_an_empty_page_says_what_to_do_first(page: ComparePage) -> None:
    page.set_runs(())
    label = page.findChild(QLabel, "compare_empty")

    assert label is not None and label.isVisible() and "Train at least twice" in label.text()


def test_that_the_two_newest_runs_lie_over_one_another(
    qtbot: QtBot, page: ComparePage, runs: tuple[RunSummary, ...]
) -> None:
    page.set_runs(runs)
    qtbot.waitUntil(lambda: _lengths(page) == [3, 2], timeout=3000)

    assert page.choice.currentText() == "Accuracy, validation"
    rows = page.table.texts()
    assert [row[0].split("  ")[0] for row in rows] == ["run 2", "run 1"]
    assert [row[1:] for row in rows] == [["0.833", "0.753", "3", "1,234"], ["0.750", "0.660", "2", "1,234"]]


def test_that_checking_a_run_adds_its_curve(
    qtbot: QtBot, page: ComparePage, runs: tuple[RunSummary, ...]
) -> None:
    page.set_runs(runs)
    qtbot.waitUntil(lambda: _lengths(page) == [3, 2], timeout=3000)
    table = page.findChild(QTableView, "compare_list")
    assert table is not None

    box = table.visualRect(page.runs.index(2, 0))
    qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.left() + 10, box.center().y())
    )

    qtbot.waitUntil(lambda: _lengths(page) == [3, 2, 4], timeout=3000)


def test_that_another_metric_can_be_compared(
    qtbot: QtBot, page: ComparePage, runs: tuple[RunSummary, ...]
) -> None:
    page.set_runs(runs)
    qtbot.waitUntil(lambda: _lengths(page) == [3, 2], timeout=3000)

    page.choice.setFocus()
    qtbot.keyClick(page.choice, Qt.Key.Key_Up)

    assert page.choice.currentText() == "Loss, training"
    assert page.overlay is not None and page.overlay.lines[0].points.y.tolist() == [1.0, 0.5, 1 / 3]
    assert page.table.texts()[0][1] == "0.333"


def test_that_a_hidden_page_reads_no_journals(
    qtbot: QtBot, theme: Theme, runs: tuple[RunSummary, ...]
) -> None:
    page = ComparePage(theme)
    qtbot.addWidget(page)
    page.set_runs(runs)

    assert page.overlay is None
    assert page.findChildren(QTableView)


def test_that_a_theme_switch_reaches_the_lines(
    qtbot: QtBot, page: ComparePage, runs: tuple[RunSummary, ...], theme: Theme
) -> None:
    page.set_runs(runs)
    qtbot.waitUntil(lambda: _lengths(page) == [3, 2], timeout=3000)
    assert page.overlay is not None
    dark = page.overlay.grab().toImage().pixelColor(3, 3)

    theme.set_dark(False)

    assert page.overlay.grab().toImage().pixelColor(3, 3) != dark


def test_that_checked_runs_are_a_sound_model(
    qtmodeltester: ModelTester, theme: Theme, runs: tuple[RunSummary, ...]
) -> None:
    model = CheckedRunsModel(theme)
    qtmodeltester.check(model)
    model.set_runs(runs)

    first = model.index(0, 0)
    assert model.data(first, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    assert model.setData(first, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert [(run.title, stroke) for run, stroke in model.checked] == [("run 1", 1)]
    assert not model.setData(model.index(0, 1), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)


def test_that_a_run_keeps_its_stroke_while_others_come_and_go(
    theme: Theme, runs: tuple[RunSummary, ...]
) -> None:
    model = CheckedRunsModel(theme)
    model.set_runs(runs)
    model.setData(model.index(2, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    model.setData(model.index(0, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert [stroke for _, stroke in model.checked] == [1, 2]

    model.setData(model.index(0, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert [stroke for _, stroke in model.checked] == [0, 1, 2]


@pytest.mark.parametrize("is_dark", [True, False])
def test_that_the_first_thirty_five_strokes_all_differ(qapp: object, is_dark: bool) -> None:
    pens = [run_pen(index, is_dark=is_dark) for index in range(35)]

    assert len({(pen.color().name(), tuple(pen.dashPattern())) for pen in pens}) == 35
