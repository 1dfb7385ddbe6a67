"""What Keras says of projects that are only offered: their outputs and parameters, asked one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from workbench.project.project import Project
from workbench.protocol.analysis import Analysis, Shape
from workbench.protocol.messages import Analyse, Analysed, Response
from workbench.ui.document.engine_client import EngineClient


@dataclass(frozen=True)
class Measure:
    """The outputs of a network, in drawing order, and its number of parameters."""

    outputs: tuple[Shape, ...]
    params: int


class Measures(QObject):
    """Keeps what was answered. Only one question is on its way, so the open project never waits for long."""

    measured = Signal(str)

    def __init__(self, engine: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._known: dict[str, Measure] = {}
        self._waiting: dict[str, Project] = {}
        self._asked: int | None = None

    def of(self, name: str) -> Measure | None:
        """Return what is known of a project by its name; None until it was measured."""
        return self._known.get(name)

    def start(self, projects: Mapping[str, Project]) -> None:
        """Ask for what is not known yet, in the order given."""
        self.stop()
        self._waiting = {name: project for name, project in projects.items() if name not in self._known}
        self._ask_next()

    def stop(self) -> None:
        """Ask for nothing more; what is on its way is dropped."""
        self._waiting.clear()
        if self._asked is not None:
            self._engine.cancel(self._asked)
            self._asked = None

    def _ask_next(self) -> None:
        self._asked = None
        if self._waiting:
            name = next(iter(self._waiting))
            project = self._waiting.pop(name)
            self._asked = self._engine.request(
                Analyse,
                lambda response: self._on_answered(name, project, response),
                project=project,
                folder="",
            )

    def _on_answered(self, name: str, project: Project, response: Response) -> None:
        if not isinstance(response, Analysed):
            # An engine that died fails every question: the next opening asks anew.
            self._waiting.clear()
            self._asked = None
            return
        self._known[name] = _measure(project, response.analysis)
        self.measured.emit(name)
        self._ask_next()


def _measure(project: Project, analysis: Analysis) -> Measure:
    shapes = {layer.id: layer.output_shapes for layer in analysis.layers}
    outputs = tuple(shape for node in project.graph.outputs() for shape in shapes.get(node.id, ())[:1])
    return Measure(outputs, analysis.params)
