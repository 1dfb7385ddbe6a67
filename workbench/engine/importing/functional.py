"""A saved Functional model as a graph: one node for every call of a layer."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from workbench.catalog.catalog import Catalog
from workbench.engine.importing.calls import Call, Tensor, read_call, read_tensor
from workbench.engine.importing.entries import Entry, distinct, name_of, spec_of
from workbench.engine.importing.names import Namer
from workbench.engine.importing.refusal import quoted, refused
from workbench.engine.importing.specs import SpecReader
from workbench.foundation.errors import WorkbenchError
from workbench.project.graph import Graph, Link, Node, NodeId, Point
from workbench.project.spec import Spec

_OPERATIONS = "keras.src.ops."
_MASKING = frozenset(("Embedding", "Masking"))
MOST_NODES, MOST_LINKS = 5_000, 20_000
_NO_CALL = Call((), ())


class _Layer(NamedTuple):
    spec: Spec
    calls: tuple[Call, ...]
    nodes: tuple[NodeId, ...]


class FunctionalReader:
    """Reads the layers of a Functional model, then draws them."""

    def __init__(
        self, reader: SpecReader, catalog: Catalog, config: dict[str, Any], entries: Sequence[Entry]
    ) -> None:
        self._reader, self._catalog, self._config = reader, catalog, config
        self._given = distinct([name_of(entry) for entry in entries])
        self._namer = Namer(self._given.values())
        self._count = 0
        self._operations: set[str] = set()
        self._layers: dict[str, _Layer] = {}
        for entry in entries:
            self._read(entry)

    def graph(self) -> tuple[Graph, dict[str, str]]:
        """Return the graph and the layers' names in it by those in the file.

        Raises:
            WorkbenchError: what can't be drawn, named by its layer.
        """
        self._check_masks()
        nodes = tuple(node for name in self._layers for node in self._nodes(name))
        links = tuple(itertools.islice(self._links(), MOST_LINKS + 1))
        if len(links) > MOST_LINKS:
            raise refused(f"Expected at most {MOST_LINKS:,} links between layers, received more.")
        graph = Graph(nodes=nodes, links=links)
        inputs, outputs = self._ends("input_layers"), self._ends("output_layers")
        _check_inputs(graph, inputs)
        _check_outputs(graph, outputs)
        for ends in (inputs, outputs):
            nodes = _in_order(nodes, [node for node, _ in ends])
        used = {name: self._given[name] for name in self._layers}
        return Graph(nodes=nodes, links=graph.links), used

    def _read(self, entry: Entry) -> None:
        name = name_of(entry)
        where = f"Layer {quoted(name)}"
        saved, module = entry.get("inbound_nodes"), entry.get("module")
        if not isinstance(saved, list):
            raise refused(f"{where}: expected its calls, received none.")
        self._count += max(1, len(saved))
        if self._count > MOST_NODES:
            raise refused(f"Expected at most {MOST_NODES:,} calls of layers, received more.")
        if isinstance(module, str) and module.startswith(_OPERATIONS):
            self._operations.add(name)
            return
        spec = spec_of(self._reader, entry)
        kind = self._catalog.kind("layer", spec.kind)
        calls = tuple(read_call(call, kind, where) for call in saved)
        if spec.kind == "Input":
            calls = (_NO_CALL,)
        if not calls:
            raise refused(f"{where} ({spec.kind}) is never called: expected a call.")
        self._layers[name] = _Layer(spec, calls, tuple(self._ids(self._given[name], len(calls))))

    def _ids(self, name: str, count: int) -> Iterator[NodeId]:
        yield name
        for _ in range(count - 1):
            yield self._namer.fresh(name)

    def _nodes(self, name: str) -> Iterator[Node]:
        spec, _, (owner, *others) = self._layers[name]
        own = Node(id=owner, spec=spec, name=self._given[name], at=Point(0.0, 0.0))
        yield own
        for node in others:
            yield Node(id=node, spec=spec, name=own.name, at=own.at, shares=owner)

    def _check_masks(self) -> None:
        """Refuse plain operations, except those by which Keras itself passes masks along."""
        masks_flow = any(layer.spec.kind in _MASKING for layer in self._layers.values())
        for name, layer in self._layers.items():
            for call in layer.calls:
                for tensor in call.inputs:
                    if tensor.layer in self._operations:
                        raise _operation(tensor.layer, name)
                if any(tensor.layer not in self._operations or not masks_flow for tensor in call.masks):
                    raise refused(f"Layer {quoted(name)}: its call with a mask of its own can't be drawn.")

    def _links(self) -> Iterator[Link]:
        for name, layer in self._layers.items():
            for call, node in zip(layer.calls, layer.nodes, strict=True):
                for number, tensor in enumerate(call.inputs):
                    yield Link(self._node(tensor, f"Layer {quoted(name)}"), node, tensor.output, number)

    def _node(self, tensor: Tensor, where: str) -> NodeId:
        """Return the node that a tensor comes from."""
        layer = self._layers.get(tensor.layer)
        if layer is None or tensor.call >= len(layer.nodes):
            raise refused(f"{where}: it takes an output of {quoted(tensor.layer)}, which isn't there.")
        return layer.nodes[tensor.call]

    def _ends(self, key: str) -> list[tuple[NodeId, int]]:
        """Return the nodes and outputs that ``input_layers`` or ``output_layers`` names, however nested."""
        found: list[tuple[NodeId, int]] = []
        waiting = [self._config.get(key)]
        while waiting:
            saved = waiting.pop()
            if isinstance(saved, dict):
                waiting.extend(reversed(saved.values()))
            elif isinstance(saved, list) and not (saved and isinstance(saved[0], str)):
                waiting.extend(reversed(saved))
            else:
                tensor = read_tensor(saved, f"The model's {key}")
                if tensor.layer in self._operations:
                    raise _operation(tensor.layer, "output")
                found.append((self._node(tensor, f"The model's {key}"), tensor.output))
        return found


def _check_inputs(graph: Graph, inputs: Sequence[tuple[NodeId, int]]) -> None:
    drawn = sorted(node.id for node in graph.inputs())
    if drawn != sorted(node for node, _ in inputs):
        raise refused("The model's inputs are not its Input layers: expected each of them once.")


def _check_outputs(graph: Graph, outputs: Sequence[tuple[NodeId, int]]) -> None:
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


def _in_order(nodes: tuple[Node, ...], ordered: Sequence[NodeId]) -> tuple[Node, ...]:
    """Return the nodes with the named ones in the named order, on the places that they have together."""
    by_id = {node.id: node for node in nodes}
    chosen, turn = set(ordered), iter(ordered)
    return tuple(by_id[next(turn)] if node.id in chosen else node for node in nodes)


def _operation(name: str, user: str) -> WorkbenchError:
    return refused(
        f"Layer {quoted(user)} uses {quoted(name)}, a plain operation of keras.ops: expected layers only.",
        "Nothing was imported. Write it as a layer, such as Add or Rescaling, where the model is made.",
    )
