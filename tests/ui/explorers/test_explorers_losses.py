"""The explorer of losses, with real mouse and keys, answered as the engine would."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tests.helpers.explorers import asked, explore, page
from tests.helpers.pages import choose, line, retype
from tests.helpers.run_questions import ScriptedQuestions
from workbench.project.spec import Spec
from workbench.ui.document.document import Document
from workbench.ui.explore.dialog import ExploreDialog
from workbench.ui.explore.subjects import of_project

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def test_that_the_courses_two_losses_are_asked_for_by_typing(
    qtbot: QtBot, dialog: ExploreDialog, questions: ScriptedQuestions, document: Document
) -> None:
    explore(qtbot, dialog, of_project(document, "loss"))
    explorer = page(dialog, "loss")
    choose(qtbot, explorer.picker.combo, "MeanSquaredError")
    choose(qtbot, explorer.beside, "BinaryCrossentropy")

    retype(qtbot, line(explorer, "field_predicted"), "0.25")
    retype(qtbot, line(explorer, "field_predicted"), "0.9")

    question = asked(questions, "loss")
    assert [loss.kind for loss in question.losses] == ["MeanSquaredError", "BinaryCrossentropy"]
    assert (question.predicted, question.target) == ((0.9,), 0.0)
    cells = [[explorer.table.item(row, column).text() for column in range(3)] for row in range(2)]
    assert cells[0] == ["MeanSquaredError", "0.8100", "1.8000"]
    assert cells[1][0] == "BinaryCrossentropy"


def test_that_the_arrow_keys_move_along_a_loss(
    qtbot: QtBot, dialog: ExploreDialog, questions: ScriptedQuestions, document: Document
) -> None:
    explore(qtbot, dialog, of_project(document, "loss"))
    explorer = page(dialog, "loss")
    choose(qtbot, explorer.picker.combo, "MeanSquaredError")

    explorer.values.setFocus()
    for _ in range(3):
        qtbot.keyClick(explorer.values, Qt.Key.Key_Left)

    assert asked(questions, "loss").predicted[0] < 0.9


def test_that_bars_of_classes_are_pulled_and_stay_shares(
    qtbot: QtBot, dialog: ExploreDialog, questions: ScriptedQuestions, document: Document
) -> None:
    explore(qtbot, dialog, of_project(document, "loss"))
    explorer = page(dialog, "loss")
    bars = explorer.prediction.bars
    assert len(explorer.prediction.values) == 3

    start, end = bars.place_of(1, 0.3).toPoint(), bars.place_of(1, 0.8).toPoint()
    qtbot.mousePress(bars, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(bars, end)
    qtbot.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=end)
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(start.x(), bars.height() - 6))

    question = asked(questions, "loss")
    assert question.predicted[1] == pytest.approx(0.8, abs=0.02)
    assert sum(question.predicted) == pytest.approx(1.0, abs=0.01)
    assert question.target == 1.0
    qtbot.keyClick(bars, Qt.Key.Key_Up)
    assert asked(questions, "loss").predicted[1] > question.predicted[1]
    qtbot.keyClick(bars, Qt.Key.Key_Right)
    qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert asked(questions, "loss").target == 2.0


def test_that_a_loss_is_used_in_the_project_as_one_step(
    qtbot: QtBot, dialog: ExploreDialog, document: Document
) -> None:
    before = document.project
    explore(qtbot, dialog, of_project(document, "loss"))
    choose(qtbot, page(dialog, "loss").picker.combo, "CategoricalFocalCrossentropy")

    qtbot.mouseClick(dialog.use, Qt.MouseButton.LeftButton)

    assert document.project.training.loss == Spec("CategoricalFocalCrossentropy")
    document.undo_stack.undo()
    assert document.project == before
