"""Graphs with a network of keras.applications in them."""

from __future__ import annotations

from workbench.project.block_view import ports_of
from workbench.project.clip import Clip
from workbench.project.graph import Graph, Link, Node, Point
from workbench.project.spec import Spec

Size = tuple[int | None, ...]


def fed(clip: Clip, shape: Size) -> Graph:
    """Return a clip's one block behind an Input."""
    graph = clip.as_graph()
    (ends,) = ports_of(graph, clip.blocks[0].id).inputs
    given = Node(id="images", spec=Spec("Input", {"shape": shape}), name="images", at=Point(0, -84))
    links = tuple(Link("images", node, 0, index) for node, index in ends)
    return Graph(nodes=(given, *graph.nodes), links=(*links, *graph.links), blocks=graph.blocks)


def with_head(graph: Graph, classes: int) -> Graph:
    """Return a graph whose one output goes into a Dense with a softmax."""
    (last,) = graph.outputs()
    spec = Spec("Dense", {"units": classes, "activation": "softmax"})
    head = Node(id="head", spec=spec, name="head", at=Point(0, 168))
    return Graph(nodes=(*graph.nodes, head), links=(*graph.links, Link(last.id, "head")), blocks=graph.blocks)
