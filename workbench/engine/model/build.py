"""A drawn graph as a Keras model; its blocks as models within it."""

from __future__ import annotations

from typing import Any

import keras
from keras import tree

from workbench.engine.model.analyse import Analyser
from workbench.engine.model.objects import make
from workbench.engine.model.tracing import call_layer, input_tensor
from workbench.engine.model.wording import words
from workbench.foundation.errors import WorkbenchError, error
from workbench.foundation.ids import fresh_id
from workbench.project.block_view import Start
from workbench.project.graph import BlockId, Graph, Node, NodeId
from workbench.project.nesting import levels, shared_outside, without_blocks
from workbench.project.ordering import links_by_target
from workbench.project.repeats import unroll
from workbench.project.sharing import layer_of

_Tensors = dict[Start, Any]


def build(graph: Graph, *, name: str = "model") -> keras.Model:
    """Return the functional model of a graph, with fresh random weights.

    Layers are made behind what they take from and carry their nodes' names; the Input nodes are the inputs
    and ``graph.outputs()`` the outputs, both in drawing order. Every block is a functional model of its name
    that is called like a layer, each copy of a repeated one too; only a block that shares a layer with the
    outside stands dissolved, for Keras' files would make two layers of it. A caller who wants the same
    weights again calls ``keras.utils.set_random_seed`` before.

    Keras names an output after the layer or model that gives it. Where there are several, those from within
    a block pass an ``Identity`` of their node's name, so that losses and metrics have the drawing's names.

    Raises:
        WorkbenchError: every problem of the graph, pinned to its node, weights beyond memory included.
    """
    found = Analyser().analyse_graph(graph).problems
    problems = [problem for problem in found if problem.severity == "error"]
    if problems:
        raise WorkbenchError(*problems)
    try:
        return _Builder(graph).model(graph, name)
    except RecursionError as failure:
        message = f"A network of {len(graph.nodes)} layers is deeper than Keras can build here."
        raise WorkbenchError(error("graph.too-deep", "graph", message, "Use fewer layers.")) from failure
    except ValueError as failure:
        message = f"Keras can't make a model of the network: {words(failure)}"
        raise WorkbenchError(error("graph.not-a-model", "graph", message, "Change the links.")) from failure


class _Builder:
    """Makes each layer once and calls it wherever it stands."""

    def __init__(self, graph: Graph) -> None:
        spelled = unroll(graph).graph
        self._graph = without_blocks(spelled, shared_outside(spelled))
        self._nodes = {node.id: node for node in self._graph.nodes}
        self._blocks = {block.id: block for block in self._graph.blocks}
        self._levels = levels(self._graph)
        self._links = links_by_target(self._graph)
        self._layers: dict[NodeId, Any] = {}
        self._names = set(self._graph.names())

    def model(self, drawn: Graph, name: str) -> keras.Model:
        tensors: _Tensors = {}
        self._fill(None, tensors)
        inputs = [tensors[node.id, 0] for node in self._graph.inputs()]
        outputs = [
            self._output(node, original, tensors[node.id, 0], is_one=len(drawn.outputs()) == 1)
            for node, original in zip(self._graph.outputs(), drawn.outputs(), strict=True)
        ]
        return keras.Model(inputs=_one_or_list(inputs), outputs=_one_or_list(outputs), name=name)

    def _output(self, node: Node, original: Node, tensor: Any, *, is_one: bool) -> Any:
        if is_one or node.block is None:
            return tensor
        return keras.layers.Identity(dtype=tensor.dtype, name=original.name)(tensor)

    def _fill(self, level: BlockId | None, tensors: _Tensors) -> None:
        """Add the outputs of all that stands in a model to the ``tensors`` at hand there."""
        for card in self._levels[level].steps:
            if card in self._blocks:
                self._call_block(card, tensors)
            else:
                for number, tensor in enumerate(self._call(self._nodes[card], tensors)):
                    tensors[card, number] = tensor

    def _call_block(self, block: BlockId, tensors: _Tensors) -> None:
        ports, name = self._levels[block].ports, self._blocks[block].name
        starts = [self._start(*ends[0]) for ends in ports.inputs]
        outside = [tensors[start] for start in starts]
        inside = {start: self._inner_input(name, tensors[start]) for start in starts}
        inputs = [inside[start] for start in starts]
        self._fill(block, inside)
        outputs = [inside[start] for start in ports.outputs]
        model = keras.Model(inputs=_one_or_list(inputs), outputs=_one_or_list(outputs), name=name)
        tensors |= zip(ports.outputs, tree.flatten(model(_one_or_list(outside))), strict=True)

    def _start(self, node: NodeId, index: int) -> Start:
        """Return where the link to an input comes from."""
        link = next(link for link in self._links[node] if link.input == index)
        return link.source, link.output

    def _inner_input(self, block: str, tensor: Any) -> Any:
        name = fresh_id(f"{block}_input", self._names)
        self._names.add(name)
        return keras.Input(batch_shape=tensor.shape, dtype=tensor.dtype, sparse=tensor.sparse, name=name)

    def _call(self, node: Node, tensors: _Tensors) -> tuple[Any, ...]:
        where = f"node:{node.id}"
        if node.spec.kind == "Input":
            return (input_tensor(node.spec, where, name=node.name),)
        key = layer_of(node)
        if key not in self._layers:
            owner = self._nodes[key]
            spec = owner.spec.without_param("trainable") if owner.spec.is_frozen else owner.spec
            self._layers[key] = make("layer", spec, where=f"node:{key}", name=owner.name)
        taken = [tensors[link.source, link.output] for link in self._links.get(node.id, ())]
        given = call_layer(self._layers[key], taken, node.spec, where)
        if node.spec.is_frozen:
            # At its making Keras would freeze a layer's own weights, but none of the layers in it.
            self._layers[key].trainable = False
        return given


def _one_or_list(tensors: list[Any]) -> Any:
    return tensors[0] if len(tensors) == 1 else tensors
