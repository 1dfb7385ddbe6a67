"""A drawn graph as a Keras model."""

from __future__ import annotations

from typing import Any

import keras

from workbench.engine.model.analyse import Analyser
from workbench.engine.model.objects import make
from workbench.engine.model.tracing import call_layer, input_tensor
from workbench.engine.model.wording import words
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.graph import Graph, NodeId
from workbench.project.ordering import in_order, links_by_target
from workbench.project.sharing import layer_of


def build(graph: Graph, *, name: str = "model") -> keras.Model:
    """Return the functional model of a graph, with fresh random weights.

    Layers are made in ``in_order`` and carry their nodes' names; the Input nodes are the inputs and
    ``graph.outputs()`` the outputs, both in drawing order. A caller who wants the same weights again
    calls ``keras.utils.set_random_seed`` before.

    Raises:
        WorkbenchError: every problem of the graph, pinned to its node, weights beyond memory included.
    """
    found = Analyser().analyse_graph(graph).problems
    problems = [problem for problem in found if problem.severity == "error"]
    if problems:
        raise WorkbenchError(*problems)
    tensors = _tensors(graph)
    inputs = [tensors[node.id][0] for node in graph.inputs()]
    outputs = [tensors[node.id][0] for node in graph.outputs()]
    try:
        return keras.Model(inputs=_one_or_list(inputs), outputs=_one_or_list(outputs), name=name)
    except RecursionError as failure:
        message = f"A network of {len(graph.nodes)} layers is deeper than Keras can build here."
        raise WorkbenchError(error("graph.too-deep", "graph", message, "Use fewer layers.")) from failure
    except ValueError as failure:
        message = f"Keras can't make a model of the network: {words(failure)}"
        raise WorkbenchError(error("graph.not-a-model", "graph", message, "Change the links.")) from failure


def _tensors(graph: Graph) -> dict[NodeId, tuple[Any, ...]]:
    """Make each layer once and call it wherever it stands; return the outputs of every node."""
    links = links_by_target(graph)
    tensors: dict[NodeId, tuple[Any, ...]] = {}
    layers: dict[NodeId, Any] = {}
    for node in in_order(graph):
        where = f"node:{node.id}"
        if node.spec.kind == "Input":
            tensors[node.id] = (input_tensor(node.spec, where, name=node.name),)
        else:
            key = layer_of(node)
            if key not in layers:
                owner = node if node.id == key else graph.node(key)
                spec = owner.spec.without_param("trainable") if owner.spec.is_frozen else owner.spec
                layers[key] = make("layer", spec, where=f"node:{key}", name=owner.name)
            taken = [tensors[link.source][link.output] for link in links.get(node.id, ())]
            tensors[node.id] = call_layer(layers[key], taken, node.spec, where)
            if node.spec.is_frozen:
                # At its making Keras would freeze a layer's own weights, but none of the layers in it.
                layers[key].trainable = False
    return tensors


def _one_or_list(tensors: list[Any]) -> Any:
    return tensors[0] if len(tensors) == 1 else tensors
