"""Blocks that were placed for random weights, of networks that Keras draws otherwise for ImageNet's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from workbench.engine.applications.drawing import saved_layers
from workbench.engine.applications.functions import weightless_model
from workbench.foundation.errors import Problem, WorkbenchError, warning
from workbench.project.applications import IMAGENET
from workbench.project.blocks import members
from workbench.project.graph import Application, Graph

_REMEMBERED = 32


def lacking(graph: Graph) -> Iterator[Problem]:
    """Yield a warning for each block that begins with weights and lacks a layer that Keras draws for those.

    So do Keras' EfficientNets, which scale what they are given once more where they begin with ImageNet's.
    """
    for block in graph.blocks:
        application = block.application
        if application is None or not application.weights:
            continue
        kinds = Counter(node.spec.kind for node in members(graph, block.id))
        missing = [
            kind
            for kind, count in _more(msgspec.json.encode(replace(application, weights="")))
            if kinds[kind] < count
        ]
        if missing:
            named = " and ".join(missing)
            yield warning(
                "weights.lacking",
                f"block:{block.id}",
                f"“{block.name}” begins with weights for which Keras' {application.network} has one more "
                f"{named}. The block was placed without it, so its layers get other numbers than the weights "
                "expect.",
                f"Place {application.network} anew with these weights instead of the block, or let it begin "
                "at random.",
            )


@lru_cache(maxsize=_REMEMBERED)
def _more(encoded: bytes) -> tuple[tuple[str, int], ...]:
    """Return the kinds of which Keras draws more for ImageNet's weights, and how many there are then."""
    plain = msgspec.json.decode(encoded, type=Application)
    try:
        without, given = (_kinds(each) for each in (plain, replace(plain, weights=IMAGENET)))
    except WorkbenchError:
        return ()  # options that Keras refuses are told where the block is built
    return tuple((kind, count) for kind, count in given.items() if count > without[kind])


def _kinds(application: Application) -> Counter[str]:
    saved = saved_layers(weightless_model(application), application.network)
    return Counter(entry["class_name"] for entry in saved["config"]["layers"])
