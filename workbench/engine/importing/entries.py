"""The entries of a saved model's ``layers``: their names and specs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from workbench.engine.importing import values
from workbench.engine.importing.inputs import is_input, read_input
from workbench.engine.importing.refusal import quoted, refused
from workbench.engine.importing.specs import SpecReader
from workbench.project.spec import Spec

Entry = dict[str, Any]
_POLICIES = ("float32", "float64", "float16", "bfloat16", "mixed_float16", "mixed_bfloat16")


def name_of(entry: Entry) -> str:
    """Return a layer's name; WorkbenchError when it has none, or two."""
    config = entry.get("config")
    name = config.get("name") if isinstance(config, dict) else None
    if isinstance(name, str) and name and entry.get("name", name) == name:
        return name
    kind = quoted(entry.get("class_name"))
    raise refused(f"A layer of the class {kind} has no name, or two: expected every layer to be named once.")


def spec_of(reader: SpecReader, entry: Entry) -> Spec:
    """Return a layer's spec; WorkbenchError names the layer."""
    name = name_of(entry)
    if is_input(entry):
        return read_input(entry.get("config"), name)
    return reader.spec("layer", entry, f"Layer {quoted(name)}")


def common_policy(entries: Iterable[Entry]) -> str:
    """Return the dtype policy that most layers have, where a training can have it."""
    counts: Counter[str] = Counter()
    for entry in entries:
        config = entry.get("config")
        if not is_input(entry) and isinstance(config, dict):
            name = values.policy_name(config.get("dtype"), f"Layer {quoted(entry.get('name', ''))}")
            counts.update([name] if name in _POLICIES else [])
    return counts.most_common(1)[0][0] if counts else "float32"
