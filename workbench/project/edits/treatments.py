"""Ways out of what goes wrong in training: edits that the doctor proposes, and a click carries out."""

from __future__ import annotations

from typing import Any, ClassVar

from msgspec.structs import replace

from workbench.project.edits.base import Edit
from workbench.project.edits.fresh import new_node
from workbench.project.edits.links import InsertOnLink
from workbench.project.edits.nodes import AddNode
from workbench.project.edits.several import SetParams
from workbench.project.graph import NodeId, Point
from workbench.project.project import Project
from workbench.project.spec import Spec

_WIDTHS = ("units", "filters")
_WIDEST = 4096


class _Treatment(Edit, frozen=True, tag_field="type", forbid_unknown_fields=True):
    pass


class SetRate(_Treatment, frozen=True, tag="set_rate"):
    """Train with another learning rate; a schedule begins with it."""

    label: ClassVar[str] = "Change the learning rate"
    rate: float

    def apply(self, project: Project) -> Project:
        optimizer = project.training.optimizer
        given = optimizer.params.get("learning_rate")
        if isinstance(given, Spec):
            if "initial_learning_rate" not in given.params:
                raise ValueError(f"Expected a schedule with a rate to begin with, received {given.kind}.")
            rate: Spec | float = given.with_param("initial_learning_rate", self.rate)
        else:
            rate = self.rate
        return _trained(project, optimizer=optimizer.with_param("learning_rate", rate))


class ClipGradients(_Treatment, frozen=True, tag="clip_gradients"):
    """Shorten the gradient of each weight to this norm at most."""

    label: ClassVar[str] = "Clip the gradients"
    norm: float

    def apply(self, project: Project) -> Project:
        optimizer = project.training.optimizer
        for other in ("clipvalue", "global_clipnorm"):
            optimizer = optimizer.without_param(other)
        return _trained(project, optimizer=optimizer.with_param("clipnorm", self.norm))


class SetBatchSize(_Treatment, frozen=True, tag="set_batch_size"):
    """Train with batches of another size."""

    label: ClassVar[str] = "Change the batch size"
    batch_size: int

    def apply(self, project: Project) -> Project:
        return _trained(project, batch_size=self.batch_size)


class SetEpochs(_Treatment, frozen=True, tag="set_epochs"):
    """Train for more or fewer epochs."""

    label: ClassVar[str] = "Change the epochs"
    epochs: int

    def apply(self, project: Project) -> Project:
        return _trained(project, epochs=self.epochs)


class AddCallback(_Treatment, frozen=True, tag="add_callback"):
    """Add a callback, in the place of one of its kind where there is one."""

    label: ClassVar[str] = "Add a callback"
    callback: Spec

    def apply(self, project: Project) -> Project:
        there = project.training.callbacks
        if any(old.kind == self.callback.kind for old in there):
            callbacks = tuple(self.callback if old.kind == self.callback.kind else old for old in there)
        else:
            callbacks = (*there, self.callback)
        return _trained(project, callbacks=callbacks)


class WatchFigure(_Treatment, frozen=True, tag="watch_figure"):
    """Let the callback of that number watch another figure; it must still be of that kind."""

    label: ClassVar[str] = "Watch another figure"
    number: int
    kind: str
    monitor: str

    def apply(self, project: Project) -> Project:
        callbacks = list(project.training.callbacks)
        if self.number >= len(callbacks) or callbacks[self.number].kind != self.kind:
            raise ValueError(f"Expected {self.kind} as callback {self.number}, received another or none.")
        callbacks[self.number] = callbacks[self.number].with_param("monitor", self.monitor)
        return _trained(project, callbacks=tuple(callbacks))


class SetLoss(_Treatment, frozen=True, tag="set_loss"):
    """Learn by another loss: the one of ``output``, where that has its own, or the network's."""

    label: ClassVar[str] = "Change the loss"
    loss: Spec
    output: NodeId | None = None

    def apply(self, project: Project) -> Project:
        heads = project.training.heads
        if any(head.output == self.output for head in heads):
            changed = (
                replace(head, loss=self.loss) if head.output == self.output else head for head in heads
            )
            return _trained(project, heads=tuple(changed))
        return _trained(project, loss=self.loss)


class SetActivations(_Treatment, frozen=True, tag="set_activations"):
    """Give layers another activation."""

    label: ClassVar[str] = "Change the activation"
    nodes: tuple[NodeId, ...]
    activation: str

    def apply(self, project: Project) -> Project:
        return _with_param(project, self.nodes, "activation", self.activation)


class SetInitializers(_Treatment, frozen=True, tag="set_initializers"):
    """Let the weights of layers begin otherwise."""

    label: ClassVar[str] = "Change the initial weights"
    nodes: tuple[NodeId, ...]
    initializer: str

    def apply(self, project: Project) -> Project:
        return _with_param(project, self.nodes, "kernel_initializer", self.initializer)


class InsertLayers(_Treatment, frozen=True, tag="insert_layers"):
    """Put a layer before each of some nodes, on the link that comes into them."""

    label: ClassVar[str] = "Insert layers"
    layer: Spec
    before: tuple[NodeId, ...]

    def apply(self, project: Project) -> Project:
        for node_id in self.before:
            project = self._insert(project, node_id)
        return project

    def _insert(self, project: Project, node_id: NodeId) -> Project:
        graph = project.graph
        node, links = graph.node(node_id), graph.into(node_id)
        if len(links) != 1:
            raise ValueError(f"Expected a layer with one link into it, received {len(links)}.")
        source = graph.node(links[0].source)
        middle = Point((source.at.x + node.at.x) / 2, (source.at.y + node.at.y) / 2)
        made = new_node(graph, self.layer.kind, middle, self.layer.params)
        if graph.style == "sequential":
            return AddNode(made, after=source.id).apply(project)
        return InsertOnLink(made, links[0]).apply(project)


class Widen(_Treatment, frozen=True, tag="widen"):
    """Give layers so many times their units or filters."""

    label: ClassVar[str] = "Widen the layers"
    nodes: tuple[NodeId, ...]
    factor: int = 2

    def apply(self, project: Project) -> Project:
        for node_id in self.nodes:
            node = project.graph.node(node_id)
            for name in _WIDTHS:
                width = node.spec.params.get(name)
                if isinstance(width, int):
                    wider = node.spec.with_param(name, min(_WIDEST, self.factor * width))
                    project = project.with_node(replace(node, spec=wider))
        return project


class Augment(_Treatment, frozen=True, tag="augment"):
    """Change the training images at random, each time that they are seen."""

    label: ClassVar[str] = "Augment the images"
    layers: tuple[Spec, ...]

    def apply(self, project: Project) -> Project:
        return project.with_data(replace(project.data, augment=self.layers))


Treatment = (
    SetRate
    | ClipGradients
    | SetBatchSize
    | SetEpochs
    | AddCallback
    | WatchFigure
    | SetLoss
    | SetActivations
    | SetInitializers
    | InsertLayers
    | Widen
    | Augment
)


def _trained(project: Project, **changes: Any) -> Project:
    return project.with_training(replace(project.training, **changes))


def _with_param(project: Project, nodes: tuple[NodeId, ...], param: str, value: str) -> Project:
    for node_id in nodes:
        project.graph.node(node_id)  # KeyError where it is gone
    return SetParams(frozenset(nodes), param, value).apply(project)
