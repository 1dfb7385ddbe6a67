"""The smallest graph in which a kind of layer can stand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from tests.helpers.graphs import given, node
from workbench.catalog.catalog import bundled
from workbench.catalog.kinds import Kind
from workbench.project.graph import Graph, Link
from workbench.project.spec import ParamValue, Spec

if TYPE_CHECKING:
    from workbench.engine.model.analyse import Analyser

_SHAPES = ((6,), (6, 4), (8, 8, 3), (5, 8, 8, 3), (5, 6, 8, 8, 3), (1,), (1024, 2), (4, 32))
_CELL_STATE = (32,)


def starting_params(kind: Kind) -> dict[str, ParamValue]:
    """Return what the catalog suggests, and a vocabulary where only the user could know one."""
    params = kind.starting_params()
    if kind.has_param("vocabulary"):
        params["vocabulary"] = (1, 2) if kind.param("vocabulary").editor == "ints" else ("a", "b")
    return params


def _graphs(kind: Kind) -> Iterator[Graph]:
    """Yield graphs of one layer, on inputs from common to rare, until one suits it."""
    is_cell = kind.outputs > 1 or kind.name == "StackedRNNCells"
    count = 3 if kind.name == "StackedRNNCells" else kind.inputs
    for dtype in (None, "int32", "string"):
        for shape in _SHAPES:
            shapes = [shape, *[_CELL_STATE if is_cell else shape] * (count - 1)]
            inputs = [node(f"i{number}", given(*shape, dtype=dtype)) for number, shape in enumerate(shapes)]
            layer = node("layer", Spec(kind.name, starting_params(kind)))
            links = tuple(Link(f"i{number}", "layer", 0, number) for number in range(count))
            yield Graph(nodes=(*inputs, layer), links=links)


@cache
def analyser() -> Analyser:
    """Return the analyser of every such graph: finding them takes most of the time."""
    from workbench.engine.model.analyse import Analyser

    return Analyser()


@cache
def smallest(kind: str) -> Graph:
    """Return the first of a kind's graphs that Keras takes."""
    graphs = _graphs(bundled().kind("layer", kind))
    return next(graph for graph in graphs if not analyser().analyse_graph(graph).problems)
