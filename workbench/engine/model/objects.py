"""Builds any Keras object from its spec; only what stands in the catalog, and with plain data only."""

from __future__ import annotations

import inspect
import logging
from pathlib import Path
from typing import Any

from workbench.catalog.catalog import Catalog
from workbench.catalog.formula import is_formula
from workbench.catalog.kinds import Group, Kind, Param
from workbench.engine.model import values
from workbench.engine.model.classes import public_classes
from workbench.engine.model.formulas import FormulaActivation, FormulaRate
from workbench.engine.model.offered import offered
from workbench.engine.model.wording import words
from workbench.foundation.errors import Problem, WorkbenchError, error
from workbench.project.spec import ParamValue, Spec

_log = logging.getLogger(__name__)
_DEPTH = 8
_PLACES: dict[Group, str] = {
    "optimizer": "training.optimizer",
    "loss": "training.loss",
    "metric": "training.metrics",
    "callback": "training.callbacks",
    "schedule": "training.optimizer",
}


def make(group: Group, spec: Spec, *, where: str = "", folder: Path | None = None, **extra: Any) -> Any:
    """Build the Keras object that a spec describes; the metric ``accuracy`` stays Keras' own word.

    ``where`` is the place that problems are pinned to, by default the group's own place in a project.
    Callbacks write below ``folder``. ``extra`` goes to the class as it is (a layer's name).

    Raises:
        WorkbenchError: an unknown kind or parameter, a value of the wrong type or range, or whatever
            Keras itself refuses; all problems with parameters at once.
    """
    builder = _Builder(offered(), folder)
    return builder.make(group, spec, where or _PLACES.get(group, "graph"), extra)


def arguments(group: Group, spec: Spec, *, where: str) -> dict[str, Any]:
    """Return a spec's parameters as Keras takes them; WorkbenchError as in ``make``."""
    return _Builder(offered(), None).arguments(group, spec, where, depth=0)


