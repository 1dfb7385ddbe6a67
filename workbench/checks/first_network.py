"""A sensible first network for some data: small, quick to train, with the output and loss that fit."""

from __future__ import annotations

import math

from workbench.project.chain import rechain
from workbench.project.edits import new_node
from workbench.project.graph import Graph, Point
from workbench.project.spec import ParamValue, Spec
from workbench.project.training import TrainingSpec
from workbench.protocol.facts import DataFacts

_LEAST_SIDE_TO_POOL = 8
_MOST_EXAMPLES_A_BATCH = 32
_FAR = 10
_Layers = list[tuple[str, dict[str, ParamValue]]]


def first_network(facts: DataFacts) -> tuple[Graph, TrainingSpec]:
    """Return a sequential graph and training settings for data with those facts.

    Pictures (height, width, channels) get convolutions, tables get their columns normalised, all get
    one hidden layer. Two classes end in one sigmoid unit, more in a softmax, several labels in sigmoid units,
    quantities in linear ones; a quantity far from 0 is brought to its range by a last Rescaling, or the
    training would spend its epochs on getting there.
    """
    layers: _Layers = [("Input", {"shape": facts.input_shape})]
    layers += _pictures(facts) if len(facts.input_shape) == 3 else _tables(facts)
    output, loss, metric = _end(facts)
    graph = Graph(style="sequential")
    for kind, params in (*layers, ("Dense", output), *_to_range(facts)):
        graph = rechain((*graph.nodes, new_node(graph, kind, Point(0, 0), params)))
    batch = max(1, min(_MOST_EXAMPLES_A_BATCH, facts.training))
    training = TrainingSpec(loss=Spec(loss), metrics=(Spec(metric),), epochs=20, batch_size=batch)
    return graph, training


def _pictures(facts: DataFacts) -> _Layers:
    layers: _Layers = [("Rescaling", {"scale": 1 / 255})] if facts.maximum > 1 else []
    side, filters = min(facts.input_shape[:2]), 32
    while side >= _LEAST_SIDE_TO_POOL and filters <= 128:
        layers.append(
            ("Conv2D", {"filters": filters, "kernel_size": 3, "padding": "same", "activation": "relu"})
        )
        layers.append(("MaxPooling2D", {}))
        side, filters = side // 2, filters * 2
    return [*layers, ("Flatten", {}), ("Dense", {"units": 128, "activation": "relu"})]


def _tables(facts: DataFacts) -> _Layers:
    layers: _Layers = []
    if len(facts.input_shape) > 1:
        layers.append(("Flatten", {}))
    elif max(abs(facts.minimum), abs(facts.maximum)) > 1:
        layers.append(("Normalization", {}))
    size = math.prod(facts.input_shape)
    units = min(128, max(8, 2 ** math.ceil(math.log2(2 * size))))
    return [*layers, ("Dense", {"units": units, "activation": "relu"})]


def _end(facts: DataFacts) -> tuple[dict[str, ParamValue], str, str]:
    """Return the last layer's parameters, the loss and the metric."""
    classes = facts.class_count
    if classes == 2:
        return {"units": 1, "activation": "sigmoid"}, "BinaryCrossentropy", "accuracy"
    if classes:
        return {"units": classes, "activation": "softmax"}, "SparseCategoricalCrossentropy", "accuracy"
    if facts.proposed == "multilabel":
        return {"units": facts.targets, "activation": "sigmoid"}, "BinaryCrossentropy", "BinaryAccuracy"
    return {"units": facts.targets}, "MeanSquaredError", "MeanAbsoluteError"


def _to_range(facts: DataFacts) -> _Layers:
    """Return the layer that takes numbers of about -1 to 1 to a single target's, where these are large."""
    targets = [column for column in facts.columns if column.role in ("target", "both")]
    if facts.proposed != "regression" or facts.class_count or len(targets) != 1:
        return []
    mean, deviation = targets[0].mean, targets[0].deviation
    if mean is None or not deviation or max(abs(mean), deviation) < _FAR:
        return []
    return [("Rescaling", {"scale": _short(deviation), "offset": _short(mean)})]


def _short(number: float) -> float:
    return float(f"{number:.2g}")
