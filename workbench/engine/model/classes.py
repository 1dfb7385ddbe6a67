"""Which public classes of Keras are offered, by group, and under which name."""

from __future__ import annotations

import inspect
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

from workbench.catalog.kinds import Group
from workbench.catalog.modules import MODULES
from workbench.engine.model.custom_layers import LAYERS as CUSTOM_LAYERS

_MODULES: dict[Group, ModuleType] = {group: import_module(name) for group, name in MODULES.items()}

_LEFT_OUT: dict[Group, frozenset[str]] = {
    "layer": frozenset(
        # Base classes; what runs code or reads files that came with a project, or needs another
        # framework; what Input stands for; and what gives back its input tensor itself, which Keras'
        # functional models take for a cycle.
        {"Layer", "Wrapper", "InputSpec"}
        | {"Lambda", "TFSMLayer", "TorchModuleWrapper", "JaxLayer", "FlaxLayer"}
        | {"InputLayer", "Equalization"}
    ),
    "optimizer": frozenset(("Optimizer", "LossScaleOptimizer", "MultiOptimizer", "OptimizerMap")),
    "loss": frozenset(("Loss",)),
    "metric": frozenset(("Metric", "Mean", "Sum", "MeanMetricWrapper")),
    "callback": frozenset(
        # The program itself logs, checkpoints and resumes; a callback may not open a connection.
        {"Callback", "CallbackList", "History", "LambdaCallback", "ProgbarLogger"}
        | {"RemoteMonitor", "BackupAndRestore", "OrbaxCheckpoint"}
    ),
    "initializer": frozenset(("Initializer",)),
    "regularizer": frozenset(("Regularizer",)),
    "constraint": frozenset(("Constraint",)),
    "schedule": frozenset(("LearningRateSchedule",)),
}


@lru_cache(maxsize=1)
def public_classes() -> dict[Group, dict[str, type[Any]]]:
    """Return the offered classes by group and name; a class that has several names stands once."""
    return {group: _of(group) for group in _MODULES}


def other_names(group: Group, cls: type[Any], name: str) -> tuple[str, ...]:
    """Return the further public names of a class: ``AvgPool1D`` of ``AveragePooling1D``."""
    names = (other for other, member in vars(_MODULES[group]).items() if member is cls and other != name)
    return tuple(sorted(names))


def _of(group: Group) -> dict[str, type[Any]]:
    classes: dict[str, type[Any]] = {}
    public = {name: cls for name, cls in vars(_MODULES[group]).items() if inspect.isclass(cls)}
    for name, cls in sorted(public.items()):
        own_name = cls.__name__ if public.get(cls.__name__) is cls else None
        if name not in _LEFT_OUT[group] and name == (own_name or name):
            classes[name] = cls
    return classes | (CUSTOM_LAYERS if group == "layer" else {})
