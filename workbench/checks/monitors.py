"""The figures that a run's history will have, and the callbacks that watch one that it won't."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from string import Formatter

from workbench.catalog.catalog import Catalog
from workbench.catalog.current import current
from workbench.foundation.errors import Problem, error
from workbench.foundation.ids import snake_case
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.project.training import TrainingSpec

# Keras' own names that don't follow from the class name; a test compares all of them with Keras.
_IRREGULAR = {"FBetaScore": "fbeta_score", "LogCoshError": "logcosh"}


def available_metrics(
    project: Project, has_validation: bool, catalog: Catalog | None = None
) -> tuple[str, ...]:
    """Return the keys of the history, as Keras names them, in its order.

    Several outputs bring OUTPUT_loss and OUTPUT_metric for each; the same metric twice brings _1.
    """
    known = catalog or current()
    training = project.training
    metrics = (*metric_names(training.metrics, known), *weighted_names(training, known))
    outputs = [node.name for node in project.graph.outputs() if node.spec.kind != "Input"]
    if len(outputs) > 1:
        own = [f"{output}_{name}" for output in outputs for name in (*metrics, "loss")]
    else:
        own = list(metrics)
    names = sorted([*own, "loss"])
    return (*names, *(f"val_{name}" for name in names)) if has_validation else tuple(names)


def metric_names(metrics: Sequence[Spec], catalog: Catalog) -> tuple[str, ...]:
    """Return what Keras calls the metrics of an output, in a fresh process; the same one twice brings _1."""
    seen: Counter[str] = Counter()
    numbered = []
    for name in (_name(metric, catalog) for metric in metrics):
        numbered.append(f"{name}_{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return tuple(numbered)


def weighted_names(training: TrainingSpec, catalog: Catalog) -> tuple[str, ...]:
    """Return the names of an output's weighted metrics: ``weighted_...`` where a plain one has the name."""
    plain = metric_names(training.metrics, catalog)
    names = metric_names(training.weighted_metrics, catalog)
    return tuple(f"weighted_{name}" if name in plain else name for name in names)


def _name(metric: Spec, catalog: Catalog) -> str:
    if metric.kind in ("accuracy", "acc"):
        return metric.kind
    kind = catalog.kind("metric", metric.kind).name if catalog.has("metric", metric.kind) else metric.kind
    return _IRREGULAR.get(kind, snake_case(kind))


def monitors(project: Project, has_validation: bool, catalog: Catalog) -> Iterator[Problem]:
    """Yield the callbacks whose monitored figure, or whose file name's figure, won't exist."""
    names = available_metrics(project, has_validation, catalog)
    best_by = project.training.checkpoints.best_by
    if best_by and best_by not in names:
        yield _missing("The best model", best_by, "training.checkpoints.best_by", names)
    for number, callback in enumerate(project.training.callbacks):
        if not catalog.has("callback", callback.kind):
            continue
        kind = catalog.kind("callback", callback.kind)
        where = f"training.callbacks.{number}"
        if kind.has_param("monitor") and _watches(callback):
            monitor = callback.params.get("monitor", kind.param("monitor").default)
            if monitor not in names:
                yield _missing(kind.name, str(monitor), f"{where}.monitor", names)
        if kind.has_param("filepath"):
            path = str(callback.params.get("filepath", ""))
            yield from _fields(kind.name, path, f"{where}.filepath", names)


def _watches(callback: Spec) -> bool:
    return callback.kind != "ModelCheckpoint" or callback.params.get("save_best_only") is True


def _fields(kind: str, path: str, where: str, names: tuple[str, ...]) -> Iterator[Problem]:
    try:
        fields = {field for _, field, _, _ in Formatter().parse(path) if field is not None}
    except ValueError as failure:
        message = f"The file name of {kind} has a brace too many or too few: {failure}."
        yield error("callback.filepath", where, message, "Write it like epoch-{epoch}.keras.")
        return
    for field in sorted(fields - {"epoch", "batch", *names}):
        yield _missing(kind, field, where, names)


def _missing(kind: str, monitor: str, where: str, names: tuple[str, ...]) -> Problem:
    message = f"{kind} watches “{monitor}”, which won't exist: expected one of {', '.join(names)}."
    hint = "Choose one of them."
    if monitor.startswith("val_") and monitor.removeprefix("val_") in names:
        hint = f"Set a share of the data aside for validation, or watch “{monitor.removeprefix('val_')}”."
    return error("callback.monitor", where, message, hint)
