"""New nodes, with an id and a name that nobody has."""

from collections.abc import Mapping

from workbench.foundation.ids import fresh_id, snake_case
from workbench.project.graph import Graph, Node, Point
from workbench.project.spec import ParamValue, Spec


def new_node(graph: Graph, kind: str, at: Point, params: Mapping[str, ParamValue] | None = None) -> Node:
    """Return a node of that kind which may be added to ``graph``; named as Keras would name it."""
    stem = snake_case(kind)
    return Node(
        id=fresh_id(stem, graph.taken_ids()),
        spec=Spec(kind, dict(params or {})),
        name=fresh_id(stem, graph.names()),
        at=at,
    )
