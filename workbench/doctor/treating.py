"""Treatments that fit a project: what each rule may propose, left out where it would change nothing."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.checks.scaling import unscaled
from workbench.doctor.course import Course
from workbench.doctor.diagnosis import Cure
from workbench.project.data import ImageFolder, ImageTable
from workbench.project.edits.treatments import (
    AddCallback,
    Augment,
    ClipGradients,
    InsertLayers,
    SetActivations,
    SetBatchSize,
    SetEpochs,
    SetInitializers,
    SetRate,
    Widen,
)
from workbench.project.graph import Node
from workbench.project.project import Project
from workbench.project.spec import Spec

DROPS = frozenset(
    {"Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "AlphaDropout", "GaussianDropout"}
)
NORMS = frozenset({"BatchNormalization", "LayerNormalization", "GroupNormalization", "RMSNormalization"})
_WEIGHTY = ("Dense", "Conv", "Separable", "Depthwise", "LSTM", "GRU", "SimpleRNN")
_DEEP = 8
_MOST_BATCH = 1024
_FAR = 10


def weighty(project: Project) -> tuple[Node, ...]:
    """Return the layers whose weights do the work, in drawing order."""
    return tuple(node for node in project.graph.nodes if node.spec.kind.startswith(_WEIGHTY))


def hidden(project: Project) -> tuple[Node, ...]:
    """Return those of them that a later one follows."""
    return weighty(project)[:-1]


def saturating(project: Project) -> tuple[Node, ...]:
    """Return those whose own activation levels off, so that gradients fade on their way through many."""
    names = ("sigmoid", "tanh", "hard_sigmoid")
    return tuple(node for node in hidden(project) if node.spec.params.get("activation") in names)


def relus(project: Project) -> tuple[Node, ...]:
    """Return the hidden layers whose own activation is relu."""
    return tuple(node for node in hidden(project) if node.spec.params.get("activation") == "relu")


def has_kind(project: Project, kinds: Iterable[str]) -> bool:
    wanted = frozenset(kinds)
    return any(node.spec.kind in wanted for node in project.graph.nodes)


def is_deep(project: Project) -> bool:
    return len(weighty(project)) >= _DEEP


def rate_times(course: Course, factor: float) -> tuple[Cure, ...]:
    """Propose a rate so many times the one that the project sets; nothing where it follows a plan.

    What would still be far too high is the optimizer's usual one instead.
    """
    rate = course.rate
    given = course.project.training.optimizer.params.get("learning_rate")
    is_planned = isinstance(given, Spec) and "initial_learning_rate" not in given.params
    if rate is None or is_planned:
        return ()
    is_still_high = factor < 1 and rate * factor > _FAR * course.usual_rate
    return (SetRate(course.usual_rate if is_still_high else float(f"{rate * factor:.2g}")),)


def scale(course: Course) -> tuple[Cure, ...]:
    """Propose to scale inputs that come as they are; nothing where the data are not known."""
    if course.facts is None:
        return ()
    found = (finding.remedy for finding in unscaled(course.project, course.facts))
    return tuple(remedy for remedy in found if remedy is not None)


def slow_down_on_plateau(course: Course) -> tuple[Cure, ...]:
    if isinstance(course.project.training.optimizer.params.get("learning_rate"), Spec):
        return ()  # Keras refuses to change the rate of a schedule
    monitor = "val_loss" if len(course.val_loss) else "loss"
    callback = Spec("ReduceLROnPlateau", {"monitor": monitor, "factor": 0.5, "patience": 5})
    return _unless_there(course, AddCallback(callback))


def stop_early(course: Course) -> tuple[Cure, ...]:
    callback = Spec("EarlyStopping", {"monitor": "val_loss", "patience": 5, "restore_best_weights": True})
    return _unless_there(course, AddCallback(callback))


def drop_out(course: Course) -> tuple[Cure, ...]:
    """Propose Dropout before the last layer with weights, where the network has none."""
    layers = weighty(course.project)
    if len(layers) < 2 or has_kind(course.project, DROPS):
        return ()
    return _if_insertable(course, Spec("Dropout", {"rate": 0.5}), layers[-1:])


def normalise(course: Course) -> tuple[Cure, ...]:
    """Propose batch normalisation before every hidden layer but the first, where there is none."""
    layers = hidden(course.project)[1:]
    if not layers or has_kind(course.project, NORMS):
        return ()
    return _if_insertable(course, Spec("BatchNormalization"), layers)


def leak(course: Course) -> tuple[Cure, ...]:
    nodes = tuple(node.id for node in relus(course.project))
    return (SetActivations(nodes, "leaky_relu"),) if nodes else ()


def desaturate(course: Course) -> tuple[Cure, ...]:
    nodes = tuple(node.id for node in saturating(course.project))
    return (SetActivations(nodes, "relu"),) if nodes else ()


def begin_as_he(course: Course) -> tuple[Cure, ...]:
    nodes = tuple(
        node.id for node in relus(course.project) if node.spec.params.get("kernel_initializer") != "he_normal"
    )
    return (SetInitializers(nodes, "he_normal"),) if nodes else ()


def widen(course: Course) -> tuple[Cure, ...]:
    nodes = tuple(node.id for node in hidden(course.project))
    return (Widen(nodes),) if nodes else ()


def longer(course: Course) -> tuple[Cure, ...]:
    return (SetEpochs(2 * course.project.training.epochs),)


def clip(course: Course) -> tuple[Cure, ...]:
    params = course.project.training.optimizer.params
    is_clipped = any(params.get(name) for name in ("clipnorm", "clipvalue", "global_clipnorm"))
    return () if is_clipped else (ClipGradients(1.0),)


def larger_batches(course: Course) -> tuple[Cure, ...]:
    size = min(4 * course.batch_size, _MOST_BATCH, max(1, course.examples // 4))
    return (SetBatchSize(size),) if size > course.batch_size else ()


def augment(course: Course) -> tuple[Cure, ...]:
    """Propose to augment photographs that aren't yet."""
    data = course.project.data
    if data.augment or not isinstance(data.source, ImageFolder | ImageTable):
        return ()
    flip = Spec("RandomFlip", {"mode": "horizontal"})
    return (
        Augment((flip, Spec("RandomRotation", {"factor": 0.05}), Spec("RandomZoom", {"height_factor": 0.1}))),
    )


def _unless_there(course: Course, cure: AddCallback) -> tuple[Cure, ...]:
    there = course.project.training.callbacks
    return () if any(old.kind == cure.callback.kind for old in there) else (cure,)


def _if_insertable(course: Course, layer: Spec, before: tuple[Node, ...]) -> tuple[Cure, ...]:
    nodes = tuple(node.id for node in before if len(course.project.graph.into(node.id)) == 1)
    return (InsertLayers(layer, nodes),) if nodes else ()
