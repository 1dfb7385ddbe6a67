"""Data from a file or folder: recognised by the engine, taken as the source or proposed as a project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from workbench.checks.first_network import first_network
from workbench.foundation.errors import Problem
from workbench.project.data import DataSpec
from workbench.project.edits import Edit, SetData, SetNetwork, SetTitle, Together
from workbench.protocol.facts import DataFacts
from workbench.protocol.looks import Found
from workbench.protocol.messages import (
    DataInspected,
    Failed,
    InspectData,
    LookAt,
    LookedAt,
    Progress,
    Request,
    Response,
)
from workbench.ui.data.choosing import data_from
from workbench.ui.data.page import DataPage
from workbench.ui.data.proposal import proposal
from workbench.ui.dialogs.question import ask
from workbench.ui.document.document import Document
from workbench.ui.document.engine_client import EngineClient


class Bringing(QObject):
    """Brings one file at a time; a newer one takes the place of one that is still being looked at."""

    started = Signal()
    """A network was started for what was brought."""
    progressed = Signal(object)
    """A Progress of the looking, or of the reading before a project is proposed."""

    def __init__(
        self,
        document: Document,
        engine: EngineClient,
        page: DataPage,
        window: QWidget,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._engine, self._page, self._window = document, engine, page, window
        self._asked: int | None = None
        engine.progressed.connect(self._on_engine_progressed)

    def use(self, path: Path) -> None:
        """Make a file or folder the source of the project, in one step."""
        self._look(path, self._page.take)

    def propose(self, path: Path) -> None:
        """Ask, with what was found, whether to begin a project for a file or folder."""
        self._look(path, self._read)

    def cancel(self) -> None:
        """Look no further at what is being looked at."""
        self._leave(self._engine.end)

    def _leave(self, end: Callable[[int], None]) -> None:
        if self._asked is not None:
            asked, self._asked = self._asked, None
            end(asked)
            self._page.set_bringing("")

    def _look(self, path: Path, go_on: Callable[[Found], None]) -> None:
        def answered(response: Response) -> None:
            if isinstance(response, LookedAt):
                go_on(response.found)
            else:
                self._refuse(response)

        self._ask(LookAt, answered, path, path=str(path.absolute()))

    def _read(self, found: Found) -> None:
        """Read all that the source holds, as the project would have it; what fails is proposed as well."""
        data = data_from(self._document.project.data, found, self._document)

        def answered(response: Response) -> None:
            self._propose(found, data, response.facts if isinstance(response, DataInspected) else None)

        path = Path(found.path)
        self._ask(InspectData, answered, path, data=data, folder=str(self._document.base))

    def _ask(
        self,
        message: Callable[..., Request],
        answer: Callable[[Response], None],
        what: Path,
        **fields: object,
    ) -> None:
        self._leave(self._engine.give_up)

        def answered(response: Response) -> None:
            if asked != self._asked:
                return  # it was cancelled
            self._asked = None
            self._page.set_bringing("")
            answer(response)

        self._page.set_bringing(self.tr("Looking at {name}…").format(name=what.name or str(what)))
        asked = self._asked = self._engine.request(message, answered, **fields)

    @Slot(object)
    def _on_engine_progressed(self, progress: Progress) -> None:
        if progress.id == self._asked:
            self.progressed.emit(progress)

    def _refuse(self, response: Response) -> None:
        problems: tuple[Problem, ...] = response.problems if isinstance(response, Failed) else ()
        self._page.refuse(problems)

    def _propose(self, found: Found, data: DataSpec, facts: DataFacts | None) -> None:
        has_network = bool(self._document.project.graph.nodes)
        choices = {"start": self.tr("Start a project for it")} if facts is not None else {}
        choices["use"] = (
            self.tr("Use it with this network") if has_network else self.tr("Use it without a network")
        )
        choices["cancel"] = self.tr("Leave it")

        def answered(key: str) -> None:
            if key == "start" and facts is not None:
                self._start(found, data, facts)
            elif key == "use":
                self._page.take(found)

        ask(
            self._window,
            title=Path(found.path).name,
            text=proposal(found, data, facts),
            choices=choices,
            default="start" if facts is not None else "use",
            answer=answered,
        )

    def _start(self, found: Found, data: DataSpec, facts: DataFacts) -> None:
        """Begin with a first network for the data: one edit, so that one undo brings all back."""
        graph, training = first_network(facts)
        name = Path(found.path).stem
        edits: tuple[Edit, ...] = (SetData(data), SetNetwork(graph, training))
        if self._document.path is None and name:
            edits = (SetTitle(name), *edits)
        self._page.expect(found)
        self._document.do(Together(edits, self.tr("Start a project for {name}").format(name=name)))
        self.started.emit()
