"""Results of a run whose data were moved: the reason, a button that asks where they are, and another try."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.journals import finished_run
from tests.helpers.pages import exposed
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import error, warning
from workbench.project import file
from workbench.project.data import DataSpec, Table
from workbench.project.project import Project
from workbench.protocol.judgement import Evaluation
from workbench.runs.folder import RunFolder
from workbench.runs.registry import list_runs
from workbench.ui.document.document import Document
from workbench.ui.document.files import Files
from workbench.ui.results.finding_data import DataFinder
from workbench.ui.results.page import ResultsPage
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
GONE = error("data.missing", "data.source", "/d/t.csv is not there.", "Tell where they are now.")
CHANGED = warning("data.changed", "data.source", "The data have changed.", "Bring the old files back.")


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    finished_run(tmp_path / "runs" / "one", epochs=2, title="one")
    folder = RunFolder(tmp_path / "runs" / "one")
    data = DataSpec(source=Table(path="/d/t.csv", target="y"))
    file.save(Project(title="one", data=data), folder.project_file)
    return folder


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, run: RunFolder) -> Iterator[ResultsPage]:
    page = exposed(qtbot, ResultsPage(theme), 1280, 700)
    page.set_runs(list_runs(run.path.parent))
    yield page
    page.close_session()


@pytest.fixture
def files(page: ResultsPage, catalog: Catalog) -> Files:
    window = QWidget(page)
    return Files(Document(Project(), catalog, window), window)


def _button(page: ResultsPage) -> QPushButton:
    button = page.findChild(QPushButton, "find_data")
    assert button is not None
    return button


def _choose(qtbot: QtBot, page: ResultsPage, path: Path) -> None:
    dialog = page.findChild(QFileDialog, "file-dialog")
    assert dialog is not None
    name = dialog.findChild(QLineEdit)
    assert name is not None
    name.setText(str(path))
    qtbot.keyClick(name, Qt.Key.Key_Return)


def test_that_the_button_is_there_when_it_helps_and_only_then(page: ResultsPage) -> None:
    assert not _button(page).isVisible()
    page.set_failure((error("run.model", "run", "There is no model.", ""),))
    assert not _button(page).isVisible()
    page.set_failure((GONE,))
    assert _button(page).isVisible()

    evaluation = Evaluation(split="test", examples=5, loss=2.0, metrics={})
    page.set_evaluation(evaluation)
    assert not _button(page).isVisible()
    page.set_evaluation(replace(evaluation, problems=(CHANGED,)))
    assert _button(page).isVisible()


def test_that_a_file_that_is_chosen_becomes_the_runs_and_it_is_judged_again(
    qtbot: QtBot, page: ResultsPage, files: Files, run: RunFolder, tmp_path: Path
) -> None:
    DataFinder(page, files, page)
    (tmp_path / "moved.csv").write_text("a,y\n1,p\n")
    page.set_failure((GONE,))

    qtbot.mouseClick(_button(page), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.evaluate_requested) as asked:
        _choose(qtbot, page, tmp_path / "moved.csv")

    assert asked.args == [run.path, "best", "test"]
    assert run.project().data.source == Table(path=str(tmp_path / "moved.csv"), target="y")


def test_that_without_a_run_it_is_told(qtbot: QtBot, theme: Theme, catalog: Catalog, qapp: object) -> None:
    page = exposed(qtbot, ResultsPage(theme), 900, 500)
    files = Files(Document(Project(), catalog, page), page)
    finder = DataFinder(page, files, page)

    with qtbot.waitSignal(files.failed) as failed:
        finder.ask()

    assert "no run yet" in failed.args[0][0].message
