"""Graphs to draw."""

from __future__ import annotations

from workbench.project.chain import rechain
from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.spec import ParamValue, Spec


def node(node_id: str, kind: str, x: float = 0, y: float = 0, **params: ParamValue) -> Node:
    return Node(id=node_id, spec=Spec(kind, params), name=node_id, at=Point(x, y))


def stack() -> Graph:
    """Input, Flatten, Dense, Dense: a sequential graph."""
    nodes = (
        node("input", "Input", shape=(8, 8, 1)),
        node("flatten", "Flatten"),
        node("hidden", "Dense", units=64, activation="relu"),
        node("out", "Dense", units=10, activation="softmax"),
    )
    return rechain(nodes, top=Point(0, 0))


def branched() -> Graph:
    """An input that feeds two layers, which a Concatenate joins; nothing follows it yet."""
    nodes = (
        node("image", "Input", 120, 0, shape=(8,)),
        node("left", "Dense", 0, 120, units=4),
        node("right", "Dense", 240, 120, units=4),
        node("join", "Concatenate", 120, 240),
        node("out", "Dense", 120, 360, units=1),
    )
    links = (Link("image", "left"), Link("image", "right"), Link("left", "join"), Link("right", "join", 0, 1))
    return Graph(style="functional", nodes=nodes, links=links)
