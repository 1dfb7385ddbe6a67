"""Choices for a time series: its windows, and whether the target's own past is an input."""

from __future__ import annotations

from msgspec.structs import replace

from workbench.project.data import DataSpec, Source, Table, Window
from workbench.project.roles import Role, own_past
from workbench.ui.data.columns.roles import with_roles

Columns = tuple[str, ...]


def may_have_past(data: DataSpec) -> bool:
    """Tell whether the windows end before the target, so that it doesn't give itself away."""
    return isinstance(data.source, Table) and data.window is not None and data.window.horizon >= 1


def has_past(data: DataSpec) -> bool:
    """Tell whether the past of every target is an input."""
    source = data.source
    return isinstance(source, Table) and bool(source.targets) and own_past(source) == source.targets


def with_past(data: DataSpec, *, is_on: bool, columns: Columns) -> DataSpec:
    """Return the data with the targets as features too, or as it was where no feature would be left."""
    if not isinstance(data.source, Table):
        return data
    role: Role = "both" if is_on else "target"
    source = with_roles(data.source, data.source.targets, role, columns, is_more=True)
    return replace(data, source=source)


def with_source(data: DataSpec, source: Source) -> DataSpec:
    """Return the data with another source; a target that is a feature too gets windows that end before it."""
    changed = replace(data, source=source)
    if not isinstance(source, Table) or not own_past(source) or may_have_past(changed):
        return changed
    return replace(changed, window=replace(data.window or Window(), horizon=1))


def with_window(data: DataSpec, window: Window | None, columns: Columns) -> DataSpec:
    """Return the data with another window; targets stay features only where windows end before them.

    Where nothing else is a feature they stay such as well, for what is wrong then is told by the reading.
    """
    changed = replace(data, window=window)
    return changed if may_have_past(changed) else with_past(changed, is_on=False, columns=columns)
