"""Settings that contradict one another: a loss that does not fit, a callback that watches nothing."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.catalog.loss_forms import WANTS_SOFTMAX
from workbench.checks.ends import End
from workbench.checks.losses import loss_fit
from workbench.checks.monitors import available_metrics
from workbench.checks.outputs import output_units
from workbench.doctor.course import Course
from workbench.doctor.diagnosis import Cure, Diagnosis, Evidence, figure
from workbench.doctor.robust import level
from workbench.foundation.errors import Problem
from workbench.project.edits.treatments import SetActivations, SetLoss, WatchFigure
from workbench.project.spec import Spec
from workbench.protocol.facts import DataFacts
from workbench.runs.metrics import is_higher_better

_ASIDE = frozenset({"output.units"})


def loss_and_last_layer(course: Course) -> Iterator[Diagnosis]:
    """Yield what the checks say of a loss and the layer that feeds it, with what came of it."""
    for end in course.outputs:
        facts = course.facts or _facts(course)
        problems = [*output_units(end, facts), *loss_fit(end, facts)]
        for problem in problems:
            if problem.code not in _ASIDE and not _is_meant(end, problem):
                yield _unfit(course, end, problem)


def _is_meant(end: End, problem: Problem) -> bool:
    """Tell whether classes are learned as quantities on purpose: on units that give no probabilities."""
    return problem.code == "loss.for-quantities" and end.activation not in ("softmax", "sigmoid")


def _facts(course: Course) -> DataFacts | None:
    """Return what the run itself tells of its data: that the target has classes, if it has."""
    if not course.classes:
        return None
    return DataFacts(input_shape=(), task="classification", classes=course.classes)


def _unfit(course: Course, end: End, problem: Problem) -> Diagnosis:
    evidence = [Evidence(problem.message)]
    if len(course.loss):
        text = f"The training loss is {figure(level(course.loss))} after epoch {int(course.at[-1])}."
        if course.ignorance is not None:
            text += f" Guessing by the classes' shares has {figure(course.ignorance)}."
        evidence.append(Evidence(text, int(course.at[-1])))
    return Diagnosis(
        code="loss-fit",
        severity="warning",
        title="The loss and the last layer don't fit",
        evidence=tuple(evidence),
        why="The loss reads the last layer's numbers as something that they are not: what it then lowers is "
        "not what you want to become better, however smooth the curve looks.",
        tries=(problem.hint,) if problem.hint else (),
        remedies=_fits(course, end, problem),
    )


def _fits(course: Course, end: End, problem: Problem) -> tuple[Cure, ...]:
    """Return the edits after which loss and last layer agree."""
    has_own_activation = end.activation_where == f"node:{end.node.id}.activation"
    head = end.node.id if any(h.output == end.node.id for h in course.project.training.heads) else None
    if problem.code == "loss.from-logits":
        if end.from_logits:
            return (SetLoss(end.loss.without_param("from_logits"), head),)
        return (SetLoss(end.loss.with_param("from_logits", True), head),)
    if problem.code == "output.bounded":
        return (SetActivations((end.node.id,), "linear"),) if has_own_activation else ()
    is_many = (end.units or 0) > 1
    if problem.code == "loss.for-quantities" or (end.activation == "softmax" and is_many):
        return (_loss_of(end, head),) if end.activation in ("softmax", "sigmoid") else ()
    if problem.code in ("loss.activation", "output.softmax-of-one") and has_own_activation:
        wanted = "softmax" if end.loss_kind in WANTS_SOFTMAX and is_many else "sigmoid"
        cures: tuple[Cure, ...] = (SetActivations((end.node.id,), wanted),)
        if end.activation == "sigmoid" and not is_many:
            cures = (SetLoss(Spec("BinaryCrossentropy"), head),)
        return cures
    return ()


def _loss_of(end: End, head: str | None) -> Cure:
    """Return the loss for classes that goes with the last activation."""
    is_softmax = end.activation == "softmax" and (end.units or 0) > 1
    return SetLoss(Spec("SparseCategoricalCrossentropy" if is_softmax else "BinaryCrossentropy"), head)


def monitors(course: Course) -> Iterator[Diagnosis]:
    """Yield each callback that watches a figure which no epoch has had."""
    names = _figures(course)
    for number, callback in enumerate(course.project.training.callbacks):
        monitor = _monitor(course, callback)
        if monitor and monitor not in names and names:
            better = _instead(monitor, names)
            yield Diagnosis(
                code="monitor",
                severity="warning",
                title=f"{callback.kind} watches what does not exist",
                evidence=(
                    Evidence(f"It watches “{monitor}”."),
                    Evidence(f"The figures of an epoch are {', '.join(names)}.", _newest(course)),
                ),
                why="A callback that never sees its figure never acts: "
                f"{callback.kind} has no effect in this run.",
                tries=(f"Watch “{better}”.",),
                remedies=(WatchFigure(number, callback.kind, better),),
            )


def _figures(course: Course) -> tuple[str, ...]:
    """Return the figures that the epochs have, or would have had if the run had come to its first."""
    if course.state.epochs:
        return tuple(course.state.epochs[-1].values)
    if not course.state.is_over:
        return ()
    started = course.state.started
    has_validation = started.validation_examples > 0 if started else course.project.data.split.has_validation
    return available_metrics(course.project, has_validation, course.catalog)


def _newest(course: Course) -> int | None:
    return course.state.epochs[-1].epoch + 1 if course.state.epochs else None


def _monitor(course: Course, callback: Spec) -> str:
    if not course.catalog.has("callback", callback.kind):
        return ""
    kind = course.catalog.kind("callback", callback.kind)
    if not kind.has_param("monitor"):
        return ""
    if callback.kind == "ModelCheckpoint" and callback.params.get("save_best_only") is not True:
        return ""
    return str(callback.params.get("monitor", kind.param("monitor").default))


def _instead(monitor: str, names: tuple[str, ...]) -> str:
    """Return the figure that is likest to what was meant: of the same part and the same metric."""
    part = "val_" if monitor.startswith("val_") and any(name.startswith("val_") for name in names) else ""
    metric = monitor.removeprefix("val_")
    of_part = [name for name in names if name.startswith("val_") == bool(part)]
    alike = [name for name in of_part if name.endswith(metric)]
    loss = [name for name in of_part if name == f"{part}loss"]
    same_way = [name for name in of_part if is_higher_better(name) == is_higher_better(metric)]
    return next(iter([*alike, *same_way, *loss]), names[0])
