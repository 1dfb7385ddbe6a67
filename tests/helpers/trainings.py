"""Small trainings in this process, for tests of what they leave in the run's folder."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

from workbench.engine.training.steering import Steering
from workbench.engine.training.telling import Teller
from workbench.project.data import Bundled, DataSpec
from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec
from workbench.runs import journal
from workbench.runs.events import Event
from workbench.runs.folder import RunFolder, create
from workbench.runs.journal import JournalWriter


def chain(*specs: Spec) -> Graph:
    """Return a sequential graph of these layers."""
    nodes = tuple(
        Node(id=f"n{i}", spec=spec, name=f"{spec.kind.lower()}_{i}", at=Point(0, i))
        for i, spec in enumerate(specs)
    )
    links = tuple(Link(a.id, b.id) for a, b in pairwise(nodes))
    return Graph(style="sequential", nodes=nodes, links=links)


def iris(**training: Any) -> Project:
    """Return a small network on iris that trains in a moment."""
    graph = chain(
        Spec("Input", {"shape": (4,)}),
        Spec("Dense", {"units": 8, "activation": "relu"}),
        Spec("Dropout", {"rate": 0.2}),
        Spec("Dense", {"units": 3, "activation": "softmax"}),
    )
    settings = {"epochs": 3, "batch_size": 16, **training}
    return Project(
        title="iris", data=DataSpec(source=Bundled("iris")), graph=graph, training=TrainingSpec(**settings)
    )


class Trained:
    """A run that ended, by its folder and journal."""

    def __init__(self, folder: RunFolder, code: int) -> None:
        self.folder = folder
        self.code = code
        self.events: list[Event] = journal.read(folder.journal)

    def all(self, kind: type) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    def only(self, kind: type) -> Any:
        (event,) = self.all(kind)
        return event


def go(folder: RunFolder, steering: Steering | None = None, *, resume: bool = False) -> Trained:
    from workbench.engine.training.conduct import conduct

    writer = JournalWriter(folder.journal)
    try:
        code = conduct(folder, steering or Steering(), Teller(writer), resume=resume)
    finally:
        writer.close()
    return Trained(folder, code)


def train(project: Project, home: Path, steering: Steering | None = None) -> Trained:
    return go(create(project, home=home, base=home), steering)


def weights(path: Path) -> list[Any]:
    import keras

    return keras.saving.load_model(path, compile=False).get_weights()
