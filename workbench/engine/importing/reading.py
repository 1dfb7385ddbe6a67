"""A ``.keras`` file as a project, without Keras: nothing in the file is run, made or looked up."""

from __future__ import annotations

from pathlib import Path

import msgspec

from workbench.catalog.catalog import Catalog
from workbench.engine.importing import archive, plain, weights
from workbench.engine.importing.network import Network, read_network
from workbench.engine.importing.refusal import quoted
from workbench.engine.importing.training import read_training
from workbench.foundation.errors import Problem, warning
from workbench.project.layout_levels import tidied_inside
from workbench.project.project import Project


class Imported(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A project whose initial weights are the file's, and what of the file is not in it."""

    project: Project
    problems: tuple[Problem, ...] = ()


def read_model(path: Path, catalog: Catalog) -> Imported:
    """Return the model of a ``.keras`` file.

    Raises:
        WorkbenchError: it isn't one, breaks a limit, or holds what can't be drawn.
    """
    with archive.opened(path) as members:
        saved = plain.parse(members.read(archive.CONFIG, archive.CONFIG_LIMIT), archive.CONFIG)
        network = read_network(saved, catalog)
        weights.check(members)
    training, problems = read_training(saved.get("compile_config"), network, catalog)
    project = Project(
        # Not the name alone: what a run or a script saves by its title must not replace the file.
        title=f"{path.stem[:100]} imported",
        note=f"Imported from {path.name}.",
        graph=tidied_inside(network.graph),
        training=training,
        weights=str(path),
    )
    return Imported(project=project, problems=(*problems, *map(_follows_training, network.inference)))


def _follows_training(model: str) -> Problem:
    message = (
        f"The file calls {quoted(model)} with training=False, which a network can't say: here its layers "
        "follow the training, BatchNormalization and Dropout among them."
    )
    return warning("import.left-out", "graph", message, "Freeze its layers to keep their statistics.")


def read_names(members: archive.Archive, catalog: Catalog) -> Network:
    """Return the network of an open archive, for the names of its layers."""
    saved = plain.parse(members.read(archive.CONFIG, archive.CONFIG_LIMIT), archive.CONFIG)
    return read_network(saved, catalog)
