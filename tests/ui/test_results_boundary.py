"""The plane of two inputs, and what an answer to a picture rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.helpers.journals import WrittenRun
from tests.helpers.pages import exposed
from tests.helpers.run_questions import ScriptedQuestions, refusal
from workbench.foundation.errors import error
from workbench.project import file
from workbench.project.samples import open_project
from workbench.protocol.messages import BoundaryDrawn, Explained, Response
from workbench.protocol.probing import Boundary, Explanation, Ground
from workbench.ui.results.boundary import BoundaryPanel
from workbench.ui.results.explanation import ExplanationPanel, heat
from workbench.ui.results.judgement import input_shape
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def halves(low: float, high: float) -> bytes:
    """Return the shades of 16 x 16 cells, low at the left and high at the right."""
    row = np.where(np.arange(16) < 8, low, high)
    return np.tile(row, (16, 1)).astype(np.uint8).tobytes()


def plane() -> Boundary:
    answer = Ground(name="0", low=0.0, high=1.0, shades=halves(5, 250))
    neuron = Ground(name="hidden 1", low=-1.0, high=1.0, shades=halves(255, 0))
    points = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    return Boundary(
        x=(-0.5, 1.5), y=(-0.5, 1.5), side=16, names=("a", "b"), grounds=(answer,), hidden=(neuron,),
        classes=("0", "1"), training=points, others=points[:1],
    )  # fmt: skip


def test_that_the_plane_is_coloured_by_the_answer_and_asked_anew_with_the_run(
    qtbot: QtBot, theme: Theme
) -> None:
    panel = BoundaryPanel(theme)
    questions = ScriptedQuestions(panel, boundary=lambda _: BoundaryDrawn(id=1, boundary=plane()))
    panel.connect_questions(questions)
    panel.set_run(Path("/runs/1"), "best")
    assert questions.asked == [], "nothing is asked for a page that nobody sees"
    exposed(qtbot, panel, 800, 500)

    left, right = panel.view.color_at(-0.4, 0.5), panel.view.color_at(1.4, 0.5)
    assert left.blue() > left.red() and right.red() > right.blue()
    panel.set_moment(3, is_live=True)
    panel.set_moment(3, is_live=True)
    assert [fields["which"] for _, fields in questions.asked] == ["best", "last"]
    panel.grab()


def test_that_a_click_on_a_neuron_shows_its_part_large(qtbot: QtBot, theme: Theme) -> None:
    panel = exposed(qtbot, BoundaryPanel(theme), 800, 500)
    panel.view.show_boundary(plane())
    at = panel.view.neuron_place(0).center().toPoint()

    qtbot.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=at)
    assert panel.view.chosen == 0
    panel.grab()
    qtbot.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=at)

    assert panel.view.chosen == -1


def test_that_a_network_of_more_inputs_is_told_so(qtbot: QtBot, theme: Theme) -> None:
    panel = BoundaryPanel(theme)
    problem = error("boundary.not_two", "run", "Expected a network of shape 2, received 4.")
    panel.connect_questions(ScriptedQuestions(panel, boundary=refusal(problem)))
    panel.set_run(Path("/runs/1"), "best")

    exposed(qtbot, panel, 800, 500)

    assert "received 4" in panel._notes.text()


def test_that_only_runs_of_two_inputs_are_offered_a_plane(tmp_path: Path) -> None:
    run = WrittenRun(tmp_path / "run")
    run.close()
    assert input_shape(run.folder.path) == ()

    file.save(open_project("xor-mlp")[0], run.folder.project_file)
    assert input_shape(run.folder.path) == (2,)
    assert input_shape(tmp_path / "none") == ()


def test_that_an_answer_is_explained_over_the_picture(qtbot: QtBot, theme: Theme) -> None:
    image = QImage(8, 8, QImage.Format.Format_Grayscale8)
    image.fill(90)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    found = Explanation(
        unit=3, name="3", score=0.98, picture=bytes(buffer.data().data()), layer="conv2d",
        cam=bytes([0, 255, 0, 0]), cam_shape=(2, 2), occluded=bytes(4), occluded_shape=(2, 2), most=0.4,
    )  # fmt: skip
    panel = ExplanationPanel(theme)
    exposed(qtbot, panel, 700, 300)

    def reply(fields: dict[str, Any]) -> Response:
        assert fields == {"run": "/runs/1", "which": "best", "row": 7, "file": ""}
        return Explained(id=1, explanation=found)

    panel.connect_questions(ScriptedQuestions(panel, explain=reply))
    panel.explain(Path("/runs/1"), "best", row=7)

    title = panel.findChild(QLabel, "explanation_title")
    assert title is not None and title.text() == "Why 3 (0.980)"
    assert panel.pictures.isVisible()
    panel.grab()
    over = heat(found.cam, found.cam_shape)
    assert (over.pixelColor(0, 0).alpha(), over.pixelColor(1, 0).alpha()) == (0, 191)
    assert heat(b"\x00", (2, 2)).isNull()
