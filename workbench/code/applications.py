"""The weights of keras.applications that a network's blocks begin with, as code."""

from __future__ import annotations

from pathlib import Path

from workbench.code.literals import literal, quote
from workbench.code.source import Call, Items, Source, write
from workbench.foundation.errors import WorkbenchError, error
from workbench.foundation.ids import is_identifier
from workbench.project.applications import IMAGENET
from workbench.project.blocks import ancestry
from workbench.project.graph import Application, Block, Graph, Node
from workbench.project.nesting import shared_outside
from workbench.project.repeats import unroll

_OF_THE_TOP = ("include_top", "classes", "classifier_activation", "input_shape", "pooling")


def block_weights(graph: Graph, base: Path) -> list[str]:
    """Return the lines that give blocks their weights; none where all begin at random.

    A relative path starts at ``base``. They call ``layers_of`` of ``workbench.code.initial``.

    Raises:
        WorkbenchError: a block shares a layer with the outside, so that the script has no model of it.
    """
    if not any(block.application and block.application.weights for block in graph.blocks):
        return []
    spelled = unroll(graph).graph
    blocks = {block.id: block for block in spelled.blocks}
    ways = ancestry(spelled)
    dissolved = shared_outside(spelled)
    lines: list[str] = []
    for block in spelled.blocks:
        if block.application is None or not block.application.weights:
            continue
        if not dissolved.keys().isdisjoint(ways[block.id]):
            raise _refused(block, f"“{block.name}” shares a layer with the outside")
        if not all(map(is_identifier, (block.application.network, *block.application.options))):
            raise _refused(block, f"“{block.name}” is of a network with a name that Keras can't have")
        model = "model" + "".join(f".get_layer({quote(blocks[at].name)})" for at in ways[block.id])
        inside = [node for node in spelled.nodes if block.id in ways.get(node.block, ())]
        lines += _beginning(block, block.application, base)
        lines += _giving(model, inside)
    return lines


def _refused(block: Block, reason: str) -> WorkbenchError:
    message = f"{reason}: a script can't give it weights."
    return WorkbenchError(error("code.weights", f"block:{block.id}", message, "Let it begin at random."))


def _beginning(block: Block, application: Application, base: Path) -> list[str]:
    """Return the lines that bind ``beginning`` to Keras' own model with the weights."""
    is_imagenet = application.weights == IMAGENET
    options = application.options
    if is_imagenet and options.get("include_top", True):
        options = {name: value for name, value in options.items() if name not in _OF_THE_TOP}
    arguments: list[tuple[str, Source]] = [("weights", quote(IMAGENET) if is_imagenet else "None")]
    arguments += [(name, literal(value)) for name, value in options.items()]
    made = Call(f"keras.applications.{application.network}", tuple(arguments))
    source = "ImageNet" if is_imagenet else f"a file of {application.network}"
    lines = [
        f"# Layers of {quote(block.name)} begin with the weights of {source}, if of the same shapes.",
        *write(made, before="beginning = ").split("\n"),
    ]
    if not is_imagenet:
        path = quote(str((base / application.weights).resolve()))
        lines.append(f"beginning.load_weights({path})")
    return lines


def _giving(model: str, inside: list[Node]) -> list[str]:
    """Return the lines that hand weights over, by the names that the layers have at Keras."""
    renamed = tuple(
        (quote(node.name), literal(node.origin))
        for node in inside
        if node.shares is None and node.origin != node.name and (node.origin or _may_mix_up(node, inside))
    )
    lines = ["given = {layer.name: layer.get_weights() for layer in layers_of(beginning)}"]
    origin = "layer.name"
    if renamed:
        lines += write(Items("{}", renamed), before="renamed = ").split("\n")
        origin = "renamed.get(layer.name, layer.name)"
    lines += [
        f"for layer in layers_of({model}):",
        f"    weights = given.get({origin})",
        "    if weights and [array.shape for array in weights] == [entry.shape for entry in layer.weights]:",
        "        layer.set_weights(weights)",
    ]
    if any(node.spec.kind == "Normalization" and node.origin for node in inside):
        lines += [
            "        if isinstance(layer, layers.Normalization):",
            "            layer.finalize_state()",
        ]
    return lines


def _may_mix_up(node: Node, inside: list[Node]) -> bool:
    """Tell whether a layer of the user's own is called like one of Keras'."""
    return any(other.origin == node.name for other in inside)
