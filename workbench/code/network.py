"""The network's part of a script: a list of layers for a chain, tensors with names for anything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from workbench.code.blocks import readable
from workbench.code.calls import gives_several, layer, named, tensor
from workbench.code.literals import quote
from workbench.code.names import functions, variables
from workbench.code.objects import Objects
from workbench.code.order import in_order
from workbench.code.source import Call, Source, listed, write
from workbench.foundation.errors import WorkbenchError, error
from workbench.foundation.ids import fresh_id
from workbench.project.block_view import End, Start
from workbench.project.blocks import ancestry
from workbench.project.graph import Block, BlockId, Graph, Node, NodeId
from workbench.project.nesting import levels
from workbench.project.ordering import links_by_target
from workbench.project.sharing import layer_of

_IN_FUNCTIONS = ("x", "tensors", "given", "copy", "block", "number")


class Network(NamedTuple):
    """The lines that bind ``model``, and the functions that they call, one for each block."""

    functions: tuple[str, ...]
    lines: list[str]


def network(graph: Graph, objects: Objects, taken: Sequence[str]) -> Network:
    """Return the network as code.

    Raises:
        WorkbenchError: the graph can't be built; pinned to the place.
    """
    ordered = in_order(graph)
    if graph.style == "sequential" and ordered.is_chain and not _calls(graph):
        layers = [layer(node, objects) for node in ordered.nodes]
        stack = Call("keras.Sequential", (("", listed(layers)),))
        lines = write(stack, before="model = ").split("\n")
        return Network((), [*lines, *_freezing(graph.nodes, "model")])
    used = (*taken, *_IN_FUNCTIONS) if graph.blocks else taken
    return _Writer(readable(graph), objects, used).network(graph)


class _Writer:
    """Writes the graph's level, and a function for each block."""

    def __init__(self, graph: Graph, objects: Objects, taken: Sequence[str]) -> None:
        self._graph, self._objects = graph, objects
        self._nodes = {node.id: node for node in graph.nodes}
        self._blocks = {block.id: block for block in graph.blocks}
        self._ways = ancestry(graph)
        self._levels = levels(graph)
        self._into = links_by_target(graph)
        self._names = variables(graph, taken)
        used = {*taken, *self._names.values()}
        self._shared = _shared_layers(graph, used)
        self._functions = functions(graph, used)
        self._results: dict[BlockId, str] = {}
        for block, function in self._functions.items():
            self._results[block] = fresh_id(f"{function}_output", used)
            used.add(self._results[block])
        self._used = used
        self._several = {link.source for link in graph.links if link.output}
        self._several |= {node.id for node in graph.nodes if gives_several(node, objects)}
        self._is_sparse = any(node.spec.params.get("sparse") is True for node in graph.inputs())

    def network(self, drawn: Graph) -> Network:
        at: dict[Start, str] = {}
        lines = self._level(None, at)
        inputs = [at[node.id, 0] for node in self._graph.inputs()]
        outputs = [at[node.id, 0] for node in self._graph.outputs()]
        if len(outputs) > 1:
            ends = zip(self._graph.outputs(), drawn.outputs(), outputs, strict=True)
            outputs = [self._end(node, original, value, lines) for node, original, value in ends]
        arguments = (("inputs", _one_or_list(inputs)), ("outputs", _one_or_list(outputs)))
        lines += write(Call("keras.Model", arguments), before="model = ").split("\n")
        outside = [node for node in self._graph.nodes if node.block not in self._blocks]
        inside_out = sorted(self._blocks.values(), key=lambda block: -len(self._ways[block.id]))
        return Network(
            tuple("\n".join(self._function(block)) for block in inside_out),
            [*lines, *_freezing(outside, "model")],
        )

    def _end(self, node: Node, original: Node, value: str, lines: list[str]) -> str:
        """Return an output; one out of a block gets its layer's name, which Keras would else take from it."""
        if node.block not in self._blocks:
            return value
        variable = fresh_id(f"{self._names[node.id]}_output", self._used)
        self._used.add(variable)
        arguments: tuple[tuple[str, Source], ...] = (
            ("dtype", f"{value}.dtype"),
            ("name", quote(original.name)),
        )
        end = Call("layers.Identity", arguments, f"({value})")
        lines += write(end, before=f"{variable} = ").split("\n")
        return variable

    def _function(self, block: Block) -> list[str]:
        """Return the function that calls a block on tensors as a model of its own."""
        varies, ports = self._varies(block.id), self._levels[block.id].ports
        parameter = "x" if len(ports.inputs) == 1 else "tensors"
        sparse = ", sparse=x.sparse" if self._is_sparse else ""
        made = f"keras.Input(batch_shape=x.shape, dtype=x.dtype{sparse})"
        at = {
            self._start(*ends[0]): "given" if parameter == "x" else f"given[{number}]"
            for number, ends in enumerate(ports.inputs)
        }
        lines = self._level(block.id, at, depth=1)
        outputs = [at[start] for start in ports.outputs]
        arguments = (
            ("inputs", "given"),
            ("outputs", _one_or_list(outputs)),
            ("name", named(block.name, varies=varies)),
        )
        inside = [node for node in self._graph.nodes if node.block == block.id]
        suffix = ', copy=""' if varies else ""
        return [
            f"def {self._functions[block.id]}({parameter}{suffix}):",
            f'    """Call the block “{self._functions[block.id]}”, a model within the model."""',
            f"    given = {made}" if parameter == "x" else f"    given = [{made} for x in tensors]",
            *lines,
            *write(Call("keras.Model", arguments), before="block = ", depth=1).split("\n"),
            *_freezing(inside, "block", varies=varies, depth=1),
            f"    return block({parameter})",
        ]

    def _level(self, level: BlockId | None, at: dict[Start, str], depth: int = 0) -> list[str]:
        """Return the lines for all that stands in a model; ``at`` grows by what each of them gives."""
        lines: list[str] = []
        made: set[NodeId] = set()
        varies = level is not None and self._varies(level)
        for card in self._levels[level].steps:
            if card in self._blocks:
                lines += self._call(self._blocks[card], at, depth, varies=varies)
                continue
            node = self._nodes[card]
            key = layer_of(node)
            if key in self._shared and key not in made:
                made.add(key)
                owner = layer(self._nodes[key], self._objects, varies=varies)
                lines += write(owner, before=f"{self._shared[key]} = ", depth=depth).split("\n")
            taken = [at[link.source, link.output] for link in self._into.get(node.id, ())]
            variable, shared = self._names[node.id], self._shared.get(key)
            text = tensor(node, self._objects, variable, taken, shared, varies=varies, depth=depth)
            lines += text.split("\n")
            count = 1 + max((link.output for link in self._graph.out_of(node.id)), default=0)
            for number in range(count):
                at[node.id, number] = f"{variable}[{number}]" if node.id in self._several else variable
        return lines

    def _call(self, block: Block, at: dict[Start, str], depth: int, *, varies: bool) -> list[str]:
        """Return the lines that call a block's function, once for each copy."""
        ports, result = self._levels[block.id].ports, self._results[block.id]
        function, indent = self._functions[block.id], "    " * depth
        values = [at[self._start(*ends[0])] for ends in ports.inputs]
        given = values[0] if len(values) == 1 else f"[{', '.join(values)}]"
        lines = [f"{indent}{result} = {function}({given}{', copy' if varies else ''})"]
        if block.repeat > 1:
            first = "{copy or '_1'}" if varies else ""
            lines += [
                f"{indent}for number in range(2, {block.repeat + 1}):",
                f'{indent}    {result} = {function}({result}, f"{first}_{{number}}")',
            ]
        for number, start in enumerate(ports.outputs):
            at[start] = result if len(ports.outputs) == 1 else f"{result}[{number}]"
        return lines

    def _varies(self, block: BlockId) -> bool:
        """Tell whether there are several copies of a block, with names of their own."""
        return any(self._blocks[each].repeat > 1 for each in self._ways[block])

    def _start(self, node: NodeId, index: int) -> End:
        link = next(link for link in self._into[node] if link.input == index)
        return link.source, link.output


