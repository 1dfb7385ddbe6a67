"""The weights that an imported model's layers begin with, as code."""

from __future__ import annotations

from pathlib import Path

from workbench.code.literals import quote
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.project import Project

LAYERS_OF = '''
def layers_of(model):
    """Yield the layers of a model and of the models within it."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from layers_of(layer)
        else:
            yield layer
'''.strip()
"""What the lines for weights call; a model in a file may hold models where the network has none."""


def initial_weights(project: Project, base: Path, *, has_own_layers: bool) -> list[str]:
    """Return the lines that give layers their weights; none when all begin anew.

    A relative path starts at ``base``.

    Raises:
        WorkbenchError: the network has layers or formulas of our own, with which plain Keras can't load
            the file that the weights stand in.
    """
    if not isinstance(project.weights, str):
        return []
    if has_own_layers:
        message = "A script can't give imported weights to a network with formulas or layers of this program."
        raise WorkbenchError(
            error("code.weights", "graph", message, "Forget the imported weights, then save the script.")
        )
    path = quote(str((base / project.weights).resolve()))
    return [
        "# Layers begin with the weights of the model's layer that has their name and shapes.",
        f"beginning = keras.saving.load_model({path}, compile=False)",
        "given = {",
        "    layer.name: layer.get_weights() for layer in layers_of(beginning) if layer.weights",
        "}",
        "for layer in layers_of(model):",
        "    weights = given.get(layer.name)",
        "    if weights and [array.shape for array in weights] == [entry.shape for entry in layer.weights]:",
        "        layer.set_weights(weights)",
    ]
