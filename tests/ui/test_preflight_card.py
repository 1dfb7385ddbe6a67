"""The preflight's card beside an engine that only listens: asking, progress, cancelling, results."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.helpers.listening import ListeningEngine
from tests.helpers.pages import exposed, text
from workbench.foundation.errors import error
from workbench.project.edits import SetTraining
from workbench.protocol.messages import Cancel, Failed, LookAhead, LookedAhead, Progress
from workbench.protocol.preflight import Preflight, PreflightCheck
from workbench.ui.document.document import Document
from workbench.ui.training.preflight_card import PreflightCard
from workbench.ui.training.preflights import Preflights

_FOUND = Preflight(
    device="cpu",
    checks=(
        PreflightCheck(name="memory", verdict="good", message="Training takes 3 MB."),
        PreflightCheck(
            name="layers", verdict="bad", message="“relu_3” gives NaN.", hint="Look there.", where="node:n3"
        ),
    ),
)


@pytest.fixture
def engine(qapp: object) -> ListeningEngine:
    return ListeningEngine()


@pytest.fixture
def preflights(document: Document, engine: ListeningEngine) -> Preflights:
    return Preflights(document, engine, lambda: "", document)  # type: ignore[arg-type]


@pytest.fixture
def card(qtbot: QtBot, preflights: Preflights) -> PreflightCard:
    card = PreflightCard()
    card.connect_preflights(preflights)
    return exposed(qtbot, card, 480, 400)


def _press(qtbot: QtBot, card: PreflightCard, name: str = "preflight") -> None:
    button = card.findChild(QPushButton, name)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_that_results_are_signs_words_and_a_way_to_the_place(
    qtbot: QtBot, card: PreflightCard, engine: ListeningEngine
) -> None:
    _press(qtbot, card)
    (asked,) = engine.waiting(LookAhead)
    engine.answer(LookedAhead(id=asked.id, preflight=_FOUND))

    assert (text(card, "preflight_sign_0"), text(card, "preflight_sign_1")) == ("✓", "✕")
    assert text(card, "preflight_message_1") == "“relu_3” gives NaN."
    assert text(card, "preflight_hint_1") == "Look there."
    assert text(card, "preflight_words").startswith("Hopeless")
    with qtbot.waitSignal(card.place_chosen) as chosen:
        _press(qtbot, card, "preflight_show_1")
    assert chosen.args == ["node:n3"]


def test_that_progress_is_told_and_cancel_gives_it_up(
    qtbot: QtBot, card: PreflightCard, engine: ListeningEngine
) -> None:
    _press(qtbot, card)
    (asked,) = engine.waiting(LookAhead)
    engine.progressed.emit(Progress(id=asked.id, what="one_batch", done=120, total=2000))
    assert "120 steps" in text(card, "preflight_words")

    _press(qtbot, card)
    (cancel,) = engine.waiting(Cancel)
    assert isinstance(cancel, Cancel) and cancel.request == asked.id
    engine.answer(Failed(id=asked.id, problems=(error("cancelled", "run", "It was cancelled."),)))

    assert card.findChild(QLabel, "preflight_message_0") is None
    assert card.button.text() == "Run preflight"


def test_that_an_engine_that_does_not_let_go_is_told_of(
    qtbot: QtBot, card: PreflightCard, preflights: Preflights
) -> None:
    _press(qtbot, card)
    with qtbot.waitSignal(preflights.stuck):
        _press(qtbot, card)


def test_that_results_of_another_project_are_called_old(
    qtbot: QtBot, card: PreflightCard, engine: ListeningEngine, document: Document
) -> None:
    _press(qtbot, card)
    (asked,) = engine.waiting(LookAhead)
    engine.answer(LookedAhead(id=asked.id, preflight=_FOUND))
    document.do(SetTraining(replace(document.project.training, epochs=77), "Change epochs", "epochs"))

    assert "has changed" in text(card, "preflight_words")
