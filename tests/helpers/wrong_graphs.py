"""Wrong graphs by the hundred: each with the places and codes that must be told, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.helpers.drawings import chain, graph, node
from tests.helpers.layers import starting_params
from tests.helpers.wrong_drawings import DRAWINGS
from tests.helpers.wrong_parameters import INPUTS, MERGES, PAIRED, PAIRS, PARAMETERS, RANKS, SHAPE, SHAPES
from workbench.catalog.catalog import bundled
from workbench.project.graph import Graph, Node, Point
from workbench.project.spec import ParamValue, Spec


@dataclass(frozen=True)
class Wrong:
    """A graph with all that must be told of it, each as ``code place``."""

    name: str
    graph: Graph
    told: frozenset[str]


def wrong_graphs() -> Iterator[Wrong]:
    """Yield every case of the table."""
    for name, (drawing, told) in DRAWINGS.items():
        yield Wrong(name, drawing, frozenset(told))
    for rank, kinds in RANKS.items():
        for kind in kinds.split():
            params = starting_params(bundled().kind("layer", kind))
            for given in (rank - 1, rank + 1):
                if given:
                    yield _one(kind, given, params, "", SHAPE)
    for kind, rank, params, blamed, code in PARAMETERS:
        yield _one(kind, rank, params, blamed, code)
    for kind, params in MERGES.items():
        for one, other in PAIRS:
            yield _two(kind, params, one, other, "", SHAPE)
    for kind, params, one, other, blamed, code in PAIRED:
        yield _two(kind, params, one, other, blamed, code)
    for params, blamed, code in INPUTS:
        drawing = chain(_node("layer", "Input", params), node("next", "Flatten"))
        yield Wrong(f"Input {params}", drawing, _told(blamed, code))


def _one(kind: str, rank: int, params: dict[str, ParamValue], blamed: str, code: str) -> Wrong:
    drawing = chain(node("in", "Input", shape=SHAPES[rank]), _node("layer", kind, params))
    return Wrong(f"{kind} {_words(params)} on {SHAPES[rank]}", drawing, _told(blamed, code))


def _two(
    kind: str,
    params: dict[str, ParamValue],
    one: tuple[int, ...],
    other: tuple[int, ...],
    blamed: str,
    code: str,
) -> Wrong:
    inputs = node("one", "Input", shape=one), node("other", "Input", shape=other)
    drawing = graph(*inputs, _node("layer", kind, params), ways="one>layer other>layer:1")
    return Wrong(f"{kind} {_words(params)} on {one} and {other}", drawing, _told(blamed, code))


def _node(name: str, kind: str, params: dict[str, ParamValue]) -> Node:
    return Node(id=name, spec=Spec(kind, params), name=name, at=Point(0, 0))


def _told(blamed: str, code: str) -> frozenset[str]:
    return frozenset({f"{code} node:layer.{blamed}" if blamed else f"{code} node:layer"})


def _words(params: dict[str, ParamValue]) -> str:
    return " ".join(
        f"{name}={value.kind if isinstance(value, Spec) else value}" for name, value in params.items()
    )
