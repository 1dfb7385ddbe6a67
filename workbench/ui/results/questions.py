"""What the panels of a run ask the engine. Of several questions of a kind only the newest is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from workbench.protocol.messages import Request, Response
from workbench.ui.data.questions import Latest
from workbench.ui.document.engine_client import EngineClient


class RunQuestions(QObject):
    """A kind is any word of the asker's; questions of different kinds don't disturb one another."""

    progressed = Signal(object)
    """A Progress of whatever the engine does just now."""

    def __init__(self, engine: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._latest: dict[str, Latest] = {}
        engine.progressed.connect(self.progressed)

    def ask(
        self, kind: str, message: Callable[..., Request], answer: Callable[[Response], None], **fields: Any
    ) -> None:
        """Ask, now or as soon as the question of this kind before it is answered."""
        if kind not in self._latest:
            self._latest[kind] = Latest(self._engine, self)
        self._latest[kind].ask(message, answer, **fields)
