"""A saved model as a graph: a node for every call of a layer, a block for every call of a model within."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from workbench.engine.importing.calls import Call, Tensor
from workbench.engine.importing.models import SavedLayer, SavedModel
from workbench.engine.importing.names import Namer, project_names
from workbench.engine.importing.refusal import quoted, refused
from workbench.project.block_view import Start
from workbench.project.blocks import with_blocks_held
from workbench.project.graph import Block, BlockId, Graph, Link, Node, NodeId, Point
from workbench.project.repeats import MOST_NODES

Path = tuple[str, ...]
"""A layer's name in the file behind those of the models around it."""

MOST_LINKS = 20_000
_MOST_STEPS = 400_000
_ORIGIN = Point(0.0, 0.0)


class Drawn(NamedTuple):
    """A graph without places, its layers' paths by their names, and its ends: outputs with Keras' names."""

    graph: Graph
    paths: dict[str, Path]
    inputs: tuple[NodeId, ...]
    outputs: tuple[tuple[NodeId, str], ...]


class _Instance:
    """One call of a model: what stands in it, and where its inputs come from."""

    def __init__(self, model: SavedModel, path: Path, block: BlockId | None) -> None:
        self.model, self.path, self.block = model, path, block
        self.around: tuple[_Instance, Call] | None = None
        self.nodes: dict[tuple[str, int], NodeId] = {}
        self.inner: dict[tuple[str, int], _Instance] = {}
        self.places = {tensor.layer: place for place, tensor in enumerate(model.inputs)}


def draw(model: SavedModel) -> Drawn:
    """Return the graph of a saved model.

    Raises:
        WorkbenchError: what can't be drawn, named by its layer.
    """
    return _Drawing(model).drawn()


class _Drawing:
    def __init__(self, model: SavedModel) -> None:
        self._handed_out = _handed_out(model)
        paths = list(self._paths(model))
        self._names = dict(zip(paths, project_names([path[-1] for path in paths]), strict=True))
        self._namer = Namer(self._names.values())
        self._owners: dict[Path, NodeId] = {}
        self._used: set[str] = set()
        self._nodes: list[Node] = []
        self._blocks: list[Block] = []
        self._count = self._steps = 0
        self._leaves: list[tuple[_Instance, str, SavedLayer]] = []
        self._top = _Instance(model, (), None)
        self._fill(self._top)

    def drawn(self) -> Drawn:
        inputs = [
            self._start(self._top, tensor, "The model's inputs")[0] for tensor in self._top.model.inputs
        ]
        outputs = [self._output(tensor) for tensor in self._top.model.outputs]
        links: list[Link] = []
        for link in self._links():
            links.append(link)
            if len(links) > MOST_LINKS:
                raise refused(f"Expected at most {MOST_LINKS:,} links between layers, received more.")
        graph = Graph(nodes=tuple(self._nodes), links=tuple(links), blocks=tuple(self._blocks))
        _check_inputs(graph, inputs)
        _check_outputs(graph, outputs)
        names = [tensor.layer for tensor in self._top.model.outputs]
        named = tuple((node, name) for (node, _), name in zip(outputs, names, strict=True))
        paths = {self._names[path]: path for path in self._owners}
        return Drawn(with_blocks_held(graph), paths, tuple(inputs), named)

    def _paths(self, model: SavedModel) -> Iterator[Path]:
        """Yield the paths of all layers and models, those further outside first."""
        waiting: list[tuple[Path, SavedModel]] = [((), model)]
        for around, each in waiting:
            for name, layer in each.layers.items():
                if isinstance(layer, SavedModel):
                    waiting.append(((*around, name), layer))
                    yield (*around, name)
                elif not (around and layer.spec.kind == "Input") and (around or name not in self._handed_out):
                    yield (*around, name)

    def _fill(self, instance: _Instance) -> None:
        """Make the nodes and blocks of one call of a model."""
        for name, layer in instance.model.layers.items():
            path = (*instance.path, name)
            for number, call in enumerate(layer.calls):
                self._count += 1
                if self._count > MOST_NODES:
                    raise refused(f"Expected at most {MOST_NODES:,} calls of layers, received more.")
                if isinstance(layer, SavedModel):
                    instance.inner[name, number] = self._called(layer, path, call, instance)
                elif path in self._names:
                    instance.nodes[name, number] = self._node(layer, path, instance.block)
            if isinstance(layer, SavedLayer) and path in self._names:
                self._leaves.append((instance, name, layer))

    def _called(self, model: SavedModel, path: Path, call: Call, around: _Instance) -> _Instance:
        where = f"Layer {quoted(path[-1])}"
        if len(call.inputs) != len(model.inputs):
            expected = f"{len(model.inputs)} tensors, received {len(call.inputs)}"
            raise refused(
                f"{where}: it is called with another number of inputs than it has: expected {expected}."
            )
        block = self._new(path)
        self._blocks.append(Block(id=block, name=block, at=_ORIGIN, parent=around.block))
        instance = _Instance(model, path, block)
        instance.around = (around, call)
        self._fill(instance)
        return instance

    def _node(self, layer: SavedLayer, path: Path, block: BlockId | None) -> NodeId:
        node, owner = self._new(path), self._owners.get(path)
        self._owners.setdefault(path, node)
        name = self._names[path]
        self._nodes.append(Node(id=node, spec=layer.spec, name=name, at=_ORIGIN, shares=owner, block=block))
        return node

    def _new(self, path: Path) -> str:
        """Return an id: a layer's or model's name for its first call."""
        name = self._names[path]
        if name in self._used:
            return self._namer.fresh(name)
        self._used.add(name)
        return name

    def _links(self) -> Iterator[Link]:
        for instance, name, layer in self._leaves:
            for number, call in enumerate(layer.calls):
                for place, tensor in enumerate(call.inputs):
                    source, output = self._start(instance, tensor, f"Layer {quoted(name)}")
                    yield Link(source, instance.nodes[name, number], output, place)

    def _start(self, instance: _Instance, tensor: Tensor, where: str) -> Start:
        """Return the node and output that a tensor comes from, through the borders of models."""
        while True:
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise refused("The models within the model hand tensors on without end.")
            layer = instance.model.layers.get(tensor.layer)
            inner = instance.inner.get((tensor.layer, tensor.call))
            if isinstance(layer, SavedModel) and inner is not None and tensor.output < len(layer.outputs):
                instance, tensor = inner, layer.outputs[tensor.output]
                continue
            if instance.around is not None and tensor.layer in instance.places:
                around, call = instance.around
                instance, tensor = around, call.inputs[instance.places[tensor.layer]]
                continue
            node = instance.nodes.get((tensor.layer, tensor.call))
            if node is None:
                raise refused(f"{where}: it takes an output of {quoted(tensor.layer)}, which isn't there.")
            return node, tensor.output

    def _output(self, tensor: Tensor) -> Start:
        layer = self._top.model.layers.get(tensor.layer)
        if tensor.layer in self._handed_out and isinstance(layer, SavedLayer):
            tensor = layer.calls[0].inputs[0]
        return self._start(self._top, tensor, "The model's outputs")


