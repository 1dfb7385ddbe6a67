"""Which object of a project an explorer begins with, and the edit that puts another in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from workbench.catalog.kinds import Param
from workbench.project.edits import ResetParam, SetNodeSpec, SetParam, SetTraining
from workbench.project.graph import Node, NodeId
from workbench.project.spec import ParamValue, Spec
from workbench.project.training import TrainingSpec
from workbench.protocol.analysis import Shape
from workbench.ui.document.document import Document
from workbench.ui.explore.link import topic_of
from workbench.ui.explore.nested import SEPARATOR, inner, with_inner
from workbench.ui.explore.subject import Subject, Topic, Value
from workbench.ui.inspector.editors.options import canonical

_BY_NAME = "Activation"
translate = QCoreApplication.translate  # by this name the texts are found for translation


def of_project(document: Document, topic: Topic) -> Subject:
    """Return the project's own loss, optimizer or rate, or what the selected layer has for a topic."""
    training = document.project.training
    match topic:
        case "loss":
            place = translate("Explore", "the project's loss")
            return Subject("loss", training.loss, place, _take_training(document, "loss"))
        case "optimizer":
            place = translate("Explore", "the project's optimizer")
            return Subject("optimizer", training.optimizer, place, _take_training(document, "optimizer"))
        case "rate":
            place = translate("Explore", "the project's learning rate")
            take = _take_rate(document)
            return Subject("rate", None, place, take, project=document.project, facts=document.facts)
        case _:
            return _of_selection(document, topic)


def of_head(document: Document, output: NodeId) -> Subject | None:
    """Return the loss that an output has of its own; None where it has none."""
    graph, training = document.project.graph, document.project.training
    head = next((one for one in training.heads if one.output == output), None)
    if head is None or not graph.has(output):
        return None
    place = translate("Explore", "the loss of {0}").format(graph.node(output).name)
    return Subject("loss", head.loss, place, _take_head(document, output))


def of_layer(document: Document, node: NodeId, name: str) -> Subject | None:
    """Return a layer's parameter of that name, or the layer itself where there is no name; None if gone.

    The name of a parameter of an object in the layer begins with those that lead there.
    """
    graph, catalog = document.project.graph, document.catalog
    if not graph.has(node):
        return None
    found = graph.node(node)
    if not catalog.has("layer", found.spec.kind):
        return None
    if not name:
        return Subject("activation", found.spec, found.name, _take_layer(document, node))
    names = name.split(SEPARATOR)
    within = inner(catalog, found.spec, catalog.kind("layer", found.spec.kind), names[:-1])
    if within is None or not within[1].has_param(names[-1]):
        return None
    param = within[1].param(names[-1])
    topic = topic_of(param)
    value = within[0].params.get(param.name, param.default)
    place = found.name
    for each in names:
        place = translate("Explore", "{0} of {1}").format(each.replace("_", " "), place)
    take = _take_param(document, node, param) if len(names) == 1 else _take_inner(document, node, names)
    if topic == "activation":
        spec = Spec(_BY_NAME, {"activation": value if isinstance(value, str) else "linear"})
        return Subject("activation", spec, place, take, is_name=True)
    meant = canonical(value, param, catalog)
    spec_or_none = meant if isinstance(meant, Spec) else None
    activation = within[0].params.get("activation")
    return Subject(
        "initializer",
        spec_or_none,
        place,
        take,
        shape=_kernel(document, found) if name.startswith("kernel") else (),
        activation=activation if isinstance(activation, str) else "linear",
    )


def _of_selection(document: Document, topic: Topic) -> Subject:
    """Return what the one selected layer has for a topic, if anything."""
    nodes = [node for node in document.project.graph.nodes if node.id in document.selection]
    if len(nodes) != 1 or not document.catalog.has("layer", nodes[0].spec.kind):
        return Subject(topic)
    (node,) = nodes
    kind = document.catalog.kind("layer", node.spec.kind)
    names = [param.name for param in kind.params if topic_of(param) == topic]
    if topic == "activation" and kind.family == "activation" and not names:
        names = [""]
    return (of_layer(document, node.id, names[0]) if names else None) or Subject(topic)


