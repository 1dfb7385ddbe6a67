"""Overruling how a training computes, on the Training page and with real keys; reading it in the run bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QComboBox

from tests.helpers.pages import choose, click, in_front, line, retype
from workbench.project.training import Execution
from workbench.ui.training.settings import TrainingPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from workbench.ui.document.document import Document
    from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def test_that_the_fold_is_closed_until_something_is_overruled_and_every_choice_is_undone(
    qtbot: QtBot, document: Document, theme: Theme
) -> None:
    page = in_front(qtbot, TrainingPage(document, theme, lambda group, kind: None), 1280, 900)
    assert not page.execution.is_open
    before = document.project
    click(qtbot, page, "toggle_execution")

    box = page.findChild(QComboBox, "field_xla")
    assert box is not None
    choose(qtbot, box, "off")
    retype(qtbot, line(page, "field_steps_per_call"), "16")

    assert document.project.training.execution == Execution(xla="off", steps_per_call=16)
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.project == before
