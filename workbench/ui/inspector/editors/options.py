"""What an object parameter can be: nothing, a number, a word, or a kind of its groups."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Group, Kind, Param
from workbench.project.spec import ParamValue, Spec


@dataclass(frozen=True)
class Option:
    """One entry of the list. With a ``kind``, choosing it makes a Spec; otherwise ``value`` is set."""

    label: str
    value: ParamValue = None
    kind: Kind | None = None
    is_number: bool = False


def options(param: Param, catalog: Catalog) -> tuple[Option, ...]:
    """Return the entries for a parameter, those without an object first."""
    found: list[Option] = []
    if param.nullable:
        found.append(Option(QCoreApplication.translate("ObjectEditor", "none")))
    if takes_number(param):
        found.append(
            Option(QCoreApplication.translate("ObjectEditor", "number"), param.default, is_number=True)
        )
    for choice in param.choices:
        if group_of(choice, param, catalog) is None:
            found.append(Option(choice, choice))
    for group in param.groups:
        found += [Option(kind.name, kind=kind) for kind in catalog.of(group)]
    return tuple(found)


def takes_number(param: Param) -> bool:
    """A plain number stands for a schedule: Keras' learning rates."""
    return isinstance(param.default, int | float) and not isinstance(param.default, bool)


def group_of(name: str, param: Param, catalog: Catalog) -> Group | None:
    """Return the first of the parameter's groups that has a kind of that name or alias."""
    return next((group for group in param.groups if catalog.has(group, name)), None)


def canonical(value: ParamValue, param: Param, catalog: Catalog) -> ParamValue:
    """Return the value with names of kinds spelled out: ``glorot_uniform`` is ``Spec("GlorotUniform")``."""
    name = value.kind if isinstance(value, Spec) else value
    if isinstance(name, str):
        group = group_of(name, param, catalog)
        if group is not None:
            kind = catalog.kind(group, name)
            return Spec(kind.name, value.params if isinstance(value, Spec) else {})
    return value
