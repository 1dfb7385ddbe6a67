"""The model that a script makes of a graph, had by running the script's own lines."""

from __future__ import annotations

from typing import Any

from workbench.catalog.catalog import bundled
from workbench.code.network import network
from workbench.code.objects import Objects
from workbench.project.graph import Graph


def scripted(graph: Graph) -> Any:
    """Return the Keras model of the network's part of a script."""
    import keras
    from keras import layers, ops

    objects = Objects(bundled())
    functions, lines = network(graph, objects, ("model",))
    names: dict[str, Any] = {"keras": keras, "layers": layers, "ops": ops}
    exec("\n".join((*objects.definitions(), *functions, *lines)), names)
    return names["model"]
