"""Specs as the calls that make them: ``layers.Dense(64, activation="relu", name="dense")``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import get_args

from workbench.catalog.catalog import Catalog
from workbench.catalog.formula import ACTIVATION, RATE, is_formula
from workbench.catalog.kinds import Group, Kind, Param
from workbench.catalog.modules import MODULES
from workbench.code import custom
from workbench.code.formula import translate
from workbench.code.literals import literal, quote
from workbench.code.source import Call, Items, Source
from workbench.foundation.errors import WorkbenchError, error
from workbench.foundation.ids import fresh_id, is_identifier
from workbench.project.graph import Node
from workbench.project.spec import Spec

_DEPTH = 16


class Objects:
    """Writes specs as source and remembers what has to be defined before them."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._layers: set[str] = set()
        self._functions: dict[str, str] = {}

    def definitions(self) -> tuple[str, ...]:
        """Return the classes and functions that the objects written so far need, in a fixed order."""
        layers = [custom.LAYERS[kind] for kind in sorted(self._layers)]
        return (*layers, *self._functions.values())

    def call(self, group: Group, spec: Spec, where: str, *, name: str | None = None, tail: str = "") -> Call:
        """Return the call that makes the object; ``name`` is a layer's.

        Raises:
            WorkbenchError: pinned to ``where``, for a kind or parameter that the catalog doesn't know, or
                a parameter that must be set and is not.
        """
        if _is_deeper(spec, _DEPTH):
            message = f"{spec.kind[:80]} holds objects in objects: expected at most {_DEPTH} levels."
            raise WorkbenchError(error("code.depth", where, message, "Reset the parameter."))
        return self._call(group, spec, where, name=name, tail=tail)

    def rate(self, body: str, words: str) -> Call:
        """Return the callback that sets an epoch's rate by a function of that body, told in ``words``."""
        name = self._function_of("learning_rate", partial(custom.shape, words=words), body)
        return Call("keras.callbacks.LearningRateScheduler", (("", name),))

    def _call(self, group: Group, spec: Spec, where: str, *, name: str | None = None, tail: str = "") -> Call:
        kind = self.kind(group, spec, where)
        _check_required(kind, spec, where)
        arguments = [
            self._argument(kind, parameter, spec.params[parameter], f"{where}.{parameter}")
            for parameter in _in_order(kind, spec)
        ]
        if name is not None:
            arguments.append(("name", quote(name)))
        return Call(self._function(group, kind), tuple(arguments), tail)

    def kind_of(self, node: Node) -> Kind:
        """Return the catalog's kind of a node; WorkbenchError pinned to it when there is none."""
        return self.kind("layer", node.spec, f"node:{node.id}")

    def kind(self, group: Group, spec: Spec, where: str) -> Kind:
        """Return the catalog's kind of a spec; WorkbenchError pinned to ``where`` when there is none."""
        if self.catalog.has(group, spec.kind):
            return self.catalog.kind(group, spec.kind)
        raise WorkbenchError(
            error(
                "code.kind",
                where,
                f"Expected a {group} of Keras {self.catalog.keras}, received “{spec.kind}”.",
                "Choose another one from the list.",
            )
        )

    def _function(self, group: Group, kind: Kind) -> str:
        if group == "layer" and kind.name in custom.LAYERS:
            self._layers.add(kind.name)
            return kind.name
        return "keras.Input" if kind.name == "Input" else f"{_module(group)}.{kind.name}"

    def _argument(self, kind: Kind, parameter: str, value: object, where: str) -> tuple[str, Source]:
        if not kind.has_param(parameter) or not is_identifier(parameter):
            raise WorkbenchError(
                error(
                    "code.parameter",
                    where,
                    f"{kind.name} takes {', '.join(param.name for param in kind.params) or 'no parameters'}; "
                    f"received “{parameter}”.",
                    "Reset the parameter.",
                )
            )
        param = kind.param(parameter)
        if kind.name == "Input" and parameter == "shape" and isinstance(value, int):
            value = (value,)
        first = kind.params[0].name == parameter and param.required and kind.name != "Input"
        return "" if first else parameter, self._value(kind, param, value, where)

    def _value(self, kind: Kind, param: Param, value: object, where: str) -> Source:
        if isinstance(value, Spec):
            return self._call(self._group_of(param, value), value, where)
        if param.editor == "activation" and is_formula(value):
            return self._function_of(
                "activation", custom.activation, translate(str(value), ACTIVATION, where)
            )
        if kind.name == "LearningRateScheduler" and param.name == "schedule":
            return self._function_of("learning_rate", custom.rate, translate(str(value), RATE, where))
        if isinstance(value, tuple):
            items = tuple(
                ("", self._value(kind, param, item, f"{where}.{n}")) for n, item in enumerate(value)
            )
            return Items("[]" if param.editor in ("objects", "texts", "floats") else "()", items)
        return literal(value)

    def _group_of(self, param: Param, spec: Spec) -> Group:
        groups = param.groups or get_args(Group)
        return next((group for group in groups if self.catalog.has(group, spec.kind)), groups[0])

    def _function_of(self, stem: str, define: Callable[[str, str], str], expression: str) -> str:
        """Return the name of the function with that body, which is defined once."""
        for name, definition in self._functions.items():
            if definition == define(name, expression):
                return name
        name = fresh_id(stem, self._functions)
        self._functions[name] = define(name, expression)
        return name


def _module(group: Group) -> str:
    """Return how the script calls a group's module: it imports the layers by a name of their own."""
    return "layers" if group == "layer" else MODULES[group]


def _check_required(kind: Kind, spec: Spec, where: str) -> None:
    missing = [param.name for param in kind.params if param.required and param.name not in spec.params]
    if missing:
        problems = [
            error(
                "code.required", f"{where}.{name}", f"{kind.name} needs a value for {name}.", f"Set {name}."
            )
            for name in missing
        ]
        raise WorkbenchError(*problems)


def _is_deeper(value: object, levels: int) -> bool:
    """Tell whether specs and tuples are nested in a value more than so many levels deep."""
    inside: Iterable[object] = ()
    if isinstance(value, Spec):
        inside = value.params.values()
    elif isinstance(value, tuple):
        inside = value
    return any(levels == 0 or _is_deeper(inner, levels - 1) for inner in inside)


def _in_order(kind: Kind, spec: Spec) -> list[str]:
    """Return the parameters that are set in Keras' own order, unknown ones last."""
    known = [param.name for param in kind.params if param.name in spec.params]
    return known + [name for name in spec.params if name not in known]
