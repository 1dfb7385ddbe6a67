"""A matrix for each output of a run, each label, and a picture of quantities; runs of before as ever."""

from __future__ import annotations

import zlib
from typing import Any

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.helpers.journals import WrittenRun
from tests.helpers.pages import choose, exposed
from workbench.protocol.outputs import OutputForm
from workbench.runs import matrices
from workbench.runs.events import EpochEnded, RunStarted
from workbench.ui.live.panel import LivePanel
from workbench.ui.live.session import RunSession
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
_NEW = ("outputs", "matrices_at", "layers", "layers_at")
_OUTPUTS = (
    OutputForm(name="kind", form="classes"),
    OutputForm(name="marks", form="labels", names=("round", "red"), threshold=0.5),
    OutputForm(name="price", form="quantities", names=("euro", "cent"), ranges=((0.0, 3.0), (-1.0, 1.0))),
)


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> LivePanel:
    return exposed(qtbot, LivePanel(theme), 1280, 400)


def begin(run: WrittenRun, *outputs: OutputForm, validation_examples: int = 20) -> None:
    told: dict[str, Any] = {
        "folder": str(run.folder.path), "title": "t", "pid": 1, "epochs": 3, "steps_per_epoch": 2,
        "batch_size": 8, "examples": 16, "params": 10, "device": "cpu", "metrics": (),
    }  # fmt: skip
    run.journal.write(
        RunStarted, **told, classes=("cat", "dog"), outputs=outputs, validation_examples=validation_examples
    )


def end_epoch(run: WrittenRun, epoch: int, *counts: np.ndarray, confusion: str = matrices.NAME) -> None:
    path = run.folder.artifacts / matrices.NAME
    places = tuple(matrices.append(path, one) for one in counts)
    run.journal.write(
        EpochEnded, epoch=epoch, values={"loss": 1.0}, seconds=1.0, learning_rate=0.1,
        confusion=confusion, confusion_at=places[0] if confusion else 0, matrices_at=places,
    )  # fmt: skip


def counts_of(epoch: int) -> tuple[np.ndarray, ...]:
    classes = np.array([[5 + epoch, 1], [2, 6]])
    labels = np.array([[[4, 1], [2, 3 + epoch]], [[9, 0], [1, 0]]])
    quantities = np.zeros((2, 32, 32), dtype=np.int64)
    quantities[0, 3, 3] = 4 + epoch
    quantities[1, 0, 31] = 2
    return classes, labels, quantities


def title(panel: LivePanel, name: str = "confusion_title") -> str:
    label = panel.findChild(QLabel, name)
    assert label is not None
    return label.text()


def test_that_every_output_has_its_matrix_and_the_choice_stays_from_epoch_to_epoch(
    qtbot: QtBot, panel: LivePanel, run: WrittenRun, session: RunSession
) -> None:
    panel.set_session(session)
    begin(run, *_OUTPUTS)
    end_epoch(run, 0, *counts_of(0))
    matrix = panel.matrices
    qtbot.waitUntil(lambda: title(panel) == "Confusion, validation, epoch 1")
    assert panel.confusion.accessibleDescription() == "true cat, predicted cat: 5 of 6 (83 %)"
    assert not matrix.part.isVisible()

    choose(qtbot, matrix.output, "marks")
    assert panel.confusion.accessibleDescription() == "true not round, predicted not round: 4 of 5 (80 %)"
    choose(qtbot, matrix.part, "red")
    assert panel.confusion.accessibleDescription().startswith("true not red, predicted not red: 9 of 9")

    end_epoch(run, 1, *counts_of(1))
    qtbot.waitUntil(lambda: title(panel) == "Confusion, validation, epoch 2")
    assert (matrix.output.currentText(), matrix.part.currentText()) == ("marks", "red")
    panel.show_epoch(1)
    qtbot.waitUntil(lambda: title(panel) == "Confusion, validation, epoch 1")


