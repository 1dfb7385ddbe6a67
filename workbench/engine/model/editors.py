"""The editor of a parameter, chosen by its name, default and documentation; never by layer."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import keras

from workbench.catalog.kinds import Editor, Group, Param
from workbench.engine.model import parameter_names as names
from workbench.foundation.ids import snake_case
from workbench.project.spec import ParamValue, Spec

_QUOTED = re.compile(r"[\"']([A-Za-z]\w*)[`\"']")
_OBJECTS: dict[str, Group] = {
    "_initializer": "initializer",
    "_regularizer": "regularizer",
    "_constraint": "constraint",
}


def param(signature: inspect.Parameter, doc: str, siblings: Mapping[str, Any]) -> Param:
    """Return the parameter as data. ``siblings`` are all parameters of the same class, by name."""
    name = signature.name
    required = signature.default is inspect.Parameter.empty or name in names.REQUIRED
    default = None if required else _plain(signature.default)
    choices = _choices(name, default, doc, siblings)
    minimum, maximum = names.BOUNDS.get(name, (None, None))
    return Param(
        name=name,
        editor=_editor(name, default, doc, choices),
        default=default,
        required=required,
        nullable=not required and (default is None or name in names.NULLABLE),
        choices=choices,
        groups=_groups(name),
        minimum=minimum,
        maximum=maximum,
        advanced=_is_advanced(name),
        suggestion=names.SUGGESTIONS.get(name) if required else None,
    )


@lru_cache(maxsize=1)
def activation_names() -> tuple[str, ...]:
    """Return the names of Keras' activations, each under one name, in alphabetical order."""
    members = vars(keras.activations).items()
    functions = {name: member for name, member in members if inspect.isfunction(member)}
    return tuple(sorted(name for name in functions if name not in ("get", "serialize", "deserialize")))


@lru_cache(maxsize=8)
def object_names(group: Group) -> tuple[str, ...]:
    """Return the string identifiers of the initializers, regularizers or constraints, one for each class."""
    module = getattr(keras, f"{group}s")
    classes = {member for member in vars(module).values() if inspect.isclass(member)}
    found = []
    for cls in classes:
        options = (snake_case(cls.__name__), cls.__name__.lower())
        identifier = next((option for option in options if _is_identifier_of(module, option, cls)), None)
        if identifier and cls.__name__.lower() != group:
            found.append(identifier)
    return tuple(sorted(found))


def _is_identifier_of(module: Any, identifier: str, cls: type[Any]) -> bool:
    try:
        return isinstance(module.get(identifier), cls)
    except (ValueError, TypeError, KeyError):
        return False  # Keras knows no such name, or the class can't be made without parameters.


def _editor(name: str, default: ParamValue, doc: str, choices: tuple[str, ...]) -> Editor:
    if name in names.EDITORS:
        return names.EDITORS[name]
    if name.endswith("activation"):
        return "activation"
    if _groups(name):
        return "object"
    if name.endswith("factor") and re.search(r"tuple|range", doc):
        return "value"  # one number, or the two ends of a range
    if choices:
        return "choice"
    return _by_default(name, default, doc)


def _by_default(name: str, default: ParamValue, doc: str) -> Editor:
    match default:
        case bool():
            return "bool"
        case int():
            return "size" if name in names.SIZES or (name == "axis" and _takes_list(doc)) else "int"
        case float():
            return "float"
        case str():
            return "text"
        case tuple():
            flat = all(isinstance(entry, int) for entry in default)
            return "size" if flat and name in names.SIZES else "value"
        case _:
            return _by_doc(name, doc)


def _by_doc(name: str, doc: str) -> Editor:
    if name in names.SIZES or (name == "axis" and _takes_list(doc)):
        return "size"
    start = re.sub(r"^(an?|the|optional|positive|python|\W)+\s", "", doc.lower())[:24]
    for word, editor in names.WORDS:
        if word in start:
            return editor
    return "value"


def _takes_list(doc: str) -> bool:
    return re.search(r"\b(tuple|list|axes)\b", doc.lower()) is not None


def _choices(name: str, default: ParamValue, doc: str, siblings: Mapping[str, Any]) -> tuple[str, ...]:
    if name.endswith("activation"):
        return activation_names()
    for suffix, group in _OBJECTS.items():
        if name.endswith(suffix):
            extra = (default,) if isinstance(default, str) else ()
            return tuple(dict.fromkeys((*extra, *object_names(group))))
    if name in names.CHOICES:
        return names.CHOICES[name]
    if name in names.EDITORS or not isinstance(default, str):
        return ()
    words = [word for word in _QUOTED.findall(doc) if word not in siblings and word != "None"]
    documented = tuple(dict.fromkeys(words))
    if len(documented) < 2:
        documented = names.UNDOCUMENTED_CHOICES.get(name, ())
    return tuple(dict.fromkeys((default, *documented))) if documented else ()


def _groups(name: str) -> tuple[Group, ...]:
    if name in names.GROUPS:
        return (names.GROUPS[name],)
    return tuple(group for suffix, group in _OBJECTS.items() if name.endswith(suffix))


def _is_advanced(name: str) -> bool:
    if name in names.COMMON:
        return False
    return name in names.ADVANCED or name.endswith(("_initializer", "_regularizer", "_constraint"))


def _plain(value: Any) -> ParamValue:
    """Return a default as JSON can carry it."""
    if isinstance(value, (list, tuple)):
        return tuple(_plain(entry) for entry in value)  # type: ignore[misc]
    if value is None or isinstance(value, (bool, int, float, str, Spec)):
        return value
    raise TypeError(f"A default is expected to be plain data, received {value!r}.")
