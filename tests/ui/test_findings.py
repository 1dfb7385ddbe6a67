"""What was found in the data stands on the page with a way out: one click, one step to undo."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.helpers.listening import ListeningEngine
from tests.helpers.pages import in_front
from workbench.catalog.catalog import Catalog
from workbench.foundation.errors import Problem, warning
from workbench.project.data import Bundled, DataSpec, Table
from workbench.project.edits import SetData, SetNote
from workbench.project.edits.remedies import BalanceClasses, DropDuplicates, IgnoreColumns
from workbench.project.project import Project
from workbench.protocol.facts import DataFacts
from workbench.protocol.findings import Finding
from workbench.protocol.messages import (
    Cancel,
    DataInspected,
    DataLinted,
    Failed,
    InspectData,
    LintData,
    Progress,
)
from workbench.ui.data.findings import FindingsCard
from workbench.ui.data.page import DataPage
from workbench.ui.data.remedy_words import words_of
from workbench.ui.document.document import Document
from workbench.ui.document.linter import Linter
from workbench.ui.document.reviewer import Reviewer
from workbench.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
IMBALANCE = Finding(
    problem=warning("lint.imbalance", "data.class_weight", "90 of <b>a</b>, 5 of b.", "Balance them."),
    remedy=BalanceClasses(),
)
CONTRADICTION = Finding(
    problem=Problem(
        severity="info", code="lint.contradictions", where="data.source", message="One twice.", hint="Look."
    )
)
FACTS = DataFacts(input_shape=(2,), task="classification")


class Engine(ListeningEngine):
    @property
    def linted(self) -> list[LintData]:
        return [asked for asked in self.asked if isinstance(asked, LintData)]

    def answer_data(self) -> None:
        for asked in self.waiting(InspectData)[-1:]:
            self.answer(DataInspected(id=asked.id, facts=FACTS))

    def answer_lint(self, *findings: Finding, is_whole: bool = True, is_stopped: bool = False) -> None:
        for asked in self.waiting(LintData)[-1:]:
            self.answer(DataLinted(id=asked.id, findings=findings, is_whole=is_whole, is_stopped=is_stopped))


@pytest.fixture
def document(qapp: object, catalog: Catalog) -> Document:
    return Document(Project(data=DataSpec(source=Bundled("iris"))), catalog)


@pytest.fixture
def page(qtbot: QtBot, document: Document, theme: Theme) -> DataPage:
    return in_front(qtbot, DataPage(document, theme, lambda _group, _kind: None), 1280, 900)


@pytest.fixture
def engine(document: Document) -> Engine:
    return Engine()


@pytest.fixture
def linter(document: Document, engine: Engine) -> Linter:
    reviewer = Reviewer(document, engine, document)  # type: ignore[arg-type]
    return Linter(document, engine, reviewer, document)  # type: ignore[arg-type]


def read(qtbot: QtBot, engine: Engine, times: int = 1) -> None:
    """Answer the reviewer's question about the data."""
    qtbot.waitUntil(lambda: len([asked for asked in engine.asked if isinstance(asked, InspectData)]) == times)
    engine.answer_data()


def test_that_a_click_on_a_way_out_is_one_step_and_undo_brings_it_back(
    qtbot: QtBot, document: Document, page: DataPage
) -> None:
    document.set_facts(FACTS)
    document.set_findings((IMBALANCE, CONTRADICTION))
    card = page.findChild(FindingsCard)
    assert card is not None
    texts = [label.text() for label in card.findChildren(QLabel, "finding_message") if label.isVisible()]
    assert texts == ["⚠ 90 of <b>a</b>, 5 of b.", "ℹ One twice."]
    (button,) = [button for button in card.findChildren(QPushButton, "way_out") if button.isVisible()]

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert document.project.data.class_weight == "balanced"
    assert document.undo_stack.undoText() == "Balance the classes"
    document.undo_stack.undo()
    assert document.project.data.class_weight is None
    assert not document.undo_stack.canUndo()


def test_that_a_way_out_is_reached_by_keys_and_nothing_found_shows_nothing(
    qtbot: QtBot, document: Document, page: DataPage
) -> None:
    card = page.findChild(FindingsCard)
    assert card is not None
    document.set_facts(FACTS)
    assert card.isHidden()
    document.set_findings((IMBALANCE,))
    button = card.findChild(QPushButton, "way_out")
    assert button is not None
    assert IMBALANCE.problem.message in button.accessibleName()

    qtbot.keyClick(button, Qt.Key.Key_Space)

    assert document.project.data.class_weight == "balanced"
    document.set_findings(())
    assert card.isHidden()


