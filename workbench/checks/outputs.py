"""Does the last layer have as many units as the target needs?"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.catalog.loss_forms import BINARY, QUANTITIES
from workbench.checks.ends import End
from workbench.foundation.errors import Problem, error
from workbench.protocol.facts import DataFacts


def output_units(end: End, facts: DataFacts | None) -> Iterator[Problem]:
    """Yield what contradicts the classes or the targets of the data."""
    if end.units == 1 and end.activation == "softmax":
        message = "Softmax over one unit is always 1: the network can't learn."
        hint = "Use sigmoid for two classes, or one unit per class."
        yield error("output.softmax-of-one", end.activation_where, message, hint)
    if facts is None or end.units is None:
        return
    if facts.task == "classification":
        yield from _classes(end, end.units, facts)
    elif end.units != facts.targets:
        message = f"“{end.node.name}” has {end.units} units for {_count(facts.targets, 'target')}."
        hint = f"Set it to {facts.targets}."
        yield error("output.units", end.units_where, message, hint)


def _classes(end: End, units: int, facts: DataFacts) -> Iterator[Problem]:
    classes = facts.class_count
    one_unit_will_do = end.loss_kind in QUANTITIES or (classes == 2 and end.loss_kind in BINARY)
    if units == classes or (units == 1 and one_unit_will_do):
        return
    message = f"“{end.node.name}” has {_count(units, 'unit')} for {_count(classes, 'class', 'classes')}."
    hint = f"Set it to {classes}."
    if units == 1 and end.loss_kind in BINARY:
        hint = f"Set it to {classes}, with softmax and SparseCategoricalCrossentropy."
    elif end.loss_kind in BINARY and classes == 2:
        hint = "Set it to 1, with sigmoid."
    elif units == 1 and classes == 2:
        hint = "Set it to 2, or use sigmoid and BinaryCrossentropy."
    yield error("output.units", end.units_where, message, hint)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
