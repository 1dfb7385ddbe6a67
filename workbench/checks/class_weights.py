"""Weights of classes that no training can work with, or that go to nobody."""

from __future__ import annotations

import math
from collections.abc import Iterator

from workbench.foundation.errors import Problem, error, warning
from workbench.project.data import DataSpec
from workbench.protocol.facts import DataFacts

_WHERE = "data.class_weight"


def class_weights(data: DataSpec, facts: DataFacts | None) -> Iterator[Problem]:
    """Yield what is wrong with the weights that classes are given by name."""
    asked = data.class_weight
    if not isinstance(asked, dict):
        return
    for name, weight in asked.items():
        if not (math.isfinite(weight) and weight >= 0):
            message = f"The weight of “{name}”: expected a number of 0 or more, received {weight:g}."
            yield error("data.class-weight", _WHERE, message, "1 counts a class as it is.")
    if facts is None or not asked:
        return
    if not facts.classes:
        message = "Classes were given weights, and this target has none: the weights count for nothing."
        yield warning("data.class-weight-unused", _WHERE, message, "Let every example count alike.")
        return
    unknown = [name for name in asked if name not in facts.classes]
    if unknown and not facts.more_classes:
        more = " …" if len(facts.classes) > 5 else ""
        message = (
            f"Weights were given to classes that the data has not: “{'”, “'.join(unknown[:3])}”. "
            f"Expected names among “{'”, “'.join(facts.classes[:5])}”{more}."
        )
        yield warning("data.class-weight-unknown", _WHERE, message, "They count for nothing: take them away.")
    if not facts.more_classes and all(asked.get(name, 1.0) == 0 for name in facts.classes):
        message = "Every class weighs 0: nothing would be learned."
        yield error("data.class-weight", _WHERE, message, "Give at least one class a weight of more than 0.")
