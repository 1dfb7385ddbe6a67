"""Networks and data facts in a line each, for tests of what is said about them."""

from __future__ import annotations

import itertools

from workbench.project.data import Bundled, DataSpec, Split
from workbench.project.graph import Graph, Link, Node, Point, Style
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec
from workbench.protocol.facts import DataFacts


def node(name: str, kind: str, **params: object) -> Node:
    """Return a node whose id is its name."""
    return Node(id=name, spec=Spec(kind, params), name=name, at=Point(0, 0))  # type: ignore[arg-type]


def graph(*nodes: Node, ways: str = "", style: Style = "functional") -> Graph:
    """Return a graph; ``ways`` like ``"a>b b>c:1"`` links output 0 to input 0 or to the input named."""
    links = []
    for way in ways.split():
        source, _, target = way.partition(">")
        target, _, number = target.partition(":")
        links.append(Link(source, target, input=int(number or 0)))
    return Graph(style=style, nodes=nodes, links=tuple(links))


def chain(*nodes: Node, style: Style = "functional") -> Graph:
    links = tuple(Link(a.id, b.id) for a, b in itertools.pairwise(nodes))
    return Graph(style=style, nodes=nodes, links=links)


def classifier(
    units: int,
    activation: str | None,
    loss: Spec | str,
    *,
    shape: tuple[int | None, ...] = (4,),
    validation: float = 0.2,
    **training: object,
) -> Project:
    """Return a network of one Dense layer named ``out`` with data and a loss."""
    spec = TrainingSpec(loss=Spec(loss) if isinstance(loss, str) else loss, **training)  # type: ignore[arg-type]
    dense = node("out", "Dense", units=units, activation=activation)
    return Project(
        graph=chain(node("in", "Input", shape=shape), dense),
        data=DataSpec(source=Bundled("iris"), split=Split(validation=validation)),
        training=spec,
    )


def class_facts(classes: int, *, training: int = 100, validation: int = 20) -> DataFacts:
    """Return the facts of four-column examples of some classes."""
    names = tuple(f"class {number}" for number in range(classes))
    examples = training + validation
    return DataFacts(
        input_shape=(4,),
        task="classification",
        classes=names,
        examples=examples,
        training=training,
        validation=validation,
    )


def quantity_facts(targets: int = 1) -> DataFacts:
    return DataFacts(
        input_shape=(4,), task="regression", targets=targets, examples=120, training=100, validation=20
    )
