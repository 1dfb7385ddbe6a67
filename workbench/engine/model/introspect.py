"""Reads the installed Keras and yields the catalog; run as a module it rewrites resources/catalog.json."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import keras
import msgspec

from workbench.catalog.catalog import Catalog
from workbench.catalog.kinds import FAMILIES, Group, Kind, Param
from workbench.engine.model import docstrings, editors
from workbench.engine.model import parameter_names as names
from workbench.engine.model.aliases import aliases
from workbench.engine.model.classes import public_classes
from workbench.engine.model.exceptions import amend
from workbench.engine.model.families import family, rank
from workbench.engine.model.ports import count_inputs, count_outputs
from workbench.foundation import atomic, paths


def introspect() -> Catalog:
    """Return all that the installed Keras offers, with our own layers; the same on every call."""
    kinds = [_input_kind(), _accuracy_kind()]
    for group, classes in public_classes().items():
        kinds.extend(_kind(group, name, cls) for name, cls in classes.items())
    groups = tuple(public_classes())
    kinds.sort(key=lambda kind: (groups.index(kind.group), *_place(kind)))
    return Catalog(keras=keras.__version__, kinds=tuple(kinds))


def dumps(catalog: Catalog) -> bytes:
    """Return the catalog as JSON with one parameter on each line, so that a diff reads well."""
    blocks = ",\n".join(_kind_text(kind) for kind in catalog.kinds)
    return f'{{"keras": "{catalog.keras}", "kinds": [\n{blocks}\n]}}\n'.encode()


def _kind(group: Group, name: str, cls: type[Any]) -> Kind:
    inputs, most = count_inputs(cls) if group == "layer" else (1, 1)
    return Kind(
        group=group,
        name=name,
        family=family(group, name, cls),
        params=tuple(_params(group, name, cls)),
        inputs=inputs,
        max_inputs=most,
        outputs=count_outputs(cls) if group == "layer" else 1,
        aliases=aliases(group, name, cls),
    )


def _params(group: Group, name: str, cls: type[Any]) -> Iterator[Param]:
    signature = inspect.signature(cls).parameters
    docs = docstrings.arguments(docstrings.docstring(cls))
    for parameter in signature.values():
        if parameter.name in names.SKIPPED or parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            continue
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD:
            yield amend(name, editors.param(parameter, docs.get(parameter.name, ""), signature))
    if group == "layer" and any(p.kind is inspect.Parameter.VAR_KEYWORD for p in signature.values()):
        if "trainable" not in signature:
            yield Param(name="trainable", editor="bool", default=True, advanced=True)
        if "dtype" not in signature:
            yield Param(name="dtype", editor="choice", nullable=True, choices=names.POLICIES, advanced=True)


def _input_kind() -> Kind:
    docs = docstrings.arguments(docstrings.docstring(keras.Input))
    signature = inspect.signature(keras.Input).parameters
    params = tuple(
        editors.param(parameter, docs.get(parameter.name, ""), signature)
        for parameter in signature.values()
        if parameter.name not in names.SKIPPED
    )
    shape_first = tuple(sorted(params, key=lambda param: (param.name != "shape", param.advanced)))
    return Kind(
        group="layer", name="Input", family="input/output", params=shape_first, inputs=0, max_inputs=0
    )


def _accuracy_kind() -> Kind:
    """Keras' own word, for which ``compile`` puts the accuracy that fits the loss."""
    return Kind(group="metric", name="accuracy", family="accuracy", aliases=("acc",))


def _place(kind: Kind) -> tuple[int, int, str]:
    heading = FAMILIES.index(kind.family) if kind.group == "layer" else 0
    return heading, rank(kind.group, kind.family, kind.name), kind.name


def _kind_text(kind: Kind) -> str:
    head = msgspec.to_builtins(kind)
    params = head.pop("params", [])
    text = msgspec.json.format(msgspec.json.encode(head), indent=0).decode()
    if not params:
        return text
    lines = ",\n".join("  " + _one_line(param) for param in params)
    return f'{text[:-1]}, "params": [\n{lines}\n]}}'


def _one_line(value: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=0).decode()


def main() -> None:
    path = paths.resources() / "catalog.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    atomic.write_bytes(path, dumps(introspect()))


if __name__ == "__main__":
    main()
