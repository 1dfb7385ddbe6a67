from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.helpers.journals import WrittenRun, finished_run
from tests.helpers.pages import exposed
from workbench.foundation.errors import warning
from workbench.runs import matrices
from workbench.runs.events import Advice
from workbench.ui.live.panel import LivePanel
from workbench.ui.live.session import RunSession
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> LivePanel:
    return exposed(qtbot, LivePanel(theme), 1280, 300)


def _title(panel: LivePanel) -> str:
    label = panel.findChild(QLabel, "confusion_title")
    assert label is not None
    return label.text()


def test_that_the_matrix_of_each_epoch_is_drawn_as_it_ends(
    qtbot: QtBot, panel: LivePanel, run: WrittenRun, session: RunSession
) -> None:
    panel.set_session(session)
    run.begin()
    for epoch, cat in ((0, 5), (1, 7)):
        run.end_epoch(epoch, matrix=np.array([[cat, 2], [1, 9]]))
        title = f"Confusion, validation, epoch {epoch + 1}"
        qtbot.waitUntil(lambda title=title: _title(panel) == title, timeout=2000)
    assert panel.confusion.accessibleDescription() == "true cat, predicted cat: 7 of 9 (78 %)"


@pytest.mark.parametrize("content", [b"", b"no matrix", None])
def test_that_a_damaged_matrix_is_told_and_the_curves_go_on(
    qtbot: QtBot, panel: LivePanel, run: WrittenRun, session: RunSession, content: bytes | None
) -> None:
    run.begin()
    run.end_epoch(0, matrix=np.eye(2, dtype=np.int64))
    artifact = run.folder.artifacts / matrices.NAME
    artifact.unlink() if content is None else artifact.write_bytes(content)
    panel.set_session(session)

    qtbot.waitUntil(lambda: "can't be read" in panel.confusion.accessibleDescription(), timeout=2000)

    assert panel.curves.plots[0].chart is not None


def test_that_advice_stands_in_notes_which_hide_when_there_is_none(
    qtbot: QtBot, panel: LivePanel, run: WrittenRun, session: RunSession
) -> None:
    panel.set_session(session)
    assert not panel.notes.isVisible()
    run.begin()
    run.journal.write(Advice, problem=warning("a", "run", "Over-fitting <b>now</b>.", "Add dropout."))

    qtbot.waitUntil(lambda: panel.notes.isVisible(), timeout=2000)

    texts = [label.text() for label in panel.notes.findChildren(QLabel)]
    assert "Over-fitting <b>now</b>." in texts and "Add dropout." in texts
    panel.set_session(None)
    assert not panel.notes.isVisible()


def test_that_another_session_takes_the_panel_over(
    qtbot: QtBot, panel: LivePanel, run: WrittenRun, session: RunSession, tmp_path: Path
) -> None:
    panel.set_session(session)
    run.begin()
    run.end_epoch(0, matrix=np.eye(2, dtype=np.int64))
    qtbot.waitUntil(lambda: _title(panel).endswith("epoch 1"), timeout=2000)

    other = RunSession(finished_run(tmp_path / "other", epochs=3))
    with qtbot.waitSignal(other.over):
        panel.set_session(other)
        assert _title(panel) == "Confusion"

    assert _title(panel).endswith("epoch 3")
    run.end_epoch(1, matrix=np.eye(2, dtype=np.int64))
    with qtbot.waitSignal(session.changed):
        pass
    assert _title(panel).endswith("epoch 3")
    other.close()
