"""Somebody's model in the real window: by the menu's key, by a drop, and refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from tests.helpers.keras_files import functional, weights, write
from tests.helpers.windows import answer, drop_file, is_asked, open_desk, question

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from workbench.ui.desk import Desk

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, workbench_home: Path) -> Iterator[Desk]:
    made = open_desk(qapp, "iris-mlp")
    qtbot.waitExposed(made.window)
    yield made
    made.close()


def test_that_a_model_is_imported_refused_and_its_weights_are_forgotten(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QFileDialog, QLineEdit

    monkeypatch.setenv("HOME", str(tmp_path))
    evil = write(tmp_path / "evil.keras", functional(("Lambda", {"function": "x"})))
    h5 = weights(dense=("n0", (4, 3)))
    good = write(tmp_path / "good.keras", functional(("Dense", {"units": 3, "use_bias": False})), h5=h5)
    assert not desk.actions["forget-weights"].isEnabled()

    qtbot.keyClick(desk.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = [found for found in desk.window.findChildren(QFileDialog) if found.isVisible()]
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(name, QLineEdit)
    name.selectAll()
    qtbot.keyClicks(name, good.name)
    with qtbot.waitSignal(desk.importer.imported, timeout=60_000):
        qtbot.keyClick(name, Qt.Key.Key_Return)
    project = desk.document.project
    assert [node.spec.kind for node in project.graph.nodes] == ["Input", "Dense"]
    assert project.weights == str(good)
    assert desk.window.mode == "model"

    assert desk.actions["forget-weights"].isEnabled()
    desk.actions["forget-weights"].trigger()
    assert not isinstance(desk.document.project.weights, str)
    desk.document.undo_stack.undo()
    assert desk.document.project.weights == str(good)

    drop_file(desk, evil)
    qtbot.waitUntil(lambda: is_asked(desk), timeout=60_000)
    assert "Lambda" in question(desk).text()
    answer(qtbot, desk, "cancel")
    assert desk.document.project == project
