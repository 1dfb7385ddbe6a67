"""Whatever sound graph is broken in whichever place, that place is told: at connecting and at opening."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.helpers.drawings import node
from workbench.catalog.catalog import Catalog
from workbench.checks import places
from workbench.checks.topology import topology
from workbench.foundation.errors import WorkbenchError
from workbench.project import file
from workbench.project.edits import Connect
from workbench.project.graph import Graph, Link
from workbench.project.project import Project

CODES = ("graph.cycle", "link.self-loop", "link.dangling")


@st.composite
def sound_graphs(draw: st.DrawFn) -> Graph:
    """An Input and up to eight Add layers, each fed by one to three of those before it, in any order."""
    count = draw(st.integers(2, 8))
    nodes = [node("in", "Input", shape=(4,)), *(node(f"n{number}", "Add") for number in range(count))]
    links = []
    for at, target in enumerate(nodes[1:], start=1):
        sources = draw(st.lists(st.integers(0, at - 1), min_size=1, max_size=3, unique=True))
        links += [Link(nodes[source].id, target.id, input=place) for place, source in enumerate(sources)]
    return Graph(nodes=tuple(draw(st.permutations(nodes))), links=tuple(draw(st.permutations(links))))


def _reached(graph: Graph, start: str) -> set[str]:
    """Return what the links lead to from a node, in the plainest way."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        at = waiting.pop()
        new = {link.target for link in graph.links if link.source == at} - found
        found |= new
        waiting += new
    return found


def _told(graph: Graph, catalog: Catalog) -> set[tuple[str, str]]:
    return {(each.code, each.where) for each in topology(graph, catalog) if each.code in CODES}


@settings(deadline=None)
@given(graph=sound_graphs(), data=st.data())
def test_that_connecting_refuses_exactly_what_closes_a_cycle(graph: Graph, data: st.DataObject) -> None:
    layers = [each.id for each in graph.nodes if each.id != "in"]
    source, target = data.draw(st.sampled_from(layers)), data.draw(st.sampled_from(layers))
    edit = Connect(Link(source, target, input=3))

    if source == target or source in _reached(graph, target):
        with pytest.raises(ValueError, match="cycle"):
            edit.apply(Project(graph=graph))
    else:
        after = edit.apply(Project(graph=graph)).graph
        assert not any(each.id in _reached(after, each.id) for each in after.nodes)


@settings(deadline=None)
@given(graph=sound_graphs(), data=st.data())
def test_that_a_fault_of_a_file_is_told_at_its_place_and_nowhere_else(
    graph: Graph, data: st.DataObject, catalog: Catalog
) -> None:
    assert _told(graph, catalog) == set()
    layers = [each.id for each in graph.nodes if each.id != "in"]
    back = [(one, two) for one, two in itertools.permutations(layers, 2) if one in _reached(graph, two)]
    kinds = ["self-loop", "dangling", *(["cycle"] if back else [])]
    match data.draw(st.sampled_from(kinds)):
        case "self-loop":
            at = data.draw(st.sampled_from(layers))
            link = Link(at, at, input=3)
            expected = {("link.self-loop", places.of_link(link))}
        case "dangling":
            at = data.draw(st.sampled_from(layers))
            link = data.draw(st.sampled_from([Link(at, "ghost"), Link("ghost", at, input=3)]))
            expected = {("link.dangling", places.of_link(link))}
        case _:
            link = Link(*data.draw(st.sampled_from(back)), input=3)
            expected = set()
    broken = replace(graph, links=(*graph.links, link))
    for each in broken.nodes:
        if each.id in _reached(broken, each.id) and link.source != link.target:
            expected.add(("graph.cycle", places.of_node(each)))

    opened = file.loads(file.dumps(Project(graph=broken)))

    assert _told(opened.graph, catalog) == expected


@given(graph=sound_graphs(), data=st.data())
def test_that_a_file_that_names_two_layers_alike_is_refused_with_the_name(
    graph: Graph, data: st.DataObject
) -> None:
    twin = data.draw(st.sampled_from(graph.nodes))
    content = file.dumps(Project(graph=replace(graph, nodes=(*graph.nodes, twin))))

    with pytest.raises(WorkbenchError, match=f"every node id once, received “{twin.id}” twice") as caught:
        file.loads(content)

    assert [problem.where for problem in caught.value.problems] == ["file"]
