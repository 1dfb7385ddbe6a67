"""What an explorer begins with: the very object that a form edits, and how to put another in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec
from workbench.protocol.facts import DataFacts

Topic = Literal["activation", "loss", "rate", "initializer", "optimizer", "neuron"]
TOPICS: tuple[Topic, ...] = get_args(Topic)
Value = Spec | TrainingSpec


@dataclass(frozen=True)
class Subject:
    """``spec`` is the object, ``place`` the words for where it stands; without either one explores freely.

    ``take`` puts another value in its place as one edit, and says whether that place is still there. An
    activation that ``is_name`` stands in a layer and can't be a layer itself. ``shape`` is the kernel's.
    """

    topic: Topic
    spec: Spec | None = None
    place: str = ""
    take: Callable[[Value], bool] | None = None
    is_name: bool = False
    shape: tuple[int, ...] = ()
    activation: str = ""
    project: Project | None = None
    facts: DataFacts | None = None
