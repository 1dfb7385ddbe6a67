"""The learning rate's card on the training page: shapes, their curve, and the finder, with real hands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.helpers.pages import choose, click, in_front, line, retype, text
from workbench.foundation.errors import error
from workbench.project.edits import SetTraining
from workbench.project.rates import Cosine, RateFormula, StepDrop
from workbench.project.spec import Spec
from workbench.protocol.facts import DataFacts
from workbench.protocol.sweep import RateSweep
from workbench.ui.document.document import Document
from workbench.ui.theme import Theme
from workbench.ui.training.rate_card import RateCard
from workbench.ui.training.settings import TrainingPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
_SWEEP = RateSweep(
    rates=tuple(10.0 ** (-5 + step / 10) for step in range(50)),
    losses=tuple(2.0 - 0.03 * step for step in range(50)),
    smoothed=tuple(2.0 - 0.03 * step for step in range(50)),
    steepest=0.01,
    lowest=0.2,
    proposal=0.004,
)


@pytest.fixture
def page(qtbot: QtBot, document: Document, theme: Theme) -> TrainingPage:
    return in_front(qtbot, TrainingPage(document, theme, lambda group, kind: None), 1280, 700)


@pytest.fixture
def card(page: TrainingPage) -> RateCard:
    page.show_card(page.rate)
    return page.rate


def drawn(card: RateCard) -> list[float]:
    assert card.plot.drawing is not None
    return [float(rate) for rate in card.plot.drawing.y]


def test_that_a_shape_is_chosen_set_and_drawn_while_it_is_typed(
    qtbot: QtBot, card: RateCard, document: Document
) -> None:
    before = document.project
    choose(qtbot, card.combo, "Step drop")
    retype(qtbot, line(card, "field_epochs_drop"), "2")

    assert document.project.training.rate == StepDrop(epochs_drop=2)
    assert drawn(card)[:4] == pytest.approx([0.001, 0.0005, 0.0005, 0.00025])
    assert text(card, "rate_formula") == "lr0 * 0.5 ** floor((1 + epoch) / 2)"
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.project == before
    assert card.combo.currentText() == "Constant"


def test_that_the_rate_under_the_pointer_is_told(qtbot: QtBot, card: RateCard) -> None:
    choose(qtbot, card.combo, "Step drop")
    at = card.plot.place(9.5, 0.0005).toPoint()
    qtbot.mouseMove(card.plot, at + QPoint(1, 0))
    qtbot.mouseMove(card.plot, at)
    assert card.plot.hover_text == "epoch 10 · 5e-4"


def test_that_one_master_gives_way_to_another_in_one_step(
    qtbot: QtBot, card: RateCard, document: Document
) -> None:
    document.set_facts(DataFacts(input_shape=(8, 8, 1), task="classification", training=320))
    choose(qtbot, card.combo, "Keras schedule (optimizer)")
    schedule = document.project.training.optimizer.params["learning_rate"]
    steps = 10 * document.project.training.epochs
    assert schedule == Spec("CosineDecay", {"initial_learning_rate": 0.001, "decay_steps": steps})
    assert drawn(card)[0] == pytest.approx(0.001)

    choose(qtbot, card.combo, "On plateau (callback)")
    training = document.project.training
    assert [spec.kind for spec in training.callbacks] == ["ReduceLROnPlateau"]
    assert training.optimizer.params["learning_rate"] == 0.001
    assert "may lower it" in text(card, "rate_note")

    choose(qtbot, card.combo, "Cosine, with warm-up")
    assert document.project.training.callbacks == ()
    assert document.project.training.rate == Cosine()
    assert document.undo_stack.count() == 3


def test_that_a_formula_that_is_none_is_told_at_its_field(
    qtbot: QtBot, card: RateCard, document: Document
) -> None:
    choose(qtbot, card.combo, "Formula of the epoch")
    retype(qtbot, line(card, "field_formula"), "lr0 / (1 + epoch")
    assert document.project.training.rate == RateFormula(formula="lr0 / (1 + epoch")
    assert card.plot.drawing is None
    assert "can't be read" in text(card, "rate_note")

    document.set_problems((error("rate.formula", "training.rate.formula", "It can't be read."),))

    assert "can't be read" in text(card, "message_formula")


class Sweeps(QObject):
    """Stands in for the engine's end."""

    progressed = Signal(int, int)
    found = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.is_busy = False
        self.asked = 0

    def find(self) -> None:
        self.is_busy = True
        self.asked += 1

    def cancel(self) -> None:
        if self.is_busy:
            self.answer(self.failed, ())

    def answer(self, signal: object, value: object) -> None:
        self.is_busy = False
        signal.emit(value)  # type: ignore[attr-defined]


def test_that_a_sweep_is_begun_once_told_and_its_proposal_taken_in_one_step(
    qtbot: QtBot, card: RateCard, document: Document
) -> None:
    sweeps = Sweeps()
    card.finder.connect_sweeps(sweeps)  # type: ignore[arg-type]
    for _ in range(2):
        qtbot.mouseDClick(card.finder.search, Qt.MouseButton.LeftButton)
        qtbot.mouseClick(card.finder.search, Qt.MouseButton.LeftButton)
    assert sweeps.asked == 1
    sweeps.progressed.emit(30, 100)
    assert text(card, "sweep_words") == "Batch 30 of at most 100"
    assert card.finder.bar.value() == 30

    sweeps.answer(sweeps.found, _SWEEP)
    assert card.finder.plot.drawing is not None and card.finder.plot.drawing.is_log
    take = card.findChild(QPushButton, "take_rate")
    assert take is not None and take.text() == "Use 0.004"
    click(qtbot, card, "take_rate")

    assert document.project.training.optimizer.params["learning_rate"] == 0.004
    assert document.undo_stack.count() == 1
    assert card.finder.plot.drawing is not None  # it is still about this network


def test_that_a_sweep_is_cancelled_and_one_of_another_network_forgotten(
    qtbot: QtBot, card: RateCard, document: Document
) -> None:
    sweeps = Sweeps()
    card.finder.connect_sweeps(sweeps)  # type: ignore[arg-type]
    click(qtbot, card, "find_rate")
    click(qtbot, card, "cancel_rate")
    assert not sweeps.is_busy
    assert card.finder.search.isVisible() and not card.finder.bar.isVisible()

    click(qtbot, card, "find_rate")
    sweeps.answer(sweeps.found, _SWEEP)
    training = document.project.training
    document.do(SetTraining(type(training)(optimizer=Spec("SGD")), "Change optimizer"))
    assert card.finder.plot.drawing is None
    assert not card.finder.take.isVisible()
