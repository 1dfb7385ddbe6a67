"""An output of the network as the loss sees it: last activation, number of units, and where they are set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

from workbench.catalog.catalog import Catalog
from workbench.catalog.formula import is_formula
from workbench.catalog.loss_forms import loss_kind
from workbench.checks import places
from workbench.foundation.ids import snake_case
from workbench.project.graph import Graph, Node
from workbench.project.project import Project
from workbench.project.spec import ParamValue, Spec
from workbench.protocol.analysis import Analysis

_PASS_ON = frozenset({"Dropout", "Flatten", "Identity", "Reshape", "ActivityRegularization", "GaussianNoise"})


@dataclass(frozen=True)
class End:
    """One output. ``activation`` is empty where it can't be told, ``units`` None likewise."""

    node: Node
    loss: Spec
    loss_kind: str
    loss_where: str
    activation: str
    activation_where: str
    units: int | None
    units_where: str

    @property
    def from_logits(self) -> bool:
        return self.loss.params.get("from_logits") is True


def ends(project: Project, catalog: Catalog, analysis: Analysis | None) -> tuple[End, ...]:
    """Return the outputs of the network in drawing order; none while the drawing has no end."""
    return tuple(
        _end(project, node, catalog, analysis)
        for node in project.graph.outputs()
        if node.spec.kind != "Input"
    )


def _end(project: Project, node: Node, catalog: Catalog, analysis: Analysis | None) -> End:
    loss, loss_where = project.training.loss, "training.loss"
    for number, head in enumerate(project.training.heads):
        if head.output == node.id:
            loss, loss_where = head.loss, f"training.heads.{number}.loss"
    activation, activation_where = _activation(project.graph, node, catalog)
    units, units_where = _units(project.graph, node, analysis)
    return End(
        node=node,
        loss=loss,
        loss_kind=loss_kind(loss, catalog),
        loss_where=loss_where,
        activation=activation,
        activation_where=activation_where,
        units=units,
        units_where=units_where,
    )


def _activation(graph: Graph, node: Node, catalog: Catalog) -> tuple[str, str]:
    for current in _upwards(graph, node):
        name = current.spec.kind
        kind = catalog.kind("layer", name) if catalog.has("layer", name) else None
        if kind is None or kind.inputs != 1:
            return "", places.of_node(current)
        if kind.has_param("activation"):
            default = kind.param("activation").default or "linear"
            value = current.spec.params.get("activation", default) or "linear"
            where = places.of_node(current, "activation")
            return (value, where) if _is_known(value) else ("", where)
        if kind.family == "activation":
            return snake_case(name), places.of_node(current)
        if name not in _PASS_ON:
            break
    return "", places.of_node(node)


def _is_known(activation: ParamValue) -> TypeGuard[str]:
    """Whether an activation has a name; what a formula gives, nobody can tell from its text."""
    return isinstance(activation, str) and not is_formula(activation)


def _units(graph: Graph, node: Node, analysis: Analysis | None) -> tuple[int | None, str]:
    source = next((place for place in _upwards(graph, node) if _unit_param(place)), None)
    where = places.of_node(source, _unit_param(source)) if source else places.of_node(node)
    layer = analysis.layer(node.id) if analysis else None
    if layer and layer.leaving_shapes:
        shape = layer.leaving_shapes[0]
        return (shape[-1] if len(shape) == 2 else None), where
    value = source.spec.params.get("units") if source else None
    return (value if isinstance(value, int) else None), where


def _unit_param(node: Node) -> str:
    return next((name for name in ("units", "filters") if name in node.spec.params), "")


def _upwards(graph: Graph, node: Node) -> tuple[Node, ...]:
    """Return ``node`` and what lies before it as long as there is only one way."""
    chain = [node]
    while len(chain) <= len(graph.nodes):
        links = [link for link in graph.into(chain[-1].id) if graph.has(link.source)]
        if len(links) != 1:
            break
        chain.append(graph.node(links[0].source))
    return tuple(chain)
