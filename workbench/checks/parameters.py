"""Kinds and parameters against the catalog: what Keras would refuse by name, by absence or by bounds."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group, Param
from workbench.checks import places
from workbench.foundation.errors import Problem, error
from workbench.project.project import Project
from workbench.project.spec import ParamValue, Spec
from workbench.project.training import TrainingSpec


def parameters_of_layers(project: Project, catalog: Catalog) -> Iterator[Problem]:
    for node in project.graph.nodes:
        if node.shares is not None:
            continue  # configured where its owner stands
        yield from spec_problems(node.spec, "layer", places.of_node(node), catalog)


def parameters_of_training(training: TrainingSpec, catalog: Catalog) -> Iterator[Problem]:
    yield from spec_problems(training.loss, "loss", "training.loss", catalog)
    for number, head in enumerate(training.heads):
        yield from spec_problems(head.loss, "loss", f"training.heads.{number}.loss", catalog)
    yield from spec_problems(training.optimizer, "optimizer", "training.optimizer", catalog)
    for number, metric in enumerate(training.metrics):
        yield from spec_problems(metric, "metric", f"training.metrics.{number}", catalog)
    for number, metric in enumerate(training.weighted_metrics):
        yield from spec_problems(metric, "metric", f"training.weighted_metrics.{number}", catalog)
    for number, callback in enumerate(training.callbacks):
        yield from spec_problems(callback, "callback", f"training.callbacks.{number}", catalog)


def spec_problems(spec: Spec, group: Group, where: str, catalog: Catalog) -> Iterator[Problem]:
    """Yield the problems of one object and of those nested in it."""
    if not catalog.has(group, spec.kind):
        message = f"Keras {catalog.keras} has no {group} “{spec.kind}”."
        yield error("spec.unknown-kind", where, message, f"Choose another {group}.")
        return
    kind = catalog.kind(group, spec.kind)
    for param in kind.params:
        if param.required and param.name not in spec.params and param.default is None:
            message = f"{spec.kind} needs “{param.name}”: expected a value, received none."
            yield error("spec.missing", f"{where}.{param.name}", message, f"Set {param.name}.")
    known = {param.name: param for param in kind.params}
    for name, value in spec.params.items():
        place = f"{where}.{name}"
        if name not in known:
            message = f"{spec.kind} has no parameter “{name}”."
            yield error("spec.unknown-param", place, message, f"Remove {name}.")
        else:
            yield from _value_problems(spec.kind, known[name], value, place, catalog)


def _value_problems(
    owner: str, param: Param, value: ParamValue, where: str, catalog: Catalog
) -> Iterator[Problem]:
    if value is None and not param.nullable and param.default is not None:
        message = f"“{param.name}” of {owner} can't be empty."
        yield error("spec.empty", where, message, f"The default is {param.default!r}.")
    elif isinstance(value, Spec):
        yield from _nested(param, value, where, catalog)
    elif isinstance(value, tuple) and param.editor == "objects":
        for number, entry in enumerate(value):
            if isinstance(entry, Spec):
                yield from _nested(param, entry, f"{where}.{number}", catalog)
    else:
        yield from _bounds(owner, param, value, where)
        yield from _choice(owner, param, value, where)


def _nested(param: Param, value: Spec, where: str, catalog: Catalog) -> Iterator[Problem]:
    fitting = [group for group in param.groups if catalog.has(group, value.kind)]
    if fitting:
        yield from spec_problems(value, fitting[0], where, catalog)
    else:
        wanted = " or ".join(param.groups) or "plain value"
        message = f"“{param.name}” takes a {wanted}: received “{value.kind}”."
        yield error("spec.unknown-kind", where, message, f"Choose a {wanted}.")


def _bounds(owner: str, param: Param, value: ParamValue, where: str) -> Iterator[Problem]:
    for entry in value if isinstance(value, tuple) else (value,):
        if isinstance(entry, bool) or not isinstance(entry, int | float):
            continue
        if param.minimum is not None and entry < param.minimum:
            expected = f"at least {param.minimum:g}"
        elif param.maximum is not None and entry > param.maximum:
            expected = f"at most {param.maximum:g}"
        else:
            continue
        message = f"“{param.name}” of {owner}: expected {expected}, received {entry}."
        yield error("spec.out-of-bounds", where, message, f"Give {param.name} a value of {expected}.")
        return


def _choice(owner: str, param: Param, value: ParamValue, where: str) -> Iterator[Problem]:
    if param.editor == "choice" and param.choices and isinstance(value, str) and value not in param.choices:
        known = ", ".join(param.choices)
        message = f"“{param.name}” of {owner}: expected one of {known}, received “{value}”."
        yield error("spec.unknown-choice", where, message, "Choose one of them.")
