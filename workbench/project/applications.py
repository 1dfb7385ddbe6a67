"""The weights that blocks made of networks of keras.applications begin with."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from workbench.project.graph import Block, Graph

IMAGENET = "imagenet"
"""The weights that Keras itself keeps for a network; any others are a file's."""


def with_absolute_weights(graph: Graph, base: Path) -> Graph:
    """Return the graph with the files of its blocks' weights as absolute paths, from ``base`` on."""
    if all(block.application is None for block in graph.blocks):
        return graph
    return replace(graph, blocks=tuple(_absolute(block, base) for block in graph.blocks))


def _absolute(block: Block, base: Path) -> Block:
    application = block.application
    if application is None or application.weights in ("", IMAGENET):
        return block
    path = str((base / application.weights).resolve())
    return replace(block, application=replace(application, weights=path))
