"""The export takes any model that a run keeps, and evaluation any part that has examples."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from tests.helpers.pages import choose, exposed
from workbench.runs.folder import RunFolder
from workbench.ui.dialogs.export import ExportDialog
from workbench.ui.results.part_choice import PartChoice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def test_that_the_model_of_an_epoch_is_exported(qtbot: QtBot, tmp_path: Path) -> None:
    kept = {2: "epoch-0002", 5: "epoch-0005", 7: "best", 9: "last"}
    dialog = ExportDialog(stem="m", folder=tmp_path, kept=kept, which="last")
    exposed(qtbot, dialog, 600, 400)
    assert dialog.models.which == "last"

    choose(qtbot, dialog.models.epochs, "2")
    with qtbot.waitSignal(dialog.export_requested) as asked:
        start = dialog.findChild(QPushButton, "export-start")
        qtbot.mouseClick(start, Qt.MouseButton.LeftButton)

    assert asked.args == ["keras", str(tmp_path / "m.keras"), "epoch-0002", "inside"]
    dialog.set_failed(())


def test_that_the_epochs_of_the_best_and_the_last_model_are_told_even_where_they_are_one(
    qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = ExportDialog(stem="m", folder=tmp_path, kept={2: "epoch-0002", 5: "best"})
    exposed(qtbot, dialog, 600, 400)

    texts = [dialog.findChild(QRadioButton, f"which-{name}").text() for name in ("best", "last")]
    assert texts == ["Best epoch (5)", "Last epoch (5)"]


def test_that_a_run_that_keeps_no_epochs_offers_none(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = exposed(qtbot, ExportDialog(stem="m", folder=tmp_path), 600, 400)

    assert dialog.models.which == "best"
    assert not dialog.models.epochs.isVisible()


def test_that_evaluation_begins_with_a_part_that_the_run_has(qtbot: QtBot, tmp_path: Path) -> None:
    choice = exposed(qtbot, PartChoice(), 200, 30)
    run = RunFolder(tmp_path)
    run.artifacts.mkdir()
    choice.follow(run, has_begun=False)
    assert choice.part == "test"
    none = np.arange(0)
    np.savez(run.artifacts / "split.npz", train=np.arange(4), validation=np.arange(2), test=none)

    choice.follow(run, has_begun=True)
    assert choice.part == "validation"
    choose(qtbot, choice, "on training")
    choice.follow(run, has_begun=True)
    assert choice.part == "train"
    choice.follow(RunFolder(tmp_path / "other"), has_begun=True)
    assert choice.part == "test"
