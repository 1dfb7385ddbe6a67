"""Changing everything that is not the graph."""

from __future__ import annotations

from typing import ClassVar

import msgspec
from msgspec.structs import replace

from workbench.project.data import DataSpec
from workbench.project.edits.base import Edit
from workbench.project.graph import Graph
from workbench.project.project import Project
from workbench.project.training import TrainingSpec


class SetTraining(Edit, frozen=True):
    """Replace the training settings. ``field`` names what was changed, so that typing undoes as one."""

    label: ClassVar[str] = "Change training"
    training: TrainingSpec
    label_text: str = "Change training"
    field: str = ""

    def apply(self, project: Project) -> Project:
        return project.with_training(self.training)

    @property
    def merge_key(self) -> str | None:
        return f"training:{self.field}" if self.field else None


class SetAside(Edit, frozen=True):
    """Leave examples out of every part of the data, by their keys."""

    label: ClassVar[str] = "Set examples aside"
    keys: tuple[str, ...]

    def apply(self, project: Project) -> Project:
        keys = tuple(dict.fromkeys((*project.data.set_aside, *self.keys)))
        return project.with_data(replace(project.data, set_aside=keys))


class UseAgain(Edit, frozen=True):
    """Take all examples back that were set aside."""

    label: ClassVar[str] = "Use set aside examples again"

    def apply(self, project: Project) -> Project:
        return project.with_data(replace(project.data, set_aside=()))


class SetData(Edit, frozen=True):
    """Replace the data. What was set aside of another source's examples is forgotten with it."""

    label: ClassVar[str] = "Change data"
    data: DataSpec
    field: str = ""

    def apply(self, project: Project) -> Project:
        data, before = self.data, project.data
        if data.set_aside and data.set_aside == before.set_aside and _place(data) != _place(before):
            data = replace(data, set_aside=())
        return project.with_data(data)

    @property
    def merge_key(self) -> str | None:
        return f"data:{self.field}" if self.field else None


class SetNetwork(Edit, frozen=True):
    """Replace the network and how it learns, in one step."""

    label: ClassVar[str] = "Start a network"
    graph: Graph
    training: TrainingSpec

    def apply(self, project: Project) -> Project:
        return project.with_graph(self.graph).with_training(self.training)


class ForgetWeights(Edit, frozen=True):
    """Let every layer begin with new random weights instead of an imported model's."""

    label: ClassVar[str] = "Forget imported weights"

    def apply(self, project: Project) -> Project:
        return replace(project, weights=msgspec.UNSET)


class SetTitle(Edit, frozen=True):
    label: ClassVar[str] = "Rename project"
    title: str

    def apply(self, project: Project) -> Project:
        return replace(project, title=self.title)


class SetNote(Edit, frozen=True):
    label: ClassVar[str] = "Change note"
    note: str

    def apply(self, project: Project) -> Project:
        return replace(project, note=self.note)

    @property
    def merge_key(self) -> str:
        return "note"


def _place(data: DataSpec) -> tuple[object, ...]:
    """Return where the examples come from, whatever is made of them."""
    source = data.source
    return (type(source), *(getattr(source, name, None) for name in ("path", "name", "kind", "seed")))