def _kernel(document: Document, node: Node) -> tuple[int, ...]:
    """Return the shape of a dense or convolution layer's kernel; empty where it isn't known."""
    analysis = document.analysis
    layer = analysis.layer(node.id) if analysis is not None else None
    if layer is None or not layer.input_shapes or not layer.output_shapes:
        return ()
    entering, leaving = _last(layer.input_shapes[0]), _last(layer.output_shapes[0])
    if entering is None or leaving is None:
        return ()
    if node.spec.kind == "Dense":
        return entering, leaving
    axes = node.spec.kind.removeprefix("Conv").removesuffix("D")
    size = node.spec.params.get("kernel_size")
    if not axes.isdecimal() or not node.spec.kind.startswith("Conv"):
        return ()
    sizes = (size,) * int(axes) if isinstance(size, int) else size
    whole = tuple(part for part in sizes if isinstance(part, int)) if isinstance(sizes, tuple) else ()
    return (*whole, entering, leaving) if len(whole) == int(axes) else ()


def _last(shape: Shape) -> int | None:
    return shape[-1] if shape else None


def _take_training(document: Document, field: str) -> Callable[[Value], bool]:
    def take(value: Value) -> bool:
        training = replace(document.project.training, **{field: value})
        label = translate("Explore", "Use explored {0}").format(field)
        document.do(SetTraining(training, label))
        return True

    return take


def _take_rate(document: Document) -> Callable[[Value], bool]:
    def take(value: Value) -> bool:
        if not isinstance(value, TrainingSpec):
            return False
        training = replace(
            document.project.training,
            rate=value.rate,
            optimizer=value.optimizer,
            callbacks=value.callbacks,
        )
        document.do(SetTraining(training, translate("Explore", "Use explored learning rate")))
        return True

    return take


def _take_layer(document: Document, node: NodeId) -> Callable[[Value], bool]:
    def take(value: Value) -> bool:
        if not isinstance(value, Spec) or not document.project.graph.has(node):
            return False
        document.do(SetNodeSpec(node, value))
        return True

    return take


def _take_head(document: Document, output: NodeId) -> Callable[[Value], bool]:
    def take(value: Value) -> bool:
        training = document.project.training
        if not isinstance(value, Spec) or not any(head.output == output for head in training.heads):
            return False
        heads = tuple(replace(head, loss=value) if head.output == output else head for head in training.heads)
        label = translate("Explore", "Use explored {0}").format("loss")
        document.do(SetTraining(replace(training, heads=heads), label))
        return True

    return take


def _take_inner(document: Document, node: NodeId, names: Sequence[str]) -> Callable[[Value], bool]:
    def take(value: Value) -> bool:
        graph, catalog = document.project.graph, document.catalog
        if not isinstance(value, Spec) or not graph.has(node):
            return False
        spec = graph.node(node).spec
        if not catalog.has("layer", spec.kind):
            return False
        kind = catalog.kind("layer", spec.kind)
        within = inner(catalog, spec, kind, names[:-1])
        if within is None or not within[1].has_param(names[-1]):
            return False
        is_activation = topic_of(within[1].param(names[-1])) == "activation"
        meant: ParamValue = value.params.get("activation") if is_activation else value
        document.do(SetParam(node, names[0], with_inner(catalog, spec, kind, names, meant)))
        return True

    return take


def _take_param(document: Document, node: NodeId, param: Param) -> Callable[[Value], bool]:
    def take(value: Value) -> bool:
        graph, catalog = document.project.graph, document.catalog
        if not isinstance(value, Spec) or not graph.has(node):
            return False
        kind = graph.node(node).spec.kind
        if not catalog.has("layer", kind) or not catalog.kind("layer", kind).has_param(param.name):
            return False
        is_activation = topic_of(param) == "activation"
        meant: ParamValue = value.params.get("activation") if is_activation else value
        is_usual = not param.required and meant == canonical(param.default, param, catalog)
        document.do(ResetParam(node, param.name) if is_usual else SetParam(node, param.name, meant))
        return True

    return take
