"""Weights of keras.applications for the layers of blocks that were made of them."""

from __future__ import annotations

import stat
from collections import defaultdict
from pathlib import Path
from typing import Any

import keras

from workbench.engine.applications.fetching import with_imagenet
from workbench.engine.applications.functions import models_to_fill
from workbench.engine.importing import archive, weights
from workbench.engine.importing.refusal import refused
from workbench.engine.model.inside import layers_of
from workbench.foundation.errors import Problem, WorkbenchError, error, warning
from workbench.project.applications import IMAGENET
from workbench.project.blocks import ancestry
from workbench.project.graph import Application, Block, BlockId, Graph, Node
from workbench.project.repeats import unroll

SUFFIXES = (".h5", ".hdf5", ".keras")
_NAMED = 6


def begin_blocks(model: Any, graph: Graph) -> tuple[Problem, ...]:
    """Give a graph's model the weights that its blocks begin with, and tell of each block what came of it.

    A layer takes the weights of its ``origin`` where their shapes are the same.

    Raises:
        WorkbenchError: weights can't be had, or a file is refused or of another network (where ``block:``).
    """
    spelled = unroll(graph).graph
    own = _by_name(model)
    known: dict[str, dict[str, Any]] = {}
    told: list[Problem] = []
    for block, nodes in _to_begin(spelled):
        application = block.application
        assert application is not None
        key = repr(application)
        if key not in known:
            known[key] = _by_name(_filled(application, f"block:{block.id}"))
        told.append(_given(block, nodes, own, known[key]))
    return tuple(told)


def _to_begin(graph: Graph) -> list[tuple[Block, list[Node]]]:
    """Return the blocks that begin with weights, each with the nodes that take some."""
    blocks = {block.id: block for block in graph.blocks}
    ways = ancestry(graph)
    found: dict[BlockId, list[Node]] = defaultdict(list)
    for node in graph.nodes:
        if node.origin is None or node.shares is not None:
            continue
        made = [block for block in ways.get(node.block, ()) if blocks[block].application is not None]
        if made:
            found[made[-1]].append(node)
    return [
        (blocks[block], nodes)
        for block, nodes in found.items()
        if (application := blocks[block].application) is not None and application.weights
    ]


def _by_name(model: Any) -> dict[str, Any]:
    """Return the layers with weights; an ``Identity`` that only hands on an output has none."""
    return {layer.name: layer for layer in layers_of(model) if layer.weights}


def _filled(application: Application, where: str) -> Any:
    if application.weights == IMAGENET:
        return with_imagenet(application, where)
    path = Path(application.weights)
    try:
        _check(path)
        for model in models_to_fill(application):
            if _loads(model, path):
                return model
    except WorkbenchError as failure:
        (problem,) = failure.problems
        raise WorkbenchError(
            error(problem.code, where, problem.message, "Give the block another file of weights.")
        ) from failure
    message = f"{path.name} doesn't hold the weights of {application.network} with these options: expected "
    raise WorkbenchError(
        error(
            "weights.other",
            where,
            f"{message}the arrays of each of its layers, received others.",
            "Give the block the file of the same network, with or without its top.",
        )
    )


def _check(path: Path) -> None:
    """Refuse what isn't a file of weights within the limits, before Keras reads it."""
    if not path.name.lower().endswith(SUFFIXES):
        raise refused(f"{path.name} is no file of weights: expected one that ends in {', '.join(SUFFIXES)}.")
    try:
        size, is_file = path.stat().st_size, stat.S_ISREG(path.stat().st_mode)
    except OSError as failure:
        raise refused(f"{path} can't be read: {failure.strerror or failure}.") from failure
    if not is_file or size > archive.TOTAL_LIMIT:
        raise refused(
            f"{path} is no file of weights: expected a file of {archive.TOTAL_LIMIT >> 30} GiB at most."
        )
    if path.suffix.lower() == ".keras":
        with archive.opened(path.absolute()) as members:
            weights.check(members)
    else:
        weights.check_file(path)


def _loads(model: Any, path: Path) -> bool:
    """Let Keras load a file into its own model, and tell whether it was one of this model."""
    try:
        model.load_weights(str(path))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, OSError):
        return False
    return True


def _given(block: Block, nodes: list[Node], own: dict[str, Any], given: dict[str, Any]) -> Problem:
    kept, other = 0, []
    for node in nodes:
        layer, origin = own[node.name], given.get(node.origin or "")
        if origin is not None and _shapes(layer) == _shapes(origin):
            layer.set_weights(origin.get_weights())
            if isinstance(layer, keras.layers.Normalization):
                layer.finalize_state()
            kept += 1
        else:
            other.append(node.name)
    return _told(block, kept, other)


def _shapes(layer: Any) -> list[tuple[int, ...]]:
    return [tuple(weight.shape) for weight in layer.weights]


def _told(block: Block, kept: int, other: list[str]) -> Problem:
    application = block.application
    assert application is not None
    source = "ImageNet" if application.weights == IMAGENET else Path(application.weights).name
    listed = ", ".join(other[:_NAMED]) + (f" and {len(other) - _NAMED} more" if len(other) > _NAMED else "")
    anew = f" Begin anew, for their shapes are others: {listed}." if other else ""
    where = f"block:{block.id}"
    if not kept:
        message = f"No layer of “{block.name}” has the shapes of its origin in {source}.{anew}"
        return warning("weights.none", where, message, "Choose other weights for the block.")
    message = f"{kept} layers of “{block.name}” begin with the weights of {source}.{anew}"
    return Problem(severity="info", code="weights.kept", where=where, message=message)
