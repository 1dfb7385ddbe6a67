"""What the data page asks the engine: glances, thumbnails, examples, draws. Old questions give way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from workbench.foundation.errors import Problem
from workbench.project.data import DataSpec
from workbench.protocol.facts import PartName
from workbench.protocol.messages import (
    DrawsShown,
    ExamplesShown,
    Failed,
    LookAt,
    LookedAt,
    MakeThumbnails,
    Progress,
    Request,
    Response,
    ShowDraws,
    ShowExamples,
    ThumbnailsMade,
)
from workbench.ui.document.document import Document
from workbench.ui.document.engine_client import EngineClient

_FIRST_PAGE, _PAGE, _SIDE = 24, 60, 96


class Latest(QObject):
    """Keeps one question on its way; of those that come meanwhile only the newest is asked.

    So a slider that is pulled never builds a queue. ``asked`` is the number of the one on its way, or None.
    """

    def __init__(self, engine: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self.asked: int | None = None
        self._next: tuple[Callable[..., Request], Callable[[Response], None], dict[str, Any]] | None = None

    def ask(self, message: Callable[..., Request], answer: Callable[[Response], None], **fields: Any) -> None:
        """Ask, now or as soon as the question before is answered."""
        self._next = (message, answer, fields)
        if self.asked is None:
            self._ask_next()

    def give_up(self) -> None:
        """End the question on its way, and don't ask what is still waiting."""
        self._next = None
        if self.asked is not None:
            self._engine.end(self.asked)

    def _ask_next(self) -> None:
        if self._next is None:
            return
        (message, answer, fields), self._next = self._next, None

        def answered(response: Response) -> None:
            self.asked = None
            if self._next is None:
                answer(response)
            else:
                self._ask_next()

        self.asked = self._engine.request(message, answered, **fields)


class DataQuestions(QObject):
    """Answers come as signals; ``failed`` names what was asked for and carries the problems."""

    looked = Signal(object)
    """A Found."""
    look_failed = Signal(object)
    thumbnails = Signal(object)
    """Pairs of a path and the bytes of a JPEG."""
    examples = Signal(object)
    """Examples."""
    examples_failed = Signal(object)
    draws = Signal(object)
    """Draws."""
    draws_failed = Signal(object)
    read_on = Signal(object)
    """A Progress: the data is not at hand any more, so that it is read once more for examples or draws."""
    read = Signal()
    """Examples or draws are answered."""

    def __init__(self, document: Document, engine: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._engine = document, engine
        self._looking, self._examples, self._draws = (Latest(engine, self) for _ in range(3))
        self._waiting: list[str] = []
        self._is_making = False
        engine.progressed.connect(self._on_engine_progressed)

    def look(self, path: str, sheet: str = "", encoding: str = "") -> None:
        """Ask what lies at an absolute path: in which sheet, and in which encoding, where they are said."""
        self._looking.ask(LookAt, self._on_looked, path=path, sheet=sheet, encoding=encoding)

    def ask_for_thumbnails(self, paths: list[str]) -> None:
        """Ask for small pictures, a page at a time; an earlier question is forgotten."""
        self._waiting = list(paths)
        if not self._is_making:
            self._ask_for_a_page(_FIRST_PAGE)

    def ask_for_examples(self, data: DataSpec, part: PartName, *, is_augmented: bool) -> None:
        self._examples.ask(
            ShowExamples,
            self._on_examples,
            data=data,
            folder=str(self._document.base),
            part=part,
            is_augmented=is_augmented,
        )

    def ask_for_draws(self, data: DataSpec, number: int, seed: int) -> None:
        self._draws.ask(
            ShowDraws,
            self._on_draws,
            data=data,
            folder=str(self._document.base),
            number=number,
            seed=seed,
        )

    def give_up_reading(self) -> None:
        """End what is read for examples or draws."""
        self._examples.give_up()
        self._draws.give_up()

    def _on_engine_progressed(self, progress: Progress) -> None:
        if progress.id in (self._examples.asked, self._draws.asked):
            self.read_on.emit(progress)

    def _ask_for_a_page(self, count: int) -> None:
        page, self._waiting = self._waiting[:count], self._waiting[count:]
        self._is_making = bool(page)
        if not page:
            return

        def answered(response: Response) -> None:
            if isinstance(response, ThumbnailsMade):
                self.thumbnails.emit(tuple(zip(page, response.images, strict=True)))
                self._ask_for_a_page(_PAGE)
            else:
                self._is_making = False

        self._engine.request(MakeThumbnails, answered, paths=tuple(page), side=_SIDE)

    def _on_looked(self, response: Response) -> None:
        if isinstance(response, LookedAt):
            self.looked.emit(response.found)
        else:
            self.look_failed.emit(_problems(response))

    def _on_examples(self, response: Response) -> None:
        self.read.emit()
        if isinstance(response, ExamplesShown):
            self.examples.emit(response.examples)
        else:
            self.examples_failed.emit(_problems(response))

    def _on_draws(self, response: Response) -> None:
        self.read.emit()
        if isinstance(response, DrawsShown):
            self.draws.emit(response.draws)
        else:
            self.draws_failed.emit(_problems(response))


def _problems(response: Response) -> tuple[Problem, ...]:
    return response.problems if isinstance(response, Failed) else ()
