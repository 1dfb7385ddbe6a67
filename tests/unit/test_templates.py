"""The bundled projects: written as the program writes, tidy, and with nothing that need not be said."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group
from workbench.foundation import paths
from workbench.project import file
from workbench.project.chain import chain_order
from workbench.project.data import ImageFolder
from workbench.project.project import Project
from workbench.project.samples import open_project
from workbench.project.spec import Spec

NAMES = tuple(sorted(path.stem for path in paths.templates().glob(f"*{file.SUFFIX}")))
PHOTOGRAPHS = tuple(name for name in NAMES if name.startswith(("cnn-", "alexnet", "vgg16", "googlenet")))
WIDTH, HEIGHT, PITCH, STEP = 208, 54, 84, 8


def specs(project: Project) -> Iterator[tuple[Group, Spec]]:
    training = project.training
    yield from (("layer", node.spec) for node in project.graph.nodes)
    yield from (("callback", spec) for spec in training.callbacks)
    yield from (("metric", spec) for spec in training.metrics)
    yield ("loss", training.loss)
    yield from (("loss", head.loss) for head in training.heads)
    yield ("optimizer", training.optimizer)


@pytest.mark.parametrize("name", NAMES)
def test_that_a_bundled_project_is_written_as_the_program_writes(name: str):
    path = paths.templates() / f"{name}.workbench"

    assert path.read_bytes() == file.dumps(file.load(path))


@pytest.mark.parametrize("name", NAMES)
def test_that_a_bundled_project_says_only_what_differs_from_the_defaults(name: str, catalog: Catalog):
    project, _ = open_project(name)

    for group, spec in specs(project):
        kind = catalog.kind(group, spec.kind)
        for parameter, value in spec.params.items():
            assert value != kind.param(parameter).default or kind.param(parameter).required


@pytest.mark.parametrize("name", NAMES)
def test_that_no_two_layers_of_a_bundled_project_touch(name: str):
    places = [node.at for node in open_project(name)[0].graph.nodes]

    for one, other in itertools.combinations(places, 2):
        beside = abs(one.x - other.x) >= WIDTH + STEP
        assert beside or abs(one.y - other.y) >= HEIGHT + STEP


@pytest.mark.parametrize("name", NAMES)
def test_that_every_link_of_a_bundled_project_leads_downwards(name: str):
    graph = open_project(name)[0].graph

    for link in graph.links:
        assert graph.node(link.target).at.y - graph.node(link.source).at.y >= PITCH


@pytest.mark.parametrize("name", NAMES)
def test_that_a_bundled_chain_is_one_column(name: str):
    project, _ = open_project(name)
    nodes = project.graph.nodes
    if chain_order(project.graph) == nodes:
        assert [(node.at.x, node.at.y) for node in nodes] == [
            (-WIDTH / 2, PITCH * row) for row in range(len(nodes))
        ]


@pytest.mark.parametrize("name", NAMES)
def test_that_a_bundled_project_has_a_title_and_a_note(name: str):
    project, _ = open_project(name)

    assert project.title[0].isupper()
    assert project.note.endswith(".")
    assert len(project.note) <= 320


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_that_a_network_for_photographs_opens_on_the_flowers_in_its_own_size(name: str):
    project, _ = open_project(name)
    source = project.data.source

    assert isinstance(source, ImageFolder)
    assert [node.spec.params["shape"] for node in project.graph.inputs()] == [source.form.shape]
    # Absolute, so that a copy saved anywhere finds it; relative in the file, which is installed anywhere.
    assert source.path == str((paths.sample_data() / "flowers").resolve())
    kept = file.load(paths.templates() / f"{name}.workbench").data.source
    assert isinstance(kept, ImageFolder)
    assert kept.path == "../../sample_data/flowers"
