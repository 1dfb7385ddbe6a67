"""The queue beside a run: offered, added, moved and taken out with mouse and keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.helpers.pages import click, in_front, text
from tests.helpers.run_states import running
from workbench.runs.queue import Queue
from workbench.ui.document.document import Document
from workbench.ui.training.controller import TrainingController
from workbench.ui.training.queue_dialog import QueueDialog
from workbench.ui.training.queue_keeper import QueueKeeper
from workbench.ui.training.run_bar import RunBar

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


class _Training:
    """A run goes on, and nothing is in the way of another."""

    is_live = True
    session = None

    def reason_not_to_begin(self) -> str:
        return ""


@pytest.fixture
def queue(tmp_path: Path) -> Queue:
    return Queue(tmp_path / "queue")


@pytest.fixture
def keeper(document: Document, queue: Queue, workbench_home: Path) -> Iterator[QueueKeeper]:
    keeper = _keeper(document, queue)
    yield keeper
    keeper.close()


def _keeper(document: Document, queue: Queue) -> QueueKeeper:
    training: TrainingController = _Training()  # type: ignore[assignment]
    return QueueKeeper(document, training, document, queue=queue, start=lambda queue: None)


@pytest.fixture
def dialog(qtbot: QtBot, keeper: QueueKeeper) -> QueueDialog:
    dialog = QueueDialog(keeper, reason="")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    return in_front(qtbot, dialog, 480, 320)


def test_that_what_waits_is_moved_and_taken_out_with_keys(
    qtbot: QtBot, dialog: QueueDialog, queue: Queue
) -> None:
    for _ in range(3):
        click(qtbot, dialog, "queue_add")
    first, second, third = queue.waiting()
    assert dialog.list.count() == 3

    dialog.list.setFocus()
    dialog.list.setCurrentRow(2)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert queue.waiting() == (first, third, second)
    assert dialog.list.currentRow() == 1

    qtbot.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert queue.waiting() == (first, second)
    click(qtbot, dialog, "queue_down")
    assert "as soon as its device is free" in text(dialog, "queue_words")


def test_that_the_queue_is_seen_by_another_window_and_counted_in_the_run_bar(
    qtbot: QtBot, keeper: QueueKeeper, document: Document, queue: Queue
) -> None:
    keeper.add()
    other = _keeper(document, queue)
    other.look()
    other.close()
    assert len(other.waiting) == 1

    bar = RunBar()
    qtbot.addWidget(bar)
    bar.set_state(running())
    bar.set_waiting(len(other.waiting))
    bar.show()
    with qtbot.waitSignal(bar.queue_requested):
        click(qtbot, bar, "run_queue")
