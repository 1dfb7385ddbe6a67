"""The window's commands by their keys and buttons: modes, help, palette, files, results, export, closing."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from tests.helpers.windows import answer, click, desk_with_runs, field, is_asked, question
from workbench.project import file
from workbench.project.edits import SetNote, SetParam, SetTraining
from workbench.runs import lock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.helpers.trainings import Trained
    from workbench.ui.desk import Desk

pytestmark = pytest.mark.slow
CTRL, CTRL_SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def whole_desk(qtbot: QtBot, qapp: QApplication, workbench_home: Path) -> Iterator[Desk]:
    with desk_with_runs(qtbot, qapp, "iris-mlp") as made:
        yield made


def _press(qtbot: QtBot, desk: Desk, key: Qt.Key, held: Qt.KeyboardModifier = CTRL) -> None:
    qtbot.keyClick(desk.window, key, held)


def _type_file_name(qtbot: QtBot, desk: Desk, words: str) -> None:
    from PySide6.QtWidgets import QFileDialog, QLineEdit

    (dialog,) = [found for found in desk.window.findChildren(QFileDialog) if found.isVisible()]
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(name, QLineEdit)
    name.selectAll()
    qtbot.keyClicks(name, words)
    qtbot.keyClick(name, Qt.Key.Key_Return)


def test_that_every_mode_the_help_and_the_palette_come_by_their_keys(qtbot: QtBot, desk: Desk) -> None:
    from PySide6.QtWidgets import QDialog

    from workbench.ui.command_palette import CommandPalette

    keys = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5)
    for key, mode in zip(keys, ("data", "model", "training", "results", "compare"), strict=True):
        _press(qtbot, desk, key)
        assert desk.window.mode == mode

    _press(qtbot, desk, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    guide = desk.window.findChild(QDialog, "help-dialog")
    assert isinstance(guide, QDialog)
    assert guide.isVisible()
    qtbot.keyClick(guide, Qt.Key.Key_Escape)

    was_dark = desk.theme.is_dark
    _press(qtbot, desk, Qt.Key.Key_K)
    palette = desk.window.findChild(CommandPalette)
    assert isinstance(palette, CommandPalette)
    search = field(desk, "command-search")
    qtbot.keyClicks(search, "light or")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert desk.theme.is_dark != was_dark
    assert not palette.isVisible()


def test_that_an_edit_is_undone_redone_saved_and_opened_again_by_keys(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    desk.document.do(SetParam("dense", "units", 23))
    edited = desk.document.project
    _press(qtbot, desk, Qt.Key.Key_Z)
    assert desk.document.project != edited
    _press(qtbot, desk, Qt.Key.Key_Z, CTRL_SHIFT)
    assert desk.document.project == edited

    _press(qtbot, desk, Qt.Key.Key_S)
    _type_file_name(qtbot, desk, "mine")
    saved = tmp_path / "mine.workbench"
    assert file.load(saved) == edited
    assert desk.document.undo_stack.isClean()
    assert desk.document.path == saved

    desk.document.do(SetNote("lost"))
    _press(qtbot, desk, Qt.Key.Key_O)
    answer(qtbot, desk, "discard")
    _type_file_name(qtbot, desk, "mine.workbench")
    assert desk.document.project == edited

    _press(qtbot, desk, Qt.Key.Key_E, CTRL_SHIFT)
    _type_file_name(qtbot, desk, "mine.py")
    assert "23" in (tmp_path / "mine.py").read_text(encoding="utf-8")
    ast.parse((tmp_path / "mine.py").read_text(encoding="utf-8"))


def _copies(run: Path, home: Path) -> tuple[Path, Path]:
    """Put two runs into the home: an older and a newer one."""
    older, newer = home / "runs" / "20250101-000000-older", home / "runs" / "20250102-000000-newer"
    for folder in (older, newer):
        shutil.copytree(run, folder)
    return older, newer


def test_that_an_older_run_is_judged_exported_and_missed_in_words(
    qtbot: QtBot, whole_desk: Desk, iris_run: Trained, workbench_home: Path, tmp_path: Path
) -> None:
    older, newer = _copies(iris_run.folder.path, workbench_home)
    page = whole_desk.window.results_page
    _press(qtbot, whole_desk, Qt.Key.Key_4)
    qtbot.waitUntil(lambda: page.chosen == newer)
    row = page.runs.row_of(older)
    assert row is not None
    spot = page.table.visualRect(page.runs.index(row, 0)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert page.chosen == older

    button = field(whole_desk, "evaluate_button")
    qtbot.waitUntil(button.isEnabled, timeout=10_000)
    click(qtbot, whole_desk, "evaluate_button")
    report = field(whole_desk, "classification_report")
    qtbot.waitUntil(report.isVisible, timeout=60_000)

    for kind, suffix in (("keras", ".keras"), ("onnx", ".onnx")):
        _export(qtbot, whole_desk, kind, tmp_path / f"model{suffix}")

    shutil.rmtree(older)
    click(qtbot, whole_desk, "evaluate_button")
    words = field(whole_desk, "judgement_words")
    qtbot.waitUntil(lambda: "is no run" in words.text(), timeout=10_000)
    click(qtbot, whole_desk, "mode-model")
    click(qtbot, whole_desk, "mode-results")
    qtbot.waitUntil(lambda: page.runs.rowCount() == 1)
    assert page.chosen == newer


def _export(qtbot: QtBot, desk: Desk, kind: str, out: Path) -> None:
    from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

    from workbench.ui.dialogs.export import ExportDialog

    click(qtbot, desk, "export_button")
    (dialog,) = [found for found in desk.window.findChildren(ExportDialog) if found.isVisible()]
    choice = dialog.findChild(QAbstractButton, f"format-{kind}")
    assert isinstance(choice, QAbstractButton)
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Space)
    path = dialog.findChild(QLineEdit, "export-path")
    assert isinstance(path, QLineEdit)
    path.selectAll()
    qtbot.keyClicks(path, str(out))
    begin = dialog.findChild(QAbstractButton, "export-start")
    assert isinstance(begin, QAbstractButton)
    qtbot.mouseClick(begin, Qt.MouseButton.LeftButton)
    status = dialog.findChild(QLabel, "export-status")
    assert isinstance(status, QLabel)
    qtbot.waitUntil(lambda: "difference" in status.text() or status.text().startswith("✕"), timeout=90_000)
    assert status.text().startswith("✓"), status.text()
    assert out.is_file()
    dialog.close()


def test_that_closing_asks_about_edits_and_about_the_run_and_stop_keeps_its_models(
    qtbot: QtBot, whole_desk: Desk
) -> None:
    training = replace(whole_desk.document.project.training, epochs=1_000_000)
    whole_desk.document.do(SetTraining(training))
    qtbot.waitUntil(lambda: whole_desk.reviewer.is_settled, timeout=60_000)
    click(qtbot, whole_desk, "run_main")
    session = whole_desk.training.session
    assert session is not None
    qtbot.waitUntil(lambda: len(session.state.epochs) >= 1, timeout=60_000)
    _press(qtbot, whole_desk, Qt.Key.Key_L, CTRL_SHIFT)
    seen = len(session.state.epochs)
    qtbot.waitUntil(lambda: len(session.state.epochs) > seen, timeout=10_000)

    whole_desk.window.close()
    assert "unsaved" in question(whole_desk).text()
    answer(qtbot, whole_desk, "cancel")
    assert whole_desk.window.isVisible()
    assert not is_asked(whole_desk)
    assert not whole_desk.document.undo_stack.isClean()

    whole_desk.window.close()
    answer(qtbot, whole_desk, "discard")
    assert "being trained" in question(whole_desk).text()
    answer(qtbot, whole_desk, "cancel")
    assert whole_desk.window.isVisible()
    assert not session.state.is_over

    whole_desk.window.close()
    answer(qtbot, whole_desk, "discard")
    answer(qtbot, whole_desk, "stop")
    qtbot.waitUntil(lambda: not whole_desk.window.isVisible(), timeout=20_000)
    assert session.state.ending == "stopped"
    for name in ("best.keras", "last.keras"):
        assert (session.folder.checkpoints / name).is_file()
    qtbot.waitUntil(lambda: not lock.is_held(session.folder), timeout=10_000)
