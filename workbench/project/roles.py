"""The role of each column of a table: what it is, and giving it another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeVar, get_args

from msgspec.structs import replace

from workbench.project.sources import ImageTable, Table

Role = Literal["feature", "target", "both", "ignored", "weight", "group", "time", "part", "image"]
ROLES: tuple[Role, ...] = get_args(Role)
_SINGLE = ("weight", "group", "time", "part")
AnyTable = TypeVar("AnyTable", Table, ImageTable)


def role_of(source: Table | ImageTable, column: str) -> Role:
    """Return the role of a column; one that an image table does not speak of is ignored.

    ``both`` is a target whose own past is a feature too.
    """
    if column in source.targets:
        return "both" if isinstance(source, Table) and column in source.features else "target"
    singles: tuple[tuple[Role, str], ...] = (
        ("weight", source.weight),
        ("group", source.group),
        ("time", source.time),
        ("part", source.part),
    )
    for role, name in singles:
        if name == column:
            return role
    if isinstance(source, ImageTable):
        return "image" if source.image == column else "ignored"
    if source.features:
        return "feature" if column in source.features else "ignored"
    return "ignored" if column in source.ignored else "feature"


def feature_columns(source: Table, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the features out of a table's columns, in the order in which the network gets them."""
    return source.features or tuple(name for name in columns if role_of(source, name) == "feature")


def own_past(source: Table) -> tuple[str, ...]:
    """Return the targets that are features too, in windows that end before them."""
    return tuple(name for name in source.targets if name in source.features)


def with_role(source: AnyTable, column: str, role: Role, columns: Sequence[str]) -> AnyTable:
    """Return the table with a column's role changed; ``columns`` are all of the table.

    A column takes ``weight``, ``group``, ``time``, ``part`` or ``image`` from the one that had it. A second
    target joins the first; to replace the target, set ``target`` itself. An image table has no ``both``.
    """
    before: tuple[str, ...] = feature_columns(source, columns) if isinstance(source, Table) else ()
    source = _without(source, column)
    if role == "both" and isinstance(source, Table):
        with_past = {*before, column}
        source = replace(source, features=tuple(name for name in columns if name in with_past))
    if role in ("target", "both"):
        if not source.target:
            return replace(source, target=column)
        return replace(source, more_targets=(*source.more_targets, column))
    if role in _SINGLE:
        return replace(source, **{role: column})
    if isinstance(source, ImageTable):
        return replace(source, image=column) if role == "image" else source
    if role == "feature" and source.features:
        wanted = {*source.features, column}
        return replace(source, features=tuple(name for name in columns if name in wanted))
    if role == "ignored" and not source.features:
        return replace(source, ignored=(*source.ignored, column))
    return source


def _without(source: AnyTable, column: str) -> AnyTable:
    """Return the table without any role for a column."""
    targets = tuple(name for name in source.targets if name != column)
    source = replace(source, target=targets[0] if targets else "", more_targets=targets[1:])
    for role in _SINGLE:
        if getattr(source, role) == column:
            source = replace(source, **{role: ""})
    if isinstance(source, ImageTable):
        return replace(source, image="") if source.image == column else source
    return replace(
        source,
        features=tuple(name for name in source.features if name != column),
        ignored=tuple(name for name in source.ignored if name != column),
    )
