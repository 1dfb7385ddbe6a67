"""What a model was compiled with, as training settings; what they can't say is left out and told."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group
from workbench.engine.importing.network import Network
from workbench.engine.importing.specs import SpecReader, named
from workbench.foundation.errors import Problem, WorkbenchError, warning
from workbench.project.graph import NodeId
from workbench.project.spec import Spec
from workbench.project.training import Head, TrainingSpec

_TOLD = {"optimizer": "training.optimizer", "loss": "training.loss", "metric": "training.metrics"}


def read_training(saved: Any, network: Network, catalog: Catalog) -> tuple[TrainingSpec, tuple[Problem, ...]]:
    """Return the settings of a ``compile_config``, and what of it is not in them.

    Training settings only say how learning goes on: one that can't be read is no reason to refuse a model.
    """
    training = TrainingSpec(precision=network.policy)
    if not isinstance(saved, dict) or not saved.get("loss"):
        return training, ()
    return _Compiled(saved, network, catalog).read(training)


class _Compiled:
    def __init__(self, saved: dict[str, Any], network: Network, catalog: Catalog) -> None:
        self._saved, self._catalog = saved, catalog
        self._reader = SpecReader(catalog)
        self._outputs = [node.id for node in network.graph.outputs()]
        self._names = network.outputs
        self._problems: list[Problem] = []

    def read(self, training: TrainingSpec) -> tuple[TrainingSpec, tuple[Problem, ...]]:
        optimizer = self._object("optimizer", self._saved.get("optimizer"))
        if optimizer is not None:
            training = replace(training, optimizer=optimizer)
        training = self._with_losses(training)
        metrics = self._metrics(self._saved.get("metrics"))
        return replace(training, metrics=metrics), tuple(self._problems)

    def _with_losses(self, training: TrainingSpec) -> TrainingSpec:
        saved = self._saved["loss"]
        if not _is_many(saved):
            loss = self._object("loss", saved)
            return training if loss is None else replace(training, loss=loss)
        weights = dict(self._by_output(self._saved.get("loss_weights")))
        heads: list[Head] = []
        for output, entry in self._by_output(saved):
            loss = self._object("loss", entry)
            if loss is not None:
                weight = weights.get(output)
                factor = float(weight) if isinstance(weight, int | float) else 1.0
                heads.append(Head(output=output, loss=loss, weight=factor))
        if len(self._outputs) == 1 and heads and heads[0].weight == 1.0:
            return replace(training, loss=heads[0].loss)
        return replace(training, heads=tuple(heads))

    def _metrics(self, saved: Any) -> tuple[Spec, ...]:
        """Return the metrics; every output has the same ones."""
        entries = list(saved.values()) if isinstance(saved, dict) else saved
        if not isinstance(entries, list):
            return ()
        lists = [entry if isinstance(entry, list) else [entry] for entry in entries]
        if len({str(_without_names(one)) for one in lists}) > 1 and all(isinstance(e, list) for e in entries):
            self._tell("metric", "the outputs have metrics of their own; those of the first were taken")
        chosen = lists[:1] if any(isinstance(entry, list) for entry in entries) else lists
        made = [self._object("metric", entry) for one in chosen for entry in one if entry is not None]
        return tuple(spec for spec in made if spec is not None)

    def _by_output(self, saved: Any) -> list[tuple[NodeId, Any]]:
        if isinstance(saved, dict):
            return [(self._names[name], entry) for name, entry in saved.items() if name in self._names]
        return list(zip(self._outputs, saved, strict=False)) if isinstance(saved, list) else []

    def _object(self, group: Group, saved: Any) -> Spec | None:
        if group == "metric" and saved in ("accuracy", "acc"):
            return Spec("accuracy")
        if isinstance(saved, dict) and saved.get("module") == "builtins":
            saved = saved.get("config")
        if isinstance(saved, str) and (kind := named(self._catalog, group, saved)):
            return Spec(kind)
        try:
            return self._reader.spec(group, saved, f"The model's {group}")
        except WorkbenchError as failure:
            self._tell(group, failure.problems[0].message)
            return None

    def _tell(self, group: Group, reason: str) -> None:
        message = f"The {group} of the model was not taken over: {reason}"
        self._problems.append(warning("import.left-out", _TOLD[group], message, "Choose another one."))


def _is_many(saved: Any) -> bool:
    if isinstance(saved, dict):
        return not isinstance(saved.get("class_name"), str)
    return isinstance(saved, list)


def _without_names(saved: Any) -> Any:
    """Return saved metrics without their own names, which Keras numbers."""
    if isinstance(saved, dict):
        return {key: _without_names(value) for key, value in saved.items() if key != "name"}
    if isinstance(saved, list):
        return [_without_names(entry) for entry in saved]
    return saved