def _freezing(nodes: Sequence[Node], model: str, *, varies: bool = False, depth: int = 0) -> list[str]:
    """Return the lines that freeze layers with all that is in them, which their making would not."""
    chosen = [node.name for node in nodes if node.spec.is_frozen and node.shares is None]
    frozen = [named(name, varies=varies) for name in chosen]
    indent = "    " * depth
    if len(frozen) < 2:
        return [f"{indent}{model}.get_layer({name}).trainable = False" for name in frozen]
    loop = write(listed(frozen), before="for name in ", after=":", depth=depth).split("\n")
    return [*loop, f"{indent}    {model}.get_layer(name).trainable = False"]


def _calls(graph: Graph) -> tuple[Node, ...]:
    """Return the nodes that call the layer of another one again."""
    return tuple(node for node in graph.nodes if node.shares is not None)


def _shared_layers(graph: Graph, taken: set[str]) -> Mapping[NodeId, str]:
    """Return a variable for each layer that is called more than once; they are ``taken`` then."""
    names: dict[NodeId, str] = {}
    for node in _calls(graph):
        if not graph.has(layer_of(node)):
            message = f"“{node.name}” calls a layer that is not there: expected one of the network."
            raise WorkbenchError(error("code.shares", f"node:{node.id}", message, "Delete it."))
        if layer_of(node) not in names:
            names[layer_of(node)] = fresh_id(f"{node.name.lower()}_layer", taken)
            taken.add(names[layer_of(node)])
    return names


def _one_or_list(names: Sequence[str]) -> Source:
    return names[0] if len(names) == 1 else listed(list(names))
