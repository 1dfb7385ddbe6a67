"""Where Keras keeps the classes of each group, by their public names."""

from __future__ import annotations

from workbench.catalog.kinds import Group

MODULES: dict[Group, str] = {
    "layer": "keras.layers",
    "optimizer": "keras.optimizers",
    "loss": "keras.losses",
    "metric": "keras.metrics",
    "callback": "keras.callbacks",
    "initializer": "keras.initializers",
    "regularizer": "keras.regularizers",
    "constraint": "keras.constraints",
    "schedule": "keras.optimizers.schedules",
}
