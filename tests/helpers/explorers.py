"""The explorers' dialog in a test, answered as the engine would, and hands for it."""

from __future__ import annotations

from typing import Any

import numpy as np
from pytestqt.qtbot import QtBot

from tests.helpers.pages import in_front
from tests.helpers.run_questions import ScriptedQuestions
from workbench.catalog.catalog import Catalog
from workbench.protocol.exploring import (
    ActivationCurve,
    InitializerDrawn,
    LossesCompared,
    LossFigures,
    NeuronAnswer,
    RaceRun,
    Way,
)
from workbench.protocol.messages import Explored, Response
from workbench.protocol.probing import Ground
from workbench.ui.document.document import Document
from workbench.ui.explore.dialog import ExploreDialog
from workbench.ui.explore.subject import Subject, Topic
from workbench.ui.explore.subjects import of_project
from workbench.ui.theme import Theme

_STEPS = 121


def curve(fields: dict[str, Any]) -> Response:
    x = np.linspace(-4, 4, 9)
    at = fields["question"].at[0]
    told = ActivationCurve(
        x=tuple(x), y=tuple(x / 2), slope=(0.5,) * 9, at_y=(at / 2,), at_slope=(0.5,), has_neighbours=False
    )
    return Explored(id=1, answer=told)


def losses(fields: dict[str, Any]) -> Response:
    question = fields["question"]
    count = len(question.predicted)
    told = tuple(
        LossFigures(
            kind=spec.kind, value=0.81, slopes=(1.8,) * count, along=(0.0, 1.0), slopes_along=(0.0, 2.0)
        )
        for spec in question.losses
    )
    return Explored(id=1, answer=LossesCompared(x=(question.low, question.high), losses=told))


def draws(_fields: dict[str, Any]) -> Response:
    told = InitializerDrawn(
        counts=(1, 3, 1),
        low=-1,
        high=1,
        mean=0,
        deviation=0.5,
        fan_in=4,
        fan_out=4,
        width=4,
        variances=(1.0, 1e-4),
    )
    return Explored(id=1, answer=told)


def race(fields: dict[str, Any]) -> Response:
    question = fields["question"]
    x, y = question.start
    ways = tuple(
        Way(optimizer=spec, x=tuple(np.linspace(x, 0, _STEPS)), y=tuple(np.linspace(y, 0, _STEPS)))
        for spec in question.optimizers
    )
    return Explored(id=1, answer=RaceRun(ways=ways))


def neuron(fields: dict[str, Any]) -> Response:
    question = fields["question"]
    (x, y), (first, second) = question.inputs, question.weights
    ground = Ground(name="sigmoid", low=0, high=1, shades=bytes(range(4)))
    total = first * x + second * y + question.bias
    return Explored(id=1, answer=NeuronAnswer(total=total, output=0.9991, ground=ground))


REPLIES = {"activation": curve, "loss": losses, "initializer": draws, "optimizer": race, "neuron": neuron}


def explorers_shown(
    qtbot: QtBot, document: Document, questions: ScriptedQuestions, theme: Theme, catalog: Catalog
) -> ExploreDialog:
    made = ExploreDialog(catalog, theme, questions, lambda topic: of_project(document, topic))
    return in_front(qtbot, made, 1080, 680)


def asked(questions: ScriptedQuestions, topic: Topic) -> Any:
    return [fields["question"] for kind, fields in questions.asked if kind == topic][-1]


def page(dialog: ExploreDialog, topic: Topic) -> Any:
    return dialog.pages[topic]


def explore(qtbot: QtBot, dialog: ExploreDialog, subject: Subject) -> None:
    """Begin with a subject, and wait until its page is there: it is made in a turn of its own."""
    dialog.explore(subject)
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.pages.get(subject.topic, dialog))
