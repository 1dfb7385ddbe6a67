"""The string identifiers that Keras takes for a class: ``glorot_uniform``, ``mse``."""

from __future__ import annotations

from typing import Any

from keras.src import constraints, initializers, losses, metrics, optimizers, regularizers

from workbench.catalog.kinds import Group
from workbench.engine.model.classes import other_names

_TABLES: dict[Group, dict[str, Any]] = {
    "constraint": constraints.ALL_OBJECTS_DICT,
    "initializer": initializers.ALL_OBJECTS_DICT,
    "loss": losses.ALL_OBJECTS_DICT,
    "metric": metrics.ALL_OBJECTS_DICT,
    "optimizer": optimizers.ALL_OBJECTS_DICT,
    "regularizer": regularizers.ALL_OBJECTS_DICT,
}


def aliases(group: Group, name: str, cls: type[Any]) -> tuple[str, ...]:
    """Return every other name of a class, in alphabetical order."""
    table = _TABLES.get(group, {})
    meant = (cls, cls().fn) if group == "loss" else (cls,)
    identifiers = {identifier for identifier, member in table.items() if member in meant}
    # "accuracy" means the accuracy that fits the loss, which is not the class Accuracy.
    return tuple(sorted((identifiers | set(other_names(group, cls, name))) - {name, "accuracy"}))
