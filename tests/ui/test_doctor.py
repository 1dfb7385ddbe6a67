"""The doctor beside the curves: cards that lead to the epoch, buttons that are one step to undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.helpers.doctor_runs import read, written
from tests.helpers.pages import click, exposed
from workbench.catalog.catalog import Catalog
from workbench.project.project import Project
from workbench.ui.doctor.badge import DoctorBadge
from workbench.ui.doctor.card import DiagnosisCard, EvidenceLine
from workbench.ui.doctor.practice import Practice
from workbench.ui.document.document import Document
from workbench.ui.live.panel import LivePanel
from workbench.ui.live.session import RunSession
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
Show = Callable[[str], LivePanel]


@pytest.fixture
def document(qapp: object, catalog: Catalog) -> Document:
    return Document(read("over-fitting-moons").project, catalog)


@pytest.fixture
def show(qtbot: QtBot, theme: Theme, document: Document, tmp_path: Path) -> Iterator[Show]:
    """Show a recorded run beside the open project, and wait until the doctor has looked at all of it."""
    panel = exposed(qtbot, LivePanel(theme), 1280, 320)
    practice = Practice(document, (panel,))
    sessions: list[RunSession] = []

    def shown(name: str) -> LivePanel:
        session = RunSession(written(name, tmp_path / name))
        sessions.append(session)
        panel.set_session(session)
        qtbot.waitUntil(lambda: session.state.is_over and not session.is_behind)
        qtbot.waitUntil(lambda: panel.attendant.project is not None and not panel.attendant.is_looking)
        return panel

    yield shown
    panel.set_session(None)
    for session in sessions:
        session.close()
    practice.deleteLater()


def _card(panel: LivePanel, code: str) -> DiagnosisCard:
    found = panel.findChild(DiagnosisCard, f"diagnosis_{code}")
    assert found is not None and found.isVisible()
    return found


def _button(card: DiagnosisCard, cure: str) -> QPushButton:
    found = card.findChild(QPushButton, f"cure_{cure}")
    assert found is not None
    return found


def test_that_a_finding_opens_the_doctor_with_figures_and_reasons(show: Show) -> None:
    panel = show("over-fitting-moons")

    card = _card(panel, "over-fitting")
    assert card.accessibleName().startswith("Worth a look: Over-fitting since epoch ")
    texts = [line.text() for line in card.findChildren(EvidenceLine)]
    assert texts[0].startswith("Validation loss was best in epoch ")


def test_that_a_click_on_the_evidence_stands_the_curves_at_its_epoch(qtbot: QtBot, show: Show) -> None:
    panel = show("over-fitting-moons")
    lines = _card(panel, "over-fitting").findChildren(EvidenceLine)

    qtbot.mouseClick(lines[0], Qt.MouseButton.LeftButton)
    first = panel.curves.pinned_epoch
    lines[1].setFocus()
    qtbot.keyClick(lines[1], Qt.Key.Key_Return)

    assert first == panel.attendant.diagnoses[0].epoch
    assert panel.curves.pinned_epoch == 120
    qtbot.keyClick(panel.curves, Qt.Key.Key_Escape)
    assert panel.curves.pinned_epoch is None


def test_that_a_treatment_is_one_step_to_undo_and_offered_once(
    qtbot: QtBot, show: Show, document: Document
) -> None:
    panel = show("over-fitting-moons")
    before = document.project
    button = _button(_card(panel, "over-fitting"), "AddCallback")
    assert button.text() == "Add EarlyStopping" and button.isEnabled()

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert document.project.training.callbacks[-1].kind == "EarlyStopping"
    assert document.undo_stack.count() == 1
    assert not button.isEnabled() and "train again" in button.toolTip()
    document.undo_stack.undo()
    assert document.project == before
    assert button.isEnabled()


def test_that_a_run_of_another_project_is_told_of_and_not_treated(show: Show, document: Document) -> None:
    document.open(Project(title="other"), path=None, base=Path.cwd())

    button = _button(_card(show("over-fitting-moons"), "over-fitting"), "AddCallback")

    assert not button.isEnabled()
    assert "another project" in button.toolTip()


def test_that_a_good_run_is_left_in_peace(qtbot: QtBot, show: Show) -> None:
    panel = show("good-digits-cnn")

    assert not panel.doctor.is_open
    panel.doctor.toggle()
    label = panel.doctor.findChild(QLabel, "doctor_nothing")
    assert panel.doctor.is_open and label is not None
    click(qtbot, panel, "doctor_close")
    assert not panel.doctor.is_open


def test_that_a_badge_counts_what_was_found(qtbot: QtBot, show: Show, theme: Theme) -> None:
    panel = show("one-class-digits")
    badge = DoctorBadge(panel.attendant)
    qtbot.addWidget(badge)
    badge.refresh()

    assert badge.text() == "✕ Doctor 1"
    assert badge.accessibleName() == "Doctor, 1: It answers the same class for everything"
    show("good-digits-cnn")
    assert badge.text() == "Doctor"
    assert badge.accessibleName() == "Doctor: nothing to complain of"


def test_that_another_run_brings_its_own_cards(show: Show) -> None:
    panel = show("over-fitting-moons")
    panel = show("one-class-digits")

    cards = [card for card in panel.findChildren(DiagnosisCard) if card.isVisible()]
    assert [card.diagnosis.code for card in cards] == ["one-class"]
    assert "Learning rate 0.005" in [button.text() for button in cards[0].findChildren(QPushButton)]
