"""Do the network's inputs take what the data holds?"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.checks import places
from workbench.foundation.errors import Problem, error, warning
from workbench.project.graph import Graph
from workbench.project.project import Project
from workbench.protocol.facts import DataFacts


def data_source(project: Project) -> Iterator[Problem]:
    if project.data.source is None:
        message = "No data was chosen yet."
        hint = "Choose a set, or files of your own, in the Data mode."
        yield error("data.none", "data.source", message, hint)


def data_facts(facts: DataFacts) -> Iterator[Problem]:
    if facts.task == "classification" and len(facts.classes) == 1:
        message = f"All examples are of one class, “{facts.classes[0]}”: there is nothing to tell apart."
        yield warning("data.one-class", "data.source", message, "Check the target column.")


def input_shapes(graph: Graph, facts: DataFacts) -> Iterator[Problem]:
    inputs = graph.inputs()
    if len(inputs) > 1:
        message = f"The network has {len(inputs)} inputs, and the data has one."
        hint = "Remove the others, or feed them from the first."
        yield error("data.inputs", places.of_node(inputs[1]), message, hint)
    for node in inputs[:1]:
        shape = node.spec.params.get("shape")
        if isinstance(shape, tuple) and not _fits(shape, facts.input_shape):
            message = (
                f"The data's examples have the shape {_words(facts.input_shape)}: “{node.name}” expects "
                f"{_words(shape)}."
            )
            hint = f"Set the shape to {_words(facts.input_shape)}."
            yield error("input.shape", places.of_node(node, "shape"), message, hint)


def _fits(expected: tuple[object, ...], received: tuple[int, ...]) -> bool:
    return len(expected) == len(received) and all(
        axis is None or axis == size for axis, size in zip(expected, received, strict=True)
    )


def _words(shape: tuple[object, ...]) -> str:
    return " × ".join("any" if axis is None else str(axis) for axis in shape) or "of one number"
