"""Choosing which models a run keeps, and weighted metrics, on the Training page with real keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QComboBox, QMenu

from tests.helpers.pages import choose, click, in_front, line, retype
from workbench.checks.monitors import monitors
from workbench.checks.settings import training_settings
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import Checkpoints, TrainingSpec
from workbench.ui.training.settings import TrainingPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from workbench.catalog.catalog import Catalog
    from workbench.ui.document.document import Document
    from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def page(qtbot: QtBot, document: Document, theme: Theme) -> TrainingPage:
    return in_front(qtbot, TrainingPage(document, theme, lambda group, kind: None), 1280, 900)


def test_that_checkpoints_are_chosen_and_each_choice_is_undone(
    qtbot: QtBot, page: TrainingPage, document: Document
) -> None:
    before = document.project
    assert not page.checkpoints.is_open
    click(qtbot, page, "toggle_checkpoints")
    box = page.checkpoints.findChild(QComboBox, "field_best_by")
    assert box is not None

    choose(qtbot, box, "val_accuracy")
    retype(qtbot, line(page, "field_every_n_epochs"), "10")
    retype(qtbot, line(page, "field_keep_newest"), "3")
    looks = page.checkpoints.findChild(QComboBox, "field_layer_figures")
    assert looks is not None
    choose(qtbot, looks, "often")

    wanted = Checkpoints(best_by="val_accuracy", every=10, keep=3, layers="often")
    assert document.project.training.checkpoints == wanted
    for _ in range(4):
        document.undo_stack.undo()
    assert document.project == before


def test_that_a_weighted_metric_is_added_and_offered_where_figures_are_watched(
    qtbot: QtBot, page: TrainingPage, document: Document
) -> None:
    click(qtbot, page, "toggle_weighted_metrics")
    menu = page.findChild(QMenu, "menu_weighted_metric")
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "accuracy").trigger()

    assert document.project.training.weighted_metrics == (Spec("accuracy"),)
    box = page.checkpoints.findChild(QComboBox, "field_best_by")
    assert box is not None
    assert "val_weighted_accuracy" in [box.itemText(i) for i in range(box.count())]
    document.undo_stack.undo()
    assert page.weighted_metrics.specs() == ()


def test_that_checkpoints_that_cannot_be_are_told_where_they_stand(
    project: Project, catalog: Catalog
) -> None:
    wrong = TrainingSpec(checkpoints=Checkpoints(best_by="val_luck", every=-1, keep=0))
    watched = project.with_training(replace(project.training, checkpoints=wrong.checkpoints))

    found = [*training_settings(wrong, None), *monitors(watched, True, catalog)]

    assert [problem.where for problem in found] == [
        "training.checkpoints.every",
        "training.checkpoints.keep",
        "training.checkpoints.best_by",
    ]
