"""What matters of a layer's parameters, in one line: ``64 · 3×3 · relu``."""

from __future__ import annotations

import re

from workbench.catalog.kinds import Kind, Param
from workbench.project.spec import ParamValue, Spec

SEPARATOR = " · "
_BARE = frozenset({"choice", "activation", "size", "shape"})
_LEADING = frozenset({"size", "int", "float", "activation"})
_LONGEST = 40
_TOLD = frozenset({"trainable", "dtype"})
"""Folded away in the form, but a card says them where they were changed."""


def summary(spec: Spec, kind: Kind | None) -> str:
    """Return the required and the changed parameters in the catalog's order.

    A kind that requires none shows its first plain parameter even at its default, so that a pooling
    layer says its window and a concatenation its axis. Without a kind, the values as they stand.
    """
    if kind is None:
        return SEPARATOR.join(f"{name} {_value(value)}" for name, value in spec.params.items())
    plain = [param for param in kind.params if not param.advanced]
    lead = next((param for param in plain if param.required), None) or next(iter(plain), None)
    parts = (_part(param, spec, kind) for param in kind.params if _is_notable(param, spec, lead))
    return SEPARATOR.join(part for part in parts if part)


def _is_notable(param: Param, spec: Spec, lead: Param | None) -> bool:
    if param.required:
        return True
    if param is lead and param.editor in _LEADING:
        return True
    changed = param.name in spec.params and spec.params[param.name] != param.default
    return changed and (not param.advanced or param.name in _TOLD)


def _part(param: Param, spec: Spec, kind: Kind) -> str:
    value = spec.params.get(param.name, param.default)
    if value is None or value == "linear":
        return ""
    if param.name == "trainable" and spec.is_frozen:
        return "frozen"
    words = param.name.replace("_", " ")
    if isinstance(value, bool):
        return words if value else f"no {words.removeprefix('use ')}"
    if param.name == "scale" and isinstance(value, float):
        return _share(value)
    if param.editor == "size" and isinstance(value, int):
        value = (value,) * _rank(kind)
    text = _value(value)
    is_first_size = param.editor == "size" and param.name in ("kernel_size", "pool_size", "size")
    bare = param.required or is_first_size or param.editor in _BARE - {"size"}
    return text if bare else f"{words} {text}"


def _value(value: ParamValue | tuple[object, ...]) -> str:
    match value:
        case Spec():
            return value.kind
        case tuple():
            return "×".join(_value(entry) for entry in value)  # type: ignore[arg-type]
        case bool() | None:
            return str(value).lower()
        case int() | float():
            return _number(value)
        case _:
            text = " ".join(str(value).split())
            return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _number(value: float) -> str:
    text = f"{value:,}" if isinstance(value, int) else f"{value:g}"
    return text.replace("-", "−")


def _share(value: float) -> str:
    """Return 0.00392… as ``1/255``, which is how people write a scale."""
    if 0 < value < 1 and abs(1 / value - round(1 / value)) < 1e-6:
        return f"1/{round(1 / value)}"
    return _number(value)


def _rank(kind: Kind) -> int:
    found = re.search(r"(\d)D(?!\w*\dD)", kind.name)
    return int(found.group(1)) if found else 1
