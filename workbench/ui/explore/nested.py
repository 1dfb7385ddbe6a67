"""Objects within objects, by the names that lead to them: ``layer.kernel_initializer`` of a wrapper."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import Kind
from workbench.project.spec import ParamValue, Spec
from workbench.ui.inspector.editors.options import canonical, group_of

SEPARATOR = "."


def inner(catalog: Catalog, spec: Spec, kind: Kind, names: Sequence[str]) -> tuple[Spec, Kind] | None:
    """Return the object that the names lead to, and its kind; None where it is not there."""
    for name in names:
        if not kind.has_param(name):
            return None
        param = kind.param(name)
        value = canonical(spec.params.get(name, param.default), param, catalog)
        group = group_of(value.kind, param, catalog) if isinstance(value, Spec) else None
        if not isinstance(value, Spec) or group is None:
            return None
        spec, kind = value, catalog.kind(group, value.kind)
    return spec, kind


def with_inner(
    catalog: Catalog, spec: Spec, kind: Kind, names: Sequence[str], value: ParamValue
) -> ParamValue:
    """Return what ``names[0]`` of ``spec`` is once ``value`` stands where all the names lead to."""
    first, *rest = names
    if not rest:
        return value
    found = inner(catalog, spec, kind, [first])
    assert found is not None
    within = found[0]
    return within.with_param(rest[0], with_inner(catalog, *found, rest, value))