class _Builder:
    """Makes objects inside out."""

    def __init__(self, catalog: Catalog, folder: Path | None) -> None:
        self._catalog = catalog
        self._folder = folder

    def make(self, group: Group, spec: Spec, where: str, extra: dict[str, Any], depth: int = 0) -> Any:
        if group == "metric" and spec.kind == "accuracy":
            return "accuracy"
        kind = self._kind(group, spec, where)
        parameters = self.arguments(group, spec, where, depth)
        if kind.name == "Input":
            raise WorkbenchError(error("not-nested", where, "Input stands at the start of a graph only."))
        cls = public_classes()[group][kind.name]
        try:
            return cls(**parameters, **extra)
        except Exception as failure:
            # Keras refuses bad parameters with whatever its code runs into: every type must become words.
            _log.info("Keras refused %s(%s).", kind.name, parameters, exc_info=True)
            place = _blame(where, str(failure), cls, spec)
            raise WorkbenchError(
                error("bad-parameter", place, f"{kind.name}: {words(failure)}", "Change the parameter.")
            ) from failure

    def arguments(self, group: Group, spec: Spec, where: str, depth: int) -> dict[str, Any]:
        kind = self._kind(group, spec, where)
        if depth > _DEPTH:
            raise WorkbenchError(error("too-deep", where, f"{kind.name} is nested more than {_DEPTH} deep."))
        problems = [_unknown(kind, name, where) for name in spec.params if not kind.has_param(name)]
        made: dict[str, Any] = {}
        for param in kind.params:
            if param.name in spec.params:
                try:
                    place = f"{where}.{param.name}"
                    made[param.name] = self._argument(kind, param, spec.params[param.name], place, depth)
                except WorkbenchError as failure:
                    problems.extend(failure.problems)
            elif param.required:
                problems.append(_missing(kind, param, where))
        if problems:
            raise WorkbenchError(*problems)
        return made

    def _kind(self, group: Group, spec: Spec, where: str) -> Kind:
        if self._catalog.has(group, spec.kind):
            return self._catalog.kind(group, spec.kind)
        message = f"Keras {self._catalog.keras} offers no {group} “{spec.kind[:80]}”."
        raise WorkbenchError(error("unknown-kind", where, message, "Choose another one from the list."))

    def _argument(self, kind: Kind, param: Param, value: ParamValue, where: str, depth: int) -> Any:
        if isinstance(value, Spec) and param.editor in ("object", "activation"):
            return self._nested(kind, param, value, where, depth)
        match param.editor:
            case "object" | "activation":
                return self._named(kind, param, value, where)
            case "objects":
                return self._all_nested(kind, param, value, where, depth)
        trouble = values.problem_with(param, value)
        if trouble:
            raise WorkbenchError(_bad(kind, param, where, trouble))
        if kind.name == "LearningRateScheduler" and param.name == "schedule":
            return _formula(FormulaRate, kind, param, str(value), where)
        if param.name in values.PATHS and self._folder is not None:
            return str(self._folder / str(value))
        return value

    def _named(self, kind: Kind, param: Param, value: ParamValue, where: str) -> Any:
        """Return what a name, a number or nothing stands for."""
        if param.editor == "activation" and is_formula(value):
            return _formula(FormulaActivation, kind, param, str(value), where)
        if value is None and param.nullable:
            return None
        if isinstance(value, str) and (value in param.choices or self._is_alias(param, value)):
            return value
        takes_number = isinstance(param.default, float)
        if takes_number and isinstance(value, int | float) and not isinstance(value, bool):
            trouble = values.problem_with(_as_float(param), value)
            if not trouble:
                return value
            raise WorkbenchError(_bad(kind, param, where, trouble))
        names = (f"one of {', '.join(param.choices)}",) if param.choices else param.groups
        expected = " or ".join(("a number", *names) if takes_number else names)
        raise WorkbenchError(_bad(kind, param, where, f"expected {expected}, received {value!r:.80}"))

    def _is_alias(self, param: Param, value: str) -> bool:
        # Only these groups can be had from a name: others have parameters that must be set.
        by_name = {"initializer", "regularizer", "constraint"}
        return any(self._catalog.has(group, value) for group in param.groups if group in by_name)

    def _nested(self, kind: Kind, param: Param, value: Spec, where: str, depth: int) -> Any:
        for group in param.groups:
            if self._catalog.has(group, value.kind):
                return self.make(group, value, where, {}, depth + 1)
        expected = " or ".join(param.groups) or "a name"
        raise WorkbenchError(_bad(kind, param, where, f"expected {expected}, received {value.kind:.80}"))

    def _all_nested(self, kind: Kind, param: Param, value: ParamValue, where: str, depth: int) -> list[Any]:
        if not isinstance(value, tuple) or not value:
            trouble = f"expected one {' or '.join(param.groups)} or more, received {value!r:.80}"
            raise WorkbenchError(_bad(kind, param, where, trouble))
        made = []
        for position, entry in enumerate(value):
            place = f"{where}.{position}"
            if not isinstance(entry, Spec):
                trouble = f"expected {' or '.join(param.groups)}, received {entry!r:.80}"
                raise WorkbenchError(_bad(kind, param, place, trouble))
            made.append(self._nested(kind, param, entry, place, depth))
        return made


def _formula(make_from: Any, kind: Kind, param: Param, text: str, where: str) -> Any:
    try:
        return make_from(text)
    except ValueError as failure:
        message = f"The formula of {kind.name}'s {param.name} can't be used: {failure}."
        raise WorkbenchError(
            error("bad-formula", where, message, "Use numbers, + - * / ** and functions such as exp.")
        ) from failure


def _as_float(param: Param) -> Param:
    return Param(name=param.name, editor="float", minimum=param.minimum, maximum=param.maximum)


def _bad(kind: Kind, param: Param, where: str, trouble: str) -> Problem:
    return error("bad-parameter", where, f"{param.name} of {kind.name}: {trouble}.", "Change the parameter.")


def _missing(kind: Kind, param: Param, where: str) -> Problem:
    place = f"{where}.{param.name}"
    return error(
        "missing-parameter", place, f"{kind.name} needs a value for {param.name}.", f"Set {param.name}."
    )


def _unknown(kind: Kind, name: str, where: str) -> Problem:
    known = ", ".join(param.name for param in kind.params) or "no parameters"
    return error(
        "unknown-parameter",
        where,
        f"{kind.name} takes {known}; received {name[:80]}.",
        "Remove the parameter.",
    )


def _blame(where: str, message: str, cls: type[Any], spec: Spec) -> str:
    """Return the place of the one parameter that a message of Keras names, else ``where``."""
    signature = inspect.signature(cls).parameters
    named = [name for name in spec.params if name in signature and f"`{name}`" in message]
    return f"{where}.{named[0]}" if len(named) == 1 else where