def test_that_quantities_are_drawn_as_predicted_against_true(
    qtbot: QtBot, panel: LivePanel, run: WrittenRun, session: RunSession
) -> None:
    panel.set_session(session)
    begin(run, *_OUTPUTS)
    end_epoch(run, 0, *counts_of(0))
    qtbot.waitUntil(lambda: panel.matrices.output.isVisible())

    choose(qtbot, panel.matrices.output, "price")

    view = panel.matrices.quantities
    assert view.isVisible()
    assert title(panel, "quantity_title") == "Predicted euro, validation, epoch 1"
    assert view.accessibleDescription() == "4 of 4 examples are within one of 32 steps of the truth"
    assert view.tip_at(view.place_of(3, 3)) == "true 0.281 … 0.375, predicted 0.281 … 0.375: 4 examples"
    bright = view.grab().toImage().pixelColor(view.place_of(3, 3).toPoint() + QPoint(0, 1))
    dark = view.grab().toImage().pixelColor(view.place_of(20, 3).toPoint())
    assert bright != dark
    choose(qtbot, panel.matrices.part, "cent")
    assert view.tip_at(view.place_of(0, 31)).endswith("2 examples")
    assert view.tip_at(view.place_of(0, 31) + QPoint(-40, 0)) == ""


def test_that_a_click_on_a_cell_says_whose_answer_it_is(
    qtbot: QtBot, panel: LivePanel, run: WrittenRun, session: RunSession
) -> None:
    panel.set_session(session)
    begin(run, *_OUTPUTS)
    end_epoch(run, 0, *counts_of(0))
    qtbot.waitUntil(lambda: title(panel) == "Confusion, validation, epoch 1")

    with qtbot.waitSignal(panel.cell_clicked) as clicked:
        at = panel.confusion.cell_center(1, 0).toPoint()
        qtbot.mouseClick(panel.confusion, Qt.MouseButton.LeftButton, pos=at)

    assert clicked.args == [1, 0, "kind"]
    choose(qtbot, panel.matrices.output, "marks")
    with qtbot.assertNotEmitted(panel.cell_clicked):
        qtbot.mouseClick(panel.confusion, Qt.MouseButton.LeftButton, pos=at)


def test_that_labels_alone_are_drawn_too_and_a_torn_file_is_told(
    qtbot: QtBot, panel: LivePanel, run: WrittenRun, session: RunSession
) -> None:
    panel.set_session(session)
    begin(run, _OUTPUTS[1], validation_examples=0)
    end_epoch(run, 0, counts_of(0)[1], confusion="")
    qtbot.waitUntil(lambda: title(panel) == "Confusion, training, epoch 1")
    assert not panel.matrices.output.isVisible()
    assert panel.matrices.part.isVisible()

    (run.folder.artifacts / matrices.NAME).write_bytes(b"torn")
    choose(qtbot, panel.matrices.part, "red")

    assert panel.confusion.accessibleDescription() == "The matrix of epoch 1 can't be read"


def test_that_a_run_of_before_has_its_one_matrix(
    qtbot: QtBot, panel: LivePanel, run: WrittenRun, session: RunSession
) -> None:
    run.begin()
    run.end_epoch(0, matrix=np.array([[5, 2], [1, 9]]))
    run.folder.journal.write_bytes(b"".join(map(as_before, run.folder.journal.read_bytes().splitlines())))
    panel.set_session(session)
    qtbot.waitUntil(lambda: title(panel) == "Confusion, validation, epoch 1")

    assert panel.confusion.accessibleDescription() == "true cat, predicted cat: 5 of 7 (71 %)"
    assert not panel.matrices.output.isVisible()
    assert not panel.matrices.part.isVisible()


def as_before(line: bytes) -> bytes:
    """Return a line of a journal without what earlier versions did not write."""
    told = msgspec.json.decode(line.partition(b" ")[2])
    body = msgspec.json.encode({key: value for key, value in told.items() if key not in _NEW})
    return b"%08x %s\n" % (zlib.crc32(body), body)
