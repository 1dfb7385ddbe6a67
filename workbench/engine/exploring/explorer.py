"""Answers an explorer's question, whichever it is."""

from __future__ import annotations

from typing import assert_never

import tensorflow as tf

from workbench.engine.exploring.activation import curve
from workbench.engine.exploring.initializer import drawn
from workbench.engine.exploring.losses import compared
from workbench.engine.exploring.neuron import neuron
from workbench.engine.exploring.race import Course
from workbench.engine.model.wording import words
from workbench.foundation.errors import WorkbenchError, error
from workbench.protocol.exploring import (
    Answer,
    AskActivation,
    AskInitializer,
    AskLosses,
    AskNeuron,
    AskRace,
    Question,
)


class Explorer:
    """Keeps what makes the next race quick."""

    def __init__(self) -> None:
        self._course = Course()

    def answer(self, question: Question) -> Answer:
        """Have Keras compute what is asked.

        Raises:
            WorkbenchError: an unknown kind, a parameter or a size that Keras or this page refuses.
        """
        try:
            return self._answer(question)
        except (ValueError, TypeError, ArithmeticError, tf.errors.OpError) as failure:
            raise WorkbenchError(
                error("explore.refused", "explore", words(failure), "Choose another one, or other numbers.")
            ) from failure

    def _answer(self, question: Question) -> Answer:
        match question:
            case AskActivation():
                return curve(question)
            case AskLosses():
                return compared(question)
            case AskInitializer():
                return drawn(question)
            case AskRace():
                return self._course.race(question)
            case AskNeuron():
                return neuron(question)
            case _:
                assert_never(question)