def _handed_out(model: SavedModel) -> frozenset[str]:
    """Return the layers that only give an output of a model within its layer's name, as ``build`` does."""
    ends = Counter(tensor.layer for tensor in model.outputs)
    names: set[str] = set()
    waiting = [layer for layer in model.layers.values() if isinstance(layer, SavedModel)]
    for inner in waiting:
        names.update(name for name, layer in inner.layers.items() if isinstance(layer, SavedLayer))
        waiting.extend(layer for layer in inner.layers.values() if isinstance(layer, SavedModel))
    used = {tensor.layer for layer in model.layers.values() for call in layer.calls for tensor in call.inputs}
    return frozenset(
        name
        for name, layer in model.layers.items()
        if isinstance(layer, SavedLayer)
        and layer.spec.kind == "Identity"
        and ends[name] == 1
        and name in names
        and name not in used
        and len(layer.calls) == 1
        and len(layer.calls[0].inputs) == 1
        and isinstance(model.layers.get(layer.calls[0].inputs[0].layer), SavedModel)
    )


def _check_inputs(graph: Graph, inputs: Sequence[NodeId]) -> None:
    drawn = sorted(node.id for node in graph.inputs())
    if drawn != sorted(inputs):
        raise refused("The model's inputs are not its Input layers: expected each of them once.")


def _check_outputs(graph: Graph, outputs: Sequence[Start]) -> None:
    drawn = {node.id for node in graph.outputs()}
    for (node, output), count in Counter(outputs).items():
        if count > 1 or output or node not in drawn:
            raise refused(
                f"Layer {quoted(graph.node(node).name)} is an output and is used otherwise too: expected "
                "outputs that nothing else uses, each once.",
                "Nothing was imported. Put an Activation(“linear”) between the layer and the output.",
            )
    lost = drawn - {node for node, _ in outputs}
    if lost:
        raise refused(f"Layer {quoted(graph.node(min(lost)).name)} leads to no output of the model.")
