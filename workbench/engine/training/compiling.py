"""A project's training settings as Keras' ``compile``: optimizer, a loss for each output, metrics."""

from __future__ import annotations

from typing import Any

from workbench.catalog.current import current
from workbench.checks.monitors import metric_names, weighted_names
from workbench.engine.model.objects import make
from workbench.project.graph import Node
from workbench.project.project import Project
from workbench.project.training import Head, TrainingSpec


def compile_model(model: Any, project: Project) -> None:
    """Compile ``model``, which was built from the project's graph.

    Raises:
        WorkbenchError: a loss, metric or optimizer that Keras does not take.
    """
    training = project.training
    heads = [head_of(training, node) for node in project.graph.outputs()]
    losses = [make("loss", head.loss) for head in heads]
    metrics = [_metrics(training) for _ in heads]
    weighted = [_weighted_metrics(training) for _ in heads] if training.weighted_metrics else None
    one = len(heads) == 1
    model.compile(
        optimizer=make("optimizer", training.optimizer),
        loss=losses[0] if one else losses,
        loss_weights=None if one else [head.weight for head in heads],
        metrics=metrics[0] if one else metrics,
        weighted_metrics=weighted[0] if one and weighted else weighted,
        jit_compile=False,
    )


def _metrics(training: TrainingSpec) -> list[Any]:
    """Return metrics under names of their own: Keras' default ones count on with every model of a process."""
    names = metric_names(training.metrics, current())
    return [make("metric", spec, name=name) for spec, name in zip(training.metrics, names, strict=True)]


def _weighted_metrics(training: TrainingSpec) -> list[Any]:
    names, specs = weighted_names(training, current()), training.weighted_metrics
    return [make("metric", spec, name=name) for spec, name in zip(specs, names, strict=True)]


def head_of(training: TrainingSpec, output: Node) -> Head:
    """Return the loss of an output with its weight: its own, or the one for all."""
    own = next((head for head in training.heads if head.output == output.id), None)
    return own or Head(output=output.id, loss=training.loss)
