"""Small graphs, written as the specs along a chain."""

from __future__ import annotations

from itertools import pairwise

from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.spec import ParamValue, Spec


def node(node_id: str, spec: Spec) -> Node:
    return Node(id=node_id, spec=spec, name=node_id, at=Point(0, 0))


def chain(*specs: Spec) -> Graph:
    """Return the specs one after another, with the ids and names ``n0``, ``n1`` ..."""
    nodes = tuple(node(f"n{number}", spec) for number, spec in enumerate(specs))
    links = tuple(Link(source.id, target.id) for source, target in pairwise(nodes))
    return Graph(nodes=nodes, links=links)


def given(*shape: int | None, dtype: str | None = None) -> Spec:
    """Return an Input of that shape."""
    params: dict[str, ParamValue] = {"shape": shape}
    return Spec("Input", {**params, "dtype": dtype} if dtype else params)


def dense(units: int, activation: str | None = None) -> Spec:
    return Spec("Dense", {"units": units, "activation": activation} if activation else {"units": units})
