"""How the script hands the targets to each output's loss."""

from __future__ import annotations

from workbench.catalog.loss_forms import Form, form_of_classes, threshold_of
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.graph import Graph, Node, NodeId
from workbench.project.project import Project
from workbench.project.spec import Spec

_KEEPS_UNITS = frozenset(
    {
        "Activation",
        "ReLU",
        "LeakyReLU",
        "PReLU",
        "ELU",
        "ThresholdedReLU",
        "HeavisideStep",
        "Softmax",
        "Dropout",
        "BatchNormalization",
        "LayerNormalization",
        "Identity",
        "ActivityRegularization",
        "Rescaling",
    }
)


def encodings(project: Project, *, are_quantities: bool) -> list[Form]:
    """Return the form of the targets for every output in the graph's order."""
    graph = project.graph
    return [
        form_of_classes(loss_of(project, node.id).kind, units(graph, node), are_quantities=are_quantities)
        for node in graph.outputs()
    ]


def loss_of(project: Project, output: NodeId) -> Spec:
    """Return the loss of an output: its own, or the one for all."""
    own = (head.loss for head in project.training.heads if head.output == output)
    return next(own, project.training.loss)


def class_rule(loss: Spec, units: int | None, outputs: str) -> str:
    """Return the source of the class numbers that an output's values stand for."""
    if units != 1:
        return f"{outputs}.argmax(axis=-1)"
    return f"({outputs}[:, 0] >= {threshold_of(loss):g}).astype(int)"


def units(graph: Graph, node: Node) -> int | None:
    """Return the size of a node's last axis as far as the drawing says, else None."""
    for _ in graph.nodes:
        size = node.spec.params.get("units", node.spec.params.get("filters"))
        if isinstance(size, int):
            return size
        links = graph.into(node.id)
        if node.spec.kind not in _KEEPS_UNITS or not links:
            return None
        node = graph.node(links[0].source)
    return None


def check_encodings(wanted: list[Form]) -> None:
    """Refuse outputs that take the target column in ways that can't be had from one column at once."""
    if "quantity" in wanted and set(wanted) != {"quantity"}:
        raise WorkbenchError(
            error(
                "code.targets",
                "training.heads",
                "The outputs' losses want the one target as a quantity and as classes: expected one of them.",
                "Choose losses of one family for all outputs.",
            )
        )
