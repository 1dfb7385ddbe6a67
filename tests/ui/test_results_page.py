from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.helpers.journals import WrittenRun, finished_run
from tests.helpers.pages import exposed
from workbench.foundation.errors import error, warning
from workbench.protocol.judgement import ClassReport, Evaluation, OutputJudged
from workbench.runs import matrices
from workbench.runs.events import Advice, RunFailed
from workbench.runs.registry import RunSummary, list_runs
from workbench.runs.scores import Scores, write
from workbench.ui.document.engine_client import EngineClient
from workbench.ui.inspector.notes import ProblemNotes
from workbench.ui.results.controller import ResultsController
from workbench.ui.results.figure_table import FigureTable
from workbench.ui.results.judgement import JudgementView
from workbench.ui.results.page import ResultsPage
from workbench.ui.results.run_list import RunListModel
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
_EVALUATION = Evaluation(
    split="test",
    examples=1270,
    loss=0.1234,
    metrics={"accuracy": 0.9812},
    classes=("a", "b"),
    confusion_matrix=((9, 1), (2, 8)),
    report=(ClassReport(label="a", precision=0.8, recall=0.9, f1=0.847, support=10),),
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    finished_run(tmp_path / "1-older", epochs=2, title="older")
    finished_run(tmp_path / "2-newer", epochs=3, title="newer")
    return tmp_path


@pytest.fixture
def runs(home: Path) -> tuple[RunSummary, ...]:
    return list_runs(home)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> Iterator[ResultsPage]:
    page = exposed(qtbot, ResultsPage(theme), 1280, 700)
    yield page
    page.close_session()


def _button(page: ResultsPage, name: str) -> QPushButton:
    button = page.findChild(QPushButton, name)
    assert button is not None
    return button


def _text(page: ResultsPage, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert label is not None
    return label.text()


def _click_row(qtbot: QtBot, page: ResultsPage, row: int) -> None:
    at = page.table.visualRect(page.runs.index(row, 0)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at))


def _wait_for_replay(qtbot: QtBot, page: ResultsPage, status: str) -> None:
    qtbot.waitUntil(lambda: _text(page, "run_status").startswith(status), timeout=3000)


def test_that_the_list_is_a_sound_model(qtmodeltester: ModelTester, runs: tuple[RunSummary, ...]) -> None:
    model = RunListModel()
    qtmodeltester.check(model)
    assert model.set_runs(runs)
    assert not model.set_runs(runs)

    texts = [[model.index(row, column).data() for column in range(5)] for row in range(2)]
    assert [(row[0], *row[2:]) for row in texts] == [
        ("newer", "finished", "3/3", "0.733"),
        ("older", "finished", "2/2", "0.650"),
    ]


def test_that_an_empty_page_says_what_to_do_first(page: ResultsPage) -> None:
    page.set_runs(())
    label = page.findChild(QLabel, "results_empty")

    assert label is not None and label.isVisible() and "Press Train" in label.text()


def test_that_the_newest_run_is_shown_with_its_figures(
    qtbot: QtBot, page: ResultsPage, runs: tuple[RunSummary, ...]
) -> None:
    page.set_runs(runs)
    _wait_for_replay(qtbot, page, "Finished 3 epochs")

    assert page.chosen == Path(runs[0].folder)
    assert _text(page, "run_title") == "newer"
    assert page.view.figures.texts() == [
        ["Loss", "0.333", "0.333", "0.367", "0.367"],
        ["Accuracy", "0.833", "0.833", "0.733", "0.733"],
    ]
    assert page.view.live.curves.plots[0].chart is not None


def test_that_a_click_chooses_another_run(
    qtbot: QtBot, page: ResultsPage, runs: tuple[RunSummary, ...]
) -> None:
    page.set_runs(runs)
    with qtbot.waitSignal(page.run_chosen) as chosen:
        _click_row(qtbot, page, 1)

    assert chosen.args == [Path(runs[1].folder)]
    _wait_for_replay(qtbot, page, "Finished 2 epochs")


def test_that_the_chosen_run_stays_chosen_when_a_newer_one_comes(
    qtbot: QtBot, page: ResultsPage, home: Path, runs: tuple[RunSummary, ...]
) -> None:
    page.set_runs(runs)
    page.choose(Path(runs[1].folder))
    finished_run(home / "3-newest", title="newest")

    page.set_runs(list_runs(home))

    assert page.chosen == Path(runs[1].folder)
    assert page.table.currentIndex().row() == 2


def test_that_evaluating_asks_for_the_chosen_run_and_model(
    qtbot: QtBot, page: ResultsPage, runs: tuple[RunSummary, ...]
) -> None:
    page.set_runs(runs)
    _wait_for_replay(qtbot, page, "Finished")

    with qtbot.waitSignal(page.evaluate_requested) as asked:
        qtbot.mouseClick(_button(page, "evaluate_button"), Qt.MouseButton.LeftButton)
    assert asked.args == [Path(runs[0].folder), "best", "test"]
    page.set_busy("Evaluating on the test set…")
    assert _text(page, "judgement_words") == "Evaluating on the test set…"
    assert not _button(page, "evaluate_button").isEnabled()

    page.set_busy("")
    page.set_evaluation(_EVALUATION)
    assert _button(page, "evaluate_button").isEnabled()
    assert _text(page, "judgement_words") == "1,270 examples of the test set, best model"
    assert _text(page, "judgement_figures") == "loss 0.123   accuracy 0.981"
    report = page.findChild(FigureTable, "classification_report")
    assert report is not None and report.texts() == [["a", "0.800", "0.900", "0.847", "10"]]
    assert page.view.judgement.confusion.isVisible()


def test_that_an_evaluation_on_data_that_have_changed_says_so(qtbot: QtBot, theme: Theme) -> None:
    view = exposed(qtbot, JudgementView(theme), 900, 600)
    changed = warning("data.changed", "data.source", "The data have changed since the run.", "Train again.")

    view.show_evaluation(replace(_EVALUATION, problems=(changed,)))
    notes = view.findChild(ProblemNotes, "judgement_problems")
    assert notes is not None and notes.isVisible()
    assert notes.text() == "⚠ The data have changed since the run. Train again."

    view.show_evaluation(_EVALUATION)
    assert not notes.isVisible()


def test_that_an_evaluation_stays_with_the_run_it_was_made_for(
    qtbot: QtBot, page: ResultsPage, runs: tuple[RunSummary, ...]
) -> None:
    page.set_runs(runs)
    _wait_for_replay(qtbot, page, "Finished")
    qtbot.mouseClick(_button(page, "evaluate_button"), Qt.MouseButton.LeftButton)

    page.choose(Path(runs[1].folder))
    page.set_evaluation(_EVALUATION)
    assert "never seen" in _text(page, "judgement_words")

    page.choose(Path(runs[0].folder))
    assert _text(page, "judgement_words") == "1,270 examples of the test set, best model"


def test_that_a_regression_has_neither_matrix_nor_report(
    page: ResultsPage, runs: tuple[RunSummary, ...]
) -> None:
    page.set_runs(runs)
    page.set_evaluation(Evaluation(split="test", examples=5, loss=2.0, metrics={"mae": 1.5}))

    assert _text(page, "judgement_figures") == "loss 2.000   mae 1.500"
    assert not page.view.judgement.confusion.isVisible()


def test_that_a_failed_evaluation_is_told_in_words(page: ResultsPage, runs: tuple[RunSummary, ...]) -> None:
    page.set_runs(runs)
    page.set_failure((error("a", "run", "checkpoints/best.keras is missing.", "Train again."),))

    assert _text(page, "judgement_words") == "✕ checkpoints/best.keras is missing. Train again."


def test_that_export_names_the_chosen_run(
    qtbot: QtBot, page: ResultsPage, runs: tuple[RunSummary, ...]
) -> None:
    page.set_runs(runs)
    _wait_for_replay(qtbot, page, "Finished")

    with qtbot.waitSignal(page.export_requested) as asked:
        qtbot.mouseClick(_button(page, "export_button"), Qt.MouseButton.LeftButton)

    assert asked.args == [Path(runs[0].folder)]


def test_that_an_interrupted_run_can_be_resumed(qtbot: QtBot, page: ResultsPage, tmp_path: Path) -> None:
    run = WrittenRun(tmp_path / "cut")
    run.begin()
    run.end_epoch(0)
    run.close()
    (run.folder.checkpoints / "state-A").mkdir()
    page.set_runs(list_runs(tmp_path))
    _wait_for_replay(qtbot, page, "Failed")

    with qtbot.waitSignal(page.resume_requested) as asked:
        qtbot.mouseClick(_button(page, "resume_button"), Qt.MouseButton.LeftButton)

    assert asked.args == [run.folder.path]


def test_that_a_run_without_an_epoch_offers_no_model(qtbot: QtBot, page: ResultsPage, tmp_path: Path) -> None:
    run = WrittenRun(tmp_path / "cut")
    run.begin()
    run.close()
    page.set_runs(list_runs(tmp_path))
    _wait_for_replay(qtbot, page, "Failed")

    for name in ("evaluate_button", "export_button"):
        assert not _button(page, name).isEnabled()
        assert "first epoch" in _button(page, name).toolTip()
    assert not _button(page, "resume_button").isVisible()


def test_that_the_page_becomes_empty_again_when_the_runs_are_gone(
    page: ResultsPage, runs: tuple[RunSummary, ...]
) -> None:
    page.set_runs(runs)
    page.set_runs(())

    assert page.chosen is None
    label = page.findChild(QLabel, "results_empty")
    assert label is not None and label.isVisible()


def test_that_what_a_run_advised_stands_under_its_name(
    qtbot: QtBot, page: ResultsPage, tmp_path: Path
) -> None:
    run = WrittenRun(tmp_path / "advised")
    run.begin()
    run.end_epoch(0)
    run.journal.write(Advice, problem=warning("a", "run", "Over-fitting.", "Add dropout."))
    run.finish()
    run.close()
    page.set_runs(list_runs(tmp_path))
    _wait_for_replay(qtbot, page, "Finished")

    assert _text(page, "run_advice") == "! Over-fitting. Add dropout."


def test_that_a_failed_run_says_why_and_what_to_do_in_full(
    qtbot: QtBot, page: ResultsPage, home: Path
) -> None:
    run = WrittenRun(home / "3-broken", title="broken")
    run.begin(epochs=5)
    problem = error("run.died", "run", "The training process was killed.", "Train again with less.")
    run.journal.write(RunFailed, problem=problem)
    run.close()
    page.set_runs(list_runs(home))

    _wait_for_replay(qtbot, page, "Failed after 0 of 5 epochs")

    assert _text(page, "run_failure") == "✕ The training process was killed."
    assert _text(page, "run_remedy") == "Train again with less."
    assert _text(page, "judgement_words").startswith("There is no model")
    assert not _button(page, "evaluate_button").isEnabled()


def test_that_a_large_matrix_is_drawn_from_its_file(
    qtbot: QtBot, page: ResultsPage, tmp_path: Path, runs: tuple[RunSummary, ...]
) -> None:
    page.set_runs(runs)
    _wait_for_replay(qtbot, page, "Finished")
    matrices.write(tmp_path / "matrix.npy", np.diag(np.arange(1, 501)))
    names = tuple(f"class {number}" for number in range(500))
    large = replace(
        _EVALUATION, classes=names, confusion_matrix=(), confusion_file=str(tmp_path / "matrix.npy")
    )

    page.set_evaluation(large)
    assert page.view.judgement.confusion.accessibleDescription().startswith("true class 0, predicted class 0")

    (tmp_path / "matrix.npy").unlink()
    page.set_evaluation(replace(large, loss=0.5))
    assert "can't be read" in page.view.judgement.confusion.accessibleDescription()


def test_that_many_runs_are_listed_turn_by_turn(
    qtbot: QtBot, page: ResultsPage, workbench_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.ui.results.controller._SHOW_S", 0.0)
    for number in range(5):
        finished_run(workbench_home / "runs" / f"{number}-run", title=f"run {number}")
    controller = ResultsController(page, EngineClient(page), page, turn_seconds=0.0)
    told: list[int] = []
    controller.runs_changed.connect(lambda found: told.append(len(found)))

    controller.refresh()

    assert not told, "journals were read before the window could go on"
    qtbot.waitUntil(lambda: bool(told) and told[-1] == 5, timeout=5000)
    assert told[0] < 5, "all journals were read in one turn"
    assert [run.title for run in page.runs.runs] == [f"run {number}" for number in reversed(range(5))]


def test_that_a_large_window_draws_larger_and_puts_the_figures_beside_the_evaluation(
    qtbot: QtBot, page: ResultsPage, runs: tuple[RunSummary, ...]
) -> None:
    page.set_runs(runs)
    page.set_evaluation(_EVALUATION)
    small = page.view.judgement.confusion.width(), page.view.live.height()
    assert page.view.figures.mapTo(page, QPoint()).y() < page.view.judgement.mapTo(page, QPoint()).y()

    page.resize(2560, 1300)

    qtbot.waitUntil(lambda: page.view.judgement.confusion.width() > 1.4 * small[0])
    assert page.view.live.height() > 1.6 * small[1]
    qtbot.waitUntil(lambda: page.view.figures.width() < 0.4 * page.view.width())


def test_that_a_row_says_title_time_and_status_and_its_tip_says_all(
    qtbot: QtBot, page: ResultsPage, home: Path
) -> None:
    long = "a title that is much longer than the list of runs can ever be wide" * 4
    finished_run(home / "3-long", title=long)
    page.set_runs(list_runs(home))

    shown = page.runs.index(0, 0)
    qtbot.waitUntil(lambda: _text(page, "run_title").startswith("a title that"))
    assert page.view.minimumSizeHint().width() < 800
    assert shown.data(Qt.ItemDataRole.ToolTipRole).startswith(long)
    assert "finished · 3/3" in shown.data(Qt.ItemDataRole.ToolTipRole)
    assert "3-long" in shown.data(Qt.ItemDataRole.ToolTipRole)
    assert page.table.visualRect(shown).width() > 200
    assert [page.table.isColumnHidden(column) for column in range(5)] == [False, True, True, True, False]


def test_that_a_click_in_the_newest_matrix_judges_the_last_model_and_shows_the_examples(
    qtbot: QtBot, page: ResultsPage, tmp_path: Path, runs: tuple[RunSummary, ...]
) -> None:
    page.set_runs(runs)
    _wait_for_replay(qtbot, page, "Finished")
    matrix = page.view.live.confusion
    qtbot.waitUntil(lambda: matrix.seen is not None)
    with qtbot.waitSignal(page.evaluate_requested) as asked:
        qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=matrix.cell_center(0, 1).toPoint())
    assert asked.args == [Path(runs[0].folder), "last", "validation"]
    scores = Scores(
        np.arange(3), np.array([0, 0, 1]), np.array([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]], dtype=np.float32),
        np.array([[1, 1], [0, 1]]),
    )  # fmt: skip
    write(tmp_path / "answers.npz", scores)
    output = OutputJudged(
        name="y", form="classes", names=("a", "b"), scores=str(tmp_path / "answers.npz"), scored=3
    )

    page.set_evaluation(replace(_EVALUATION, split="validation", which="last", outputs=(output,)))

    assert page.view.judgement.tabs.current == "examples"
    assert _text(page, "examples_title") == "true a, predicted b"
    with qtbot.assertNotEmitted(page.evaluate_requested):
        qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=matrix.cell_center(0, 0).toPoint())
    assert _text(page, "examples_title") == "true a, predicted a"
