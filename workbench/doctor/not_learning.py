"""A network that learns nothing: one class for ever, or a loss that stays where it began."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.checks.scaling import unscaled
from workbench.doctor import treating
from workbench.doctor.course import Confusion, Course
from workbench.doctor.diagnosis import Cure, Diagnosis, Evidence, figure, percent
from workbench.doctor.robust import level, smooth

_EPOCHS = 3
_NEARLY_ALL = 0.98
_MOSTLY_ONE_CLASS = 0.75
_AS_IGNORANT = 0.95
_POINTS = 6
_FLAT = 0.02
_MANY_FADING = 4


def one_class(course: Course) -> Iterator[Diagnosis]:
    """Yield where the newest three matrices have everything in one column, and the figures agree."""
    newest = course.confusions[-_EPOCHS:]
    if len(newest) < _EPOCHS or not course.has_seen_enough or course.chance >= _MOSTLY_ONE_CLASS:
        return
    if any(_share_of_one(confusion) < _NEARLY_ALL for confusion in newest) or not _knows_nothing(course):
        return
    named = [f"“{course.class_name(_column(confusion))}”" for confusion in newest]
    answers = named[-1] if len(set(named)) == 1 else ", then ".join(dict.fromkeys(named))
    evidence = [
        Evidence(
            f"Epochs {newest[0].epoch} to {newest[-1].epoch}: at least "
            f"{percent(min(_share_of_one(each) for each in newest))} of {newest[-1].examples} examples "
            f"were predicted as {answers}.",
            newest[0].epoch,
        ),
        *_beside_chance(course),
    ]
    causes, cures = _causes(course)
    yield Diagnosis(
        code="one-class",
        severity="error",
        title="It answers the same class for everything",
        evidence=tuple(evidence),
        why="The network has found no use for its input and gives every example the same answer. More "
        f"epochs seldom change that. {causes}",
        tries=(
            "Train with a learning rate ten times smaller.",
            "Normalise between the layers, or begin with a shallower network.",
            "Look whether the inputs are scaled and the labels belong to them.",
        ),
        remedies=cures,
        epoch=newest[0].epoch,
    )


def flat(course: Course) -> Iterator[Diagnosis]:
    """Yield where the training loss has not moved since the beginning, and accuracy is that of guessing."""
    loss = course.loss
    if len(loss) < _POINTS or not course.has_seen_enough or course.begins_trained:
        return
    if course.begin <= 0 or not _is_flat(course) or is_better_than_guessing(course, in_validation=True):
        return
    now = level(loss)
    causes, cures = _causes(course)
    yield Diagnosis(
        code="not-learning",
        severity="error",
        title="It does not learn",
        evidence=(
            Evidence(
                f"The training loss was {figure(course.begin)} at the beginning and is {figure(now)} "
                f"after epoch {int(course.at[-1])}.",
                int(course.at[-1]),
            ),
            *_beside_chance(course),
        ),
        why="A network that learns lowers the loss on the very examples that it is trained on, if on "
        f"nothing else. {causes}",
        tries=(
            "Look whether labels and examples belong together.",
            "Try another learning rate: ten times larger, ten times smaller.",
            "Give the network more units, or a hidden layer if it has none.",
        ),
        remedies=cures,
        epoch=1,
    )


def _share_of_one(confusion: Confusion) -> float:
    columns = confusion.counts.sum(axis=0)
    return float(columns.max() / max(1, confusion.examples))


def _column(confusion: Confusion) -> int:
    return int(np.argmax(confusion.counts.sum(axis=0)))


def _knows_nothing(course: Course) -> bool:
    """Tell whether training itself is no better off than by guessing: else validation only lags behind."""
    if is_better_than_guessing(course):
        return False
    if course.ignorance is None:
        return len(course.loss) >= _EPOCHS and course.loss[-1] > 0.9 * course.loss[0]
    return bool(len(course.loss)) and level(course.loss, 1) >= _AS_IGNORANT * course.ignorance


def is_better_than_guessing(course: Course, *, in_validation: bool = False) -> bool:
    """Tell whether it answers right more often than who always says the most frequent class, in training.

    With ``in_validation`` it is enough to do so there.
    """
    if not course.accuracy:
        return False
    judged = course.state.started.validation_examples if course.state.started else 0
    if in_validation and _is_above_chance(course, f"val_{course.accuracy}", judged):
        return True
    return _is_above_chance(course, course.accuracy, course.examples)


def _is_above_chance(course: Course, name: str, examples: int) -> bool:
    line = course.line(name)
    if not len(line):
        return False
    spread = 2.5 * np.sqrt(course.chance * (1 - course.chance) / max(1, examples))
    return bool(level(smooth(line)) > course.chance + max(0.05, spread))


def _is_flat(course: Course) -> bool:
    """Tell whether the loss stands still; where it is known what ignorance costs, from there upwards."""
    loss = smooth(course.loss)
    third = max(2, len(loss) // 3)
    first, middle, last = (
        float(np.median(part)) for part in (loss[:third], loss[third:-third], loss[-third:])
    )
    if course.ignorance is not None:
        return last >= _AS_IGNORANT * course.ignorance and middle - last < _FLAT * course.ignorance
    return first - last < _FLAT * abs(first) and course.begin <= 1.5 * last


def _beside_chance(course: Course) -> Iterator[Evidence]:
    at = int(course.at[-1])
    if course.accuracy and len(line := course.line(course.accuracy)):
        yield Evidence(
            f"Accuracy in training is {figure(level(line))}; always answering the most frequent class "
            f"would give {figure(course.chance)}.",
            at,
        )
    if course.ignorance is not None and len(course.loss):
        yield Evidence(
            f"The loss is {figure(float(course.loss[-1]))}; who knows nothing but how frequent the classes "
            f"are has {figure(course.ignorance)}.",
            at,
        )


def _causes(course: Course) -> tuple[str, tuple[Cure, ...]]:
    """Return the likely causes in words, and edits that meet them, the likeliest first."""
    causes: list[str] = []
    cures: list[Cure] = []
    rate = course.rate
    if course.facts is not None:
        for finding in unscaled(course.project, course.facts):
            causes.append("the inputs are not scaled")
            cures += [finding.remedy] if finding.remedy is not None else []
    is_bare = treating.is_deep(course.project) and not treating.has_kind(course.project, treating.NORMS)
    if is_bare:
        layers = len(treating.weighty(course.project))
        causes.append(f"{layers} layers with weights follow one another with no normalisation between them")
    fading = len(treating.saturating(course.project))
    if is_bare and fading >= _MANY_FADING:
        causes.append(f"gradients fade on their way through {fading} layers of sigmoid or tanh")
        cures += treating.desaturate(course)
    is_high = rate is not None and rate >= (0.3 if is_bare else 1) * course.usual_rate
    if rate is not None and is_high and (fading < _MANY_FADING or rate > course.usual_rate):
        causes.append(f"a learning rate of {rate:g} is high for this network")
        cures += treating.rate_times(course, 0.1)
    elif rate is not None and rate <= 0.1 * course.usual_rate:
        causes.append(f"a learning rate of {rate:g} is very low ({course.usual_rate:g} is usual)")
        cures += treating.rate_times(course, 10)
    if is_bare:
        cures += treating.normalise(course)
    if not is_high or not cures:  # with steps too long any activation fails
        cures += treating.leak(course)
    words = f"Likely here: {'; '.join(causes)}." if causes else "Nothing in the settings explains it."
    return words, tuple(cures[:3])
