"""An engine that only listens: requests are kept, answers are left to the test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from workbench.protocol.messages import Cancel, Request, Response


class ListeningEngine(QObject):
    """Takes requests as an engine's client does."""

    ready = Signal(object)
    died = Signal(str)
    restarted = Signal()
    progressed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Request] = []
        self.ended: list[int] = []
        self._answers: dict[int, Callable[[Response], None]] = {}

    def request(
        self, message: Callable[..., Request], answer: Callable[[Response], None], **fields: Any
    ) -> int:
        number = len(self.asked) + 1
        self.asked.append(message(id=number, **fields))
        self._answers[number] = answer
        return number

    def cancel(self, request: int) -> None:
        self._answers.pop(request, None)

    def give_up(self, request: int) -> None:
        """Send what an engine's client sends."""
        self.request(Cancel, lambda _response: None, request=request)

    def end(self, request: int) -> None:
        self.ended.append(request)
        self.give_up(request)

    def waiting(self, kind: type) -> list[Request]:
        """Return the requests of a kind that have no answer yet."""
        return [asked for asked in self.asked if isinstance(asked, kind) and asked.id in self._answers]

    def answer(self, response: Response) -> None:
        """Answer the request whose id the response carries."""
        self._answers.pop(response.id)(response)
