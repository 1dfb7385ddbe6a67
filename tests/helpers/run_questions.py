"""Questions about runs that a test answers itself, at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from workbench.foundation.errors import Problem
from workbench.protocol.messages import Failed, Request, Response
from workbench.ui.document.engine_client import EngineClient
from workbench.ui.results.questions import RunQuestions

Reply = Callable[[dict[str, Any]], Response]


class ScriptedQuestions(RunQuestions):
    """``replies`` say what a kind of question is answered with; the others wait for ever."""

    def __init__(self, parent: QObject, **replies: Reply) -> None:
        super().__init__(EngineClient(parent), parent)
        self.replies = replies
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def ask(
        self, kind: str, message: Callable[..., Request], answer: Callable[[Response], None], **fields: Any
    ) -> None:
        self.asked.append((kind, fields))
        if kind in self.replies:
            answer(self.replies[kind](fields))


def refusal(*problems: Problem) -> Reply:
    """Return a reply that refuses."""
    return lambda _fields: Failed(id=1, problems=problems)