def test_that_the_engine_is_asked_once_for_each_state_of_the_data(
    qtbot: QtBot, document: Document, engine: Engine, linter: Linter
) -> None:
    read(qtbot, engine)
    qtbot.waitUntil(lambda: len(engine.linted) == 1)
    engine.answer_lint(IMBALANCE, CONTRADICTION)
    qtbot.waitUntil(lambda: linter.is_settled)
    assert document.findings == (IMBALANCE, CONTRADICTION)
    assert IMBALANCE.problem in document.problems
    assert CONTRADICTION.problem not in document.problems

    document.do(SetNote("another note"))
    qtbot.waitUntil(lambda: linter.is_settled)
    assert len(engine.linted) == 1
    document.do(BalanceClasses())
    qtbot.waitUntil(lambda: len(engine.linted) == 2)
    engine.answer_lint()
    qtbot.waitUntil(lambda: linter.is_settled)

    assert engine.linted[1].data.class_weight == "balanced"
    assert document.findings == ()
    assert IMBALANCE.problem not in document.problems


def test_that_a_look_that_gave_way_is_taken_up_again(
    qtbot: QtBot, document: Document, engine: Engine, linter: Linter
) -> None:
    read(qtbot, engine)
    qtbot.waitUntil(lambda: len(engine.linted) == 1)
    engine.answer_lint(is_whole=False)

    qtbot.waitUntil(lambda: len(engine.linted) == 2)
    engine.answer_lint(IMBALANCE)

    qtbot.waitUntil(lambda: document.findings == (IMBALANCE,))


def test_that_a_long_look_tells_how_far_it_is_and_is_stopped_and_begun_anew(
    qtbot: QtBot, document: Document, engine: Engine, linter: Linter, page: DataPage
) -> None:
    page.connect_linter(linter)
    read(qtbot, engine)
    qtbot.waitUntil(lambda: page.linting.isVisible())
    number = next(at for at, asked in enumerate(engine.asked, 1) if isinstance(asked, LintData))
    engine.progressed.emit(Progress(id=number, what="comparing", done=300, total=1000))
    assert page.linting.words.text() == "Looking for traps: comparing examples, 30%"

    qtbot.mouseClick(page.linting.cancel, Qt.MouseButton.LeftButton)
    assert page.linting.words.text() == "Stopping…"
    assert engine.asked[-1] == Cancel(id=len(engine.asked), request=number)
    engine.answer_lint(IMBALANCE, is_whole=False, is_stopped=True)
    qtbot.waitUntil(lambda: document.findings == (IMBALANCE,))
    assert not page.linting.isVisible()
    stopped = page.sights.overview.findings.stopped
    assert stopped.isVisible()
    assert len(engine.linted) == 1

    again = stopped.findChild(QPushButton, "lint_again")
    assert again is not None
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(engine.linted) == 2)
    assert not stopped.isVisible()


def test_that_a_look_that_gave_way_is_not_taken_up_again_once_it_is_cancelled(
    qtbot: QtBot, document: Document, engine: Engine, linter: Linter
) -> None:
    read(qtbot, engine)
    qtbot.waitUntil(lambda: len(engine.linted) == 1)
    engine.answer_lint(is_whole=False)

    with qtbot.waitSignal(linter.stopped_changed) as stopped:
        linter.cancel()

    assert stopped.args == [True]
    qtbot.waitUntil(lambda: linter.is_settled)
    assert len(engine.linted) == 1


def test_that_another_source_takes_the_findings_of_the_old_one_away(
    qtbot: QtBot, document: Document, engine: Engine, linter: Linter
) -> None:
    read(qtbot, engine)
    qtbot.waitUntil(lambda: len(engine.linted) == 1)
    engine.answer_lint(IMBALANCE)
    qtbot.waitUntil(lambda: document.findings == (IMBALANCE,))

    document.do(SetData(replace(document.project.data, source=Bundled("xor"))))
    qtbot.waitUntil(lambda: document.findings == ())
    read(qtbot, engine, times=2)
    qtbot.waitUntil(lambda: len(engine.linted) == 2)
    engine.answer(Failed(id=engine.linted[-1].id, problems=(IMBALANCE.problem,)))

    assert document.findings == ()


def test_that_the_buttons_say_what_they_do() -> None:
    assert words_of(IgnoreColumns(("id",))) == "Leave “id” out"
    assert words_of(IgnoreColumns(("id", "row"))) == "Leave 2 columns out"
    assert words_of(DropDuplicates()) != words_of(DropDuplicates(alike=True))
    project = Project(data=DataSpec(source=Table(path="t.csv", target="y")))
    assert IgnoreColumns(("id",)).apply(project).data.source == Table(
        path="t.csv", target="y", ignored=("id",)
    )
