"""A folder of photographs dropped on the real window: recognised, proposed, begun, seen, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QCheckBox

from tests.helpers.pages import click as press
from tests.helpers.pictures import write_folder
from tests.helpers.windows import answer, click, drop_file, is_asked, open_desk, question
from workbench.project.data import Bundled, ImageFolder, ImageForm

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from workbench.ui.desk import Desk

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, workbench_home: Path) -> Iterator[Desk]:
    made = open_desk(qapp, "iris-mlp")
    yield made
    made.close()


def test_that_a_dropped_folder_becomes_a_project_and_one_undo_brings_the_old_one_back(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    before = desk.document.project
    folder = write_folder(tmp_path / "colours", each=8)
    (folder / "red" / "broken.png").write_bytes(b"no image")
    drop_file(desk, folder)
    qtbot.waitUntil(lambda: is_asked(desk), timeout=60_000)
    words = question(desk).text()
    assert "25 photographs in 3 classes: blue, green, red" in words
    assert "Conv2D" in words or "Flatten" in words
    answer(qtbot, desk, "start")

    project = desk.document.project
    assert project.title == "colours"
    assert project.data.source == ImageFolder(path=str(folder), form=ImageForm(height=6, width=8))
    assert project.graph.nodes[0].spec.params["shape"] == (6, 8, 3)
    assert desk.window.mode == "data"
    canvas = desk.window.model_page.canvas
    drawn = canvas.mapFromScene(canvas.graph_scene().bounds()).boundingRect()
    assert canvas.viewport().rect().contains(drawn)
    qtbot.waitUntil(lambda: desk.reviewer.is_settled, timeout=60_000)
    sights = desk.window.data_page.sights
    qtbot.waitUntil(lambda: sights.overview.wall.count == 24, timeout=60_000)
    assert "broken.png" in sights.overview.figures.text()
    assert not [problem for problem in desk.document.problems if problem.severity == "error"]

    click(qtbot, desk, "tab_augment")
    click(qtbot, desk, "usual_layers")
    qtbot.waitUntil(lambda: sights.augment.grid.count == 12, timeout=60_000)
    press(qtbot, desk.window.data_page, "tab_examples")
    augmented = sights.examples.findChild(QCheckBox, "examples_augmented")
    assert augmented is not None and augmented.isVisible()
    click(qtbot, desk, "examples_test")
    qtbot.waitUntil(lambda: 0 < sights.examples.pictures.count < 10, timeout=60_000)

    desk.document.undo_stack.undo()
    desk.document.undo_stack.undo()
    assert desk.document.project == before
    assert desk.document.project.data.source == Bundled("iris")
