"""A drawing's faults are found at the node or link that must change."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.helpers.drawings import chain, graph, node
from workbench.catalog.catalog import Catalog
from workbench.checks.topology import topology
from workbench.project.graph import Graph
from workbench.project.samples import open_project, samples

IN = node("in", "Input", shape=(4,))
OTHER = node("other", "Input", shape=(4,))
A = node("a", "Dense", units=3)
B = node("b", "Dense", units=3)
C = node("c", "Dense", units=3)
ADD = node("add", "Add")
SUBTRACT = node("subtract", "Subtract")

FAULTS = {
    "no layers at all": (graph(), {("graph.empty", "graph")}),
    "no input": (
        graph(A, B, ways="a>b"),
        {("graph.no-input", "graph"), ("node.unconnected", "node:a"), ("node.unconnected", "node:b")},
    ),
    "an input alone": (graph(IN), {("graph.no-output", "graph")}),
    "an unused input": (graph(IN, OTHER, A, ways="in>a"), {("node.unused-input", "node:other")}),
    "an unconnected layer": (graph(IN, A, B, ways="in>a"), {("node.unconnected", "node:b")}),
    "a cycle": (
        graph(IN, ADD, A, B, ways="in>add add>a a>add:1 add>b"),
        {("graph.cycle", "node:add"), ("graph.cycle", "node:a")},
    ),
    "a cycle without an end": (
        graph(IN, ADD, A, ways="in>add add>a a>add:1"),
        {("graph.cycle", "node:add"), ("graph.cycle", "node:a"), ("graph.no-output", "graph")},
    ),
    "a layer linked to itself": (
        graph(IN, ADD, B, ways="in>add add>add:1 add>b"),
        {("link.self-loop", "link:add.0->add.1")},
    ),
    "a link to nowhere": (
        graph(IN, A, B, ways="in>a a>b a>ghost"),
        {("link.dangling", "link:a.0->ghost.0")},
    ),
    "two links on one input": (
        graph(IN, OTHER, A, ways="in>a other>a"),
        {
            ("link.input-taken", "link:in.0->a.0"),
            ("link.input-taken", "link:other.0->a.0"),
            ("node.inputs", "node:a"),
        },
    ),
    "too many inputs": (graph(IN, OTHER, A, ways="in>a other>a:1"), {("node.inputs", "node:a")}),
    "too few inputs": (graph(IN, ADD, ways="in>add"), {("node.inputs", "node:add")}),
    "three inputs for a subtraction": (
        graph(IN, A, B, SUBTRACT, ways="in>a in>b a>subtract b>subtract:1 in>subtract:2"),
        {("node.inputs", "node:subtract")},
    ),
    "a gap between inputs": (
        graph(IN, A, ADD, ways="in>a a>add in>add:2"),
        {("node.input-gap", "node:add")},
    ),
    "something before an input": (
        graph(IN, A, OTHER, B, ways="in>a a>other other>b"),
        {("node.inputs", "node:other")},
    ),
    "a sequential network with a branch": (
        graph(IN, A, B, ways="in>a in>b", style="sequential"),
        {("graph.not-a-chain", "graph")},
    ),
    "a sequential network in another order": (
        graph(IN, B, A, ways="in>a a>b", style="sequential"),
        {("graph.not-a-chain", "graph")},
    ),
}


def _found(drawing: Graph, catalog: Catalog) -> set[tuple[str, str]]:
    return {(problem.code, problem.where) for problem in topology(drawing, catalog)}


@pytest.mark.parametrize(("drawing", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_that_a_fault_of_the_drawing_is_found_where_it_is(
    drawing: Graph, expected: set[tuple[str, str]], catalog: Catalog
) -> None:
    assert _found(drawing, catalog) == expected


@pytest.mark.parametrize(
    "drawing",
    [
        chain(IN, A, B),
        chain(IN, A, B, style="sequential"),
        graph(IN, A, B, ADD, ways="in>a in>b a>add b>add:1"),
        graph(IN, A, B, C, ways="in>a a>b a>c"),
        graph(IN, OTHER, ADD, ways="in>add other>add:1"),
    ],
)
def test_that_a_sound_drawing_is_not_blamed(drawing: Graph, catalog: Catalog) -> None:
    assert _found(drawing, catalog) == set()


def test_that_an_input_alone_is_told_to_get_a_layer(catalog: Catalog) -> None:
    (problem,) = topology(graph(IN), catalog)
    assert "Add a layer behind the Input" in problem.hint


@pytest.mark.parametrize("name", ["", "1st", "two words", "a/b", "ü", "x" * 65])
def test_that_a_name_keras_or_python_could_not_bear_is_refused(name: str, catalog: Catalog) -> None:
    drawing = chain(IN, replace(A, name=name))
    assert _found(drawing, catalog) == {("node.bad-name", "node:a")}


def test_that_every_bearer_of_a_name_given_twice_is_told(catalog: Catalog) -> None:
    drawing = chain(IN, A, replace(B, name="a"))
    assert _found(drawing, catalog) == {("node.duplicate-name", "node:a"), ("node.duplicate-name", "node:b")}


def test_that_a_chain_of_thousands_is_checked_without_recursion(catalog: Catalog) -> None:
    layers = [node(f"n{number}", "Dense", units=1) for number in range(3000)]
    assert _found(chain(IN, *layers), catalog) == set()


def test_that_the_bundled_projects_are_drawn_soundly(catalog: Catalog) -> None:
    for sample in samples():
        assert _found(open_project(sample.name)[0].graph, catalog) == set()


def test_that_more_layers_than_can_be_looked_at_are_told(catalog: Catalog) -> None:
    layers = [node(f"n{number}", "Dense", units=1) for number in range(5_000)]
    ways = " ".join(f"n{number}>n{number + 1}" for number in range(4_999))
    fitting = graph(IN, *layers, ways=f"in>n0 {ways}")
    fitting = replace(fitting, nodes=fitting.nodes[:5_000], links=fitting.links[:-1])
    larger = graph(IN, *layers, ways=f"in>n0 {ways}")

    assert list(topology(fitting, catalog)) == []
    (problem,) = topology(larger, catalog)
    assert (problem.code, problem.where) == ("graph.too-many", "graph")
    assert problem.message == "The network has 5,001 layers: expected at most 5,000."
