"""Keeps what the engine and the checks say of the document in step with the document."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.checks.check import check, drawing
from workbench.checks.settings import unused_gpu
from workbench.foundation.errors import Problem, error
from workbench.project.clip import MOST_NODES
from workbench.project.data import DataSpec
from workbench.project.graph import Graph
from workbench.project.project import Project
from workbench.protocol.messages import (
    Analyse,
    Analysed,
    DataInspected,
    Failed,
    InspectData,
    Progress,
    Ready,
    Response,
)
from workbench.ui.document.document import Document
from workbench.ui.document.engine_client import EngineClient
from workbench.ui.document.looking import to_look_at, to_read

_CANCELLED = "data.cancelled"


class Reviewer(QObject):
    """Asks for an analysis after each edit of the graph, for facts after each of the data.

    While one answer is on its way no other is asked for; the newest state is asked for when it is
    there. So typing fast never builds a queue. Where only cards were moved nothing is asked.
    """

    busy_changed = Signal(bool)
    progressed = Signal(object)
    """A Progress of the data's reading."""

    def __init__(self, document: Document, engine: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._engine = document, engine
        self._graph: Graph | None = None
        self._asked: Project | None = None
        self._drawn: tuple[Graph, tuple[Problem, ...]] | None = None
        self._data: DataSpec | None = None
        self._asking = {"graph": False, "data": False}
        self._reading: int | None = None
        self._is_cancelled = self._is_given_up = False
        self._devices: tuple[str, ...] = ()
        self._notes: tuple[Problem, ...] = ()
        self._data_problems: tuple[Problem, ...] = ()
        self._graph_problems: tuple[Problem, ...] = ()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._on_soon_timeout)
        document.project_changed.connect(self._soon.start)
        document.path_changed.connect(self._on_document_path_changed)
        document.findings_changed.connect(self._judge)
        engine.ready.connect(self._on_engine_ready)
        engine.died.connect(lambda _words: self.look_again())
        engine.restarted.connect(self._on_engine_restarted)
        engine.progressed.connect(self._on_engine_progressed)
        self._soon.start()

    @property
    def is_settled(self) -> bool:
        """Whether all that is shown belongs to the project as it is now."""
        project = self._document.project
        waiting = self._soon.isActive() or any(self._asking.values())
        return not waiting and self._graph == project.graph and self._data == to_read(project.data)

    @Slot()
    def _on_document_path_changed(self) -> None:
        self._data = None
        self._soon.start()

    @Slot(object)
    def _on_engine_ready(self, ready: Ready) -> None:
        self._devices = tuple(name for name, _ in ready.devices)
        about_catalog = _about_catalog(self._document.catalog.keras, ready.keras)
        self._notes = (*about_catalog, *unused_gpu(ready.no_gpu))
        self._soon.start()

    @Slot()
    def _on_soon_timeout(self) -> None:
        project = self._document.project
        if project.data.source is None:
            self._data, self._data_problems = to_read(project.data), ()
            self._document.set_facts(None)
        elif to_read(project.data) != self._data and not self._asking["data"]:
            self._asking["data"], self._data = True, to_read(project.data)
            self._read(project.data)
        else:
            self._give_up_other_data(project.data)
        if not self._asking["graph"]:
            self._graph = project.graph
            self._ask_about(to_look_at(project))
        self._judge()

    def _read(self, data: DataSpec) -> None:
        self._is_cancelled = self._is_given_up = False
        self._data_problems = tuple(each for each in self._data_problems if each.code != _CANCELLED)
        self.busy_changed.emit(True)

        def answered(response: Response) -> None:
            if asked == self._reading:  # no other has been begun since
                self._on_data_answered(response)

        asked = self._reading = self._engine.request(
            InspectData, answered, data=data, folder=str(self._document.base)
        )

    def _give_up_other_data(self, data: DataSpec) -> None:
        """End a reading of another source; one of the same, split or prepared otherwise, is soon at hand."""
        before = self._data
        if self._reading is None or self._is_given_up or before is None:
            return
        if (before.source, before.task) != (data.source, data.task):
            self._is_given_up = True
            self._engine.give_up(self._reading)

    def _ask_about(self, network: Project) -> None:
        """Ask what Keras says of a network, unless that is known or it has too many layers to look at."""
        is_known = network == self._asked and self._document.analysis is not None
        self._asked = network
        if len(network.graph.nodes) > MOST_NODES:
            self._graph_problems = ()
            self._document.set_analysis(None)
        elif not is_known:
            self._asking["graph"] = True
            self._engine.request(
                Analyse, self._on_graph_answered, project=network, folder=str(self._document.base)
            )

    def _on_graph_answered(self, response: Response) -> None:
        self._asking["graph"] = False
        self._graph_problems = ()
        match response:
            case Analysed():
                self._document.set_analysis(response.analysis)
            case Failed():
                self._graph = self._asked = None
                self._graph_problems = response.problems
        self._judge()
        if self._graph is not None and self._document.project.graph != self._graph:
            self._soon.start()

    def _on_data_answered(self, response: Response) -> None:
        self._asking["data"], self._reading = False, None
        self._data_problems = ()
        match response:
            case DataInspected():
                self._document.set_facts(response.facts)
                self._data_problems = response.facts.problems
            case Failed() if self._is_cancelled and _was_ended(response):
                self._data = to_read(self._document.project.data)
                self._document.set_facts(None)
                self._data_problems = (_cancelled(),)
            case Failed() if self._is_given_up and _was_ended(response):
                self._data = None
            case Failed():
                self._document.set_facts(None)
                self._data_problems = response.problems
        self.busy_changed.emit(False)
        self._judge()
        if to_read(self._document.project.data) != self._data:
            self._soon.start()

    def cancel_data(self) -> None:
        """End a reading of the data; only ``look_again``, or other data, begin anew."""
        if self._reading is not None:
            self._is_cancelled = True
            self._engine.end(self._reading)

    @Slot(object)
    def _on_engine_progressed(self, progress: Progress) -> None:
        if progress.id == self._reading:
            self.progressed.emit(progress)

    @Slot()
    def _on_engine_restarted(self) -> None:
        """Say nothing of what the engine was asked of the network: it is asked again once it is ready."""
        self._graph_problems = ()
        self._judge()

    def look_again(self) -> None:
        """Forget what was said and ask anew."""
        self._graph = self._asked = self._data = None
        self._asking = {"graph": False, "data": False}
        if self._reading is not None:
            self._engine.give_up(self._reading)
            self._reading = None
        self._soon.start()

    def _judge(self) -> None:
        document = self._document
        if self._drawn is None or self._drawn[0] is not document.project.graph:
            self._drawn = (document.project.graph, drawing(document.project, document.catalog))
        found = check(
            document.project,
            document.catalog,
            document.analysis,
            document.facts,
            devices=self._devices,
            drawn=self._drawn[1],
        )
        traps = (finding.problem for finding in document.findings if finding.problem.severity != "info")
        told = dict.fromkeys((*self._data_problems, *self._graph_problems, *found, *traps, *self._notes))
        document.set_problems(tuple(told))


def _was_ended(response: Failed) -> bool:
    """Tell whether a request was ended, rather than refused: the engine said so, or was started anew."""
    return any(problem.code in ("cancelled", "engine.died") for problem in response.problems)


def _cancelled() -> Problem:
    message = "Reading the data was cancelled, so that nothing is known of it."
    return error(_CANCELLED, "data.source", message, "Press Read again in Data when you want it.")


def _about_catalog(shown: str, installed: str) -> tuple[Problem, ...]:
    """Return what to know where the window was opened before the catalog of this Keras was made."""
    if shown == installed:
        return ()
    message = f"Keras {installed} is installed; this window offers what Keras {shown} has."
    hint = f"Open the program again: it offers all that Keras {installed} has."
    return (Problem(severity="info", code="catalog.older", where="graph", message=message, hint=hint),)
