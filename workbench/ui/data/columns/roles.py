"""What a wish for roles makes of a source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from msgspec.structs import replace

from workbench.project.data import ImageTable, Table
from workbench.project.roles import ROLES, Role, feature_columns, role_of, with_role

AnyTable = TypeVar("AnyTable", Table, ImageTable)


def roles_for(source: Table | ImageTable) -> tuple[Role, ...]:
    """Return the roles that a column of this source can have."""
    left_out = ("feature", "both") if isinstance(source, ImageTable) else ("image",)
    return tuple(role for role in ROLES if role not in left_out)


def with_roles(
    source: AnyTable, names: Sequence[str], role: Role, columns: Sequence[str], *, is_more: bool = False
) -> AnyTable:
    """Return the source with a role given to columns, or as it was where no feature would be left.

    A first new target takes the place of the ones there were, unless it ``is_more``; those become features.
    """
    changed = source
    for place, name in enumerate(names):
        if role in ("target", "both") and not is_more and place == 0:
            for old in changed.targets:
                changed = with_role(changed, old, "feature", columns)
            changed = replace(changed, more_targets=())
        changed = with_role(changed, name, role, columns)
    if isinstance(changed, Table) and not feature_columns(changed, columns):
        return source
    if isinstance(changed, Table) and _is_every_other(changed, columns):
        # Empty means all: columns that the file gets later are features too.
        changed = replace(changed, features=())
    return changed


def _is_every_other(source: Table, columns: Sequence[str]) -> bool:
    unnamed = replace(source, features=())
    return bool(source.features) and source.features == tuple(
        name for name in columns if role_of(unnamed, name) == "feature"
    )
