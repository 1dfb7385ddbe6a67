"""Parameter value to text, as it stands in a field."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from workbench.project.spec import ParamValue, Spec

TIMES = " × "


def number(value: ParamValue) -> str:
    """Return a number without needless digits: ``0.001``, ``1e-7``; None is empty."""
    if isinstance(value, float):
        return re.sub(r"e([+-])0*(\d)", lambda match: f"e{match[1].strip('+')}{match[2]}", repr(value))
    return "" if value is None else str(value)


def axes(value: ParamValue) -> str:
    """Return a shape or a size: ``28 × 28 × 1``; a single size stays ``3``."""
    if isinstance(value, tuple):
        return TIMES.join(str(axis) for axis in value)
    return number(value)


def listing(value: ParamValue) -> str:
    """Return the items with commas between them."""
    if isinstance(value, tuple):
        return ", ".join(number(item) if isinstance(item, int | float) else str(item) for item in value)
    return "" if value is None else str(value)


def json_text(value: ParamValue) -> str:
    return "" if value is None else msgspec.json.encode(value).decode()


def label(name: str) -> str:
    """Return a parameter's name as people say it: ``kernel_size`` -> ``kernel size``."""
    return name.replace("_", " ").strip()


def same(one: ParamValue, other: ParamValue) -> bool:
    """Tell whether two values mean the same; True is not 1, but 1 is 1.0."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Spec) and isinstance(other, Spec):
        return one.kind == other.kind and _same_params(one, other)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return _same_items(one, other)
    return one == other


def _same_params(one: Spec, other: Spec) -> bool:
    return one.params.keys() == other.params.keys() and all(
        same(value, other.params[name]) for name, value in one.params.items()
    )


def _same_items(one: Sequence[ParamValue], other: Sequence[ParamValue]) -> bool:
    return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
