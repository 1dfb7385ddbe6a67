"""The race of optimizers, with real mouse and keys, answered as the engine would."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.helpers.explorers import asked, explore, page
from tests.helpers.pages import choose, click, line, retype
from tests.helpers.run_questions import ScriptedQuestions
from workbench.ui import preferences
from workbench.ui.document.document import Document
from workbench.ui.explore.dialog import ExploreDialog
from workbench.ui.explore.subjects import of_project

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def test_that_a_race_starts_where_the_mouse_says_and_at_the_rate_of_the_slider(
    qtbot: QtBot, dialog: ExploreDialog, questions: ScriptedQuestions, document: Document
) -> None:
    explore(qtbot, dialog, of_project(document, "optimizer"))
    explorer = page(dialog, "optimizer")
    view = explorer.view

    start, end = view.place_of(0.0, 0.0).toPoint(), view.place_of(1.0, -1.0).toPoint()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, end)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    retype(qtbot, line(explorer, "field_race_rate"), "0.3")
    choose(qtbot, explorer.surface, "a saddle")

    question = asked(questions, "optimizer")
    assert question.surface == "saddle"
    before = [fields["question"] for kind, fields in questions.asked if kind == "optimizer"][-2]
    assert before.start == pytest.approx((1.0, -1.0), abs=0.03)
    assert {spec.params["learning_rate"] for spec in before.optimizers} == {0.3}
    assert before.optimizers[0].kind == document.project.training.optimizer.kind


def test_that_a_race_is_played_paused_and_stepped(
    qtbot: QtBot, dialog: ExploreDialog, document: Document
) -> None:
    explore(qtbot, dialog, of_project(document, "optimizer"))
    clock = page(dialog, "optimizer").clock

    click(qtbot, clock, "race_play")
    qtbot.waitUntil(lambda: 2 < clock.step < 120)
    click(qtbot, clock, "race_play")
    at = clock.step
    assert not clock.is_playing
    click(qtbot, clock, "race_step")
    assert clock.step == at + 1
    click(qtbot, clock, "race_play")
    dialog.close()
    assert not clock.is_playing


def test_that_nothing_moves_by_itself_where_motion_is_reduced(
    qtbot: QtBot, dialog: ExploreDialog, document: Document, workbench_home: object
) -> None:
    preferences.remember_reduced_motion(True)
    explore(qtbot, dialog, of_project(document, "optimizer"))
    clock = page(dialog, "optimizer").clock
    click(qtbot, clock, "race_step")
    assert clock.step == 0

    click(qtbot, clock, "race_play")

    assert clock.step == 120
    assert not clock.is_playing


def test_that_using_an_optimizer_leaves_the_projects_learning_rate(
    qtbot: QtBot, dialog: ExploreDialog, document: Document
) -> None:
    explore(qtbot, dialog, of_project(document, "optimizer"))
    explorer = page(dialog, "optimizer")
    before = document.project.training.optimizer.params.get("learning_rate")
    retype(qtbot, line(explorer, "field_race_rate"), "0.7")
    choose(qtbot, explorer.picker.combo, "RMSprop")

    qtbot.mouseClick(dialog.use, Qt.MouseButton.LeftButton)

    assert document.project.training.optimizer.kind == "RMSprop"
    assert document.project.training.optimizer.params.get("learning_rate") == before
