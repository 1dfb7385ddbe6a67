"""How well the network fits: over-fitting, under-fitting, plateaus, validation that only looks better."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.doctor import not_learning, treating
from workbench.doctor.course import Course
from workbench.doctor.diagnosis import Diagnosis, Evidence, figure, percent
from workbench.doctor.robust import Floats, level, noise, slope, smooth

_SINCE = 4
_RISE = 0.1
_OF_DROP = 0.04
_POOR, _GOOD = 0.5, 0.85
_POOR_LOSS, _GOOD_LOSS = 0.5, 0.15
_LEAST_FLAT = 8
_STRIDES = 150  # at most this many are taken over a long run, and then small ones
_LEAST_EPOCHS = 8
_BETTER = 0.05
_DECAYED = 0.02


def over_fitting(course: Course) -> Iterator[Diagnosis]:
    """Yield where validation has grown worse since an epoch while training went on growing better."""
    loss, judged = course.loss, course.val_loss
    if not len(judged) or len(loss) != len(judged) or len(loss) < _SINCE + 2:
        return
    even = smooth(judged)
    best = int(np.argmin(even))
    since = len(even) - 1 - best
    least, now = float(even[best]), level(judged)
    rise = now - least
    drop = float(max(judged[0], even[: best + 1].max())) - least
    is_worse = rise > _RISE * abs(least) and rise > _OF_DROP * drop and rise > 3 * noise(judged)
    trained = smooth(loss)
    goes_on = level(loss) < trained[best] - 0.03 * abs(trained[best])
    if since < _SINCE or not is_worse or not goes_on or now <= level(loss):
        return
    begun, last = int(course.at[best]), int(course.at[-1])
    yield Diagnosis(
        code="over-fitting",
        severity="warning",
        title=f"Over-fitting since epoch {begun}",
        evidence=(
            Evidence(f"Validation loss was best in epoch {begun} ({figure(least)}).", begun),
            Evidence(f"It is {figure(now)} now, {percent(rise / max(1e-12, abs(least)))} higher.", last),
            Evidence(
                f"Meanwhile the training loss went on from {figure(float(trained[best]))} to "
                f"{figure(level(loss))}.",
                last,
            ),
        ),
        why="The network learns its training examples by heart: what it gains there no longer holds for "
        "others. The best weights so far are kept as the best model.",
        tries=(
            "Stop when validation grows worse.",
            "Drop out units, or augment the images.",
            "Use more examples or a smaller network.",
        ),
        remedies=(
            *treating.stop_early(course),
            *treating.drop_out(course),
            *treating.augment(course),
        ),
        epoch=begun,
    )


def under_fitting(course: Course) -> Iterator[Diagnosis]:
    """Yield where training itself is poor, validation no worse, and the run is over or stands still."""
    if not _may_judge(course) or not is_poor(course) or not _has_learned_something(course):
        return
    flat = flat_since(course)
    if (flat is None and not course.state.is_over) or (flat is not None and _has_decayed(course)):
        return
    judged = level(course.val_loss) if len(course.val_loss) else None
    now = level(course.loss)
    if judged is not None and judged > 1.3 * now:
        return
    last = int(course.at[-1])
    still = "still falling: it was not trained long enough" if flat is None else f"flat since epoch {flat}"
    yield Diagnosis(
        code="under-fitting",
        severity="warning",
        title="Under-fitting: it does not even fit the training examples",
        evidence=(
            *_accuracies(course),
            Evidence(
                f"The training loss was {figure(course.begin)} at first and is {figure(now)}, {still}.",
                last if flat is None else flat,
            ),
            *(() if judged is None else (Evidence(f"Validation loss is {figure(judged)}: no gap.", last),)),
        ),
        why="Validation can't be good where training is not. Either there was too little training, or the "
        "network is too small or too strongly regularised for the task.",
        tries=(
            ("Train for more epochs.", "Try a larger learning rate.")
            if flat is None
            else ("Give the network more units or layers.", "Regularise less.", "Try another learning rate.")
        ),
        remedies=treating.longer(course) if flat is None else treating.widen(course),
        epoch=flat,
    )


def plateau(course: Course) -> Iterator[Diagnosis]:
    """Yield where the training loss has stood still for long at a middling height."""
    if not _may_judge(course) or not _has_learned_something(course):
        return
    flat = flat_since(course)
    has_decayed = _has_decayed(course)
    if flat is None or (is_poor(course) and not has_decayed) or is_good(course):
        return
    last = int(course.at[-1])
    yield Diagnosis(
        code="plateau",
        severity="warning",
        title=f"A plateau since epoch {flat}",
        evidence=(
            Evidence(
                f"The training loss was {figure(course.begin)} at the beginning, "
                f"{figure(_loss_at(course, flat))} in epoch {flat}, and is {figure(level(course.loss))} now.",
                flat,
            ),
            *_accuracies(course),
            *(
                (Evidence(f"By now the learning rate is down to {course.rates[-1]:.2g}.", last),)
                if has_decayed
                else ()
            ),
        ),
        why="Training goes on and nothing changes. "
        + (
            "The learning rate has fallen so far that the steps are too short to get on."
            if has_decayed
            else "Often the steps are too long for the last part of the way, or the network can do no better."
        ),
        tries=(
            ("Let the rate fall later or less.",)
            if has_decayed
            else ("Let the rate fall when the loss stays where it is.", "Give the network more units.")
        ),
        remedies=(
            treating.rate_times(course, 3)
            if has_decayed
            else (*treating.slow_down_on_plateau(course), *treating.widen(course))
        ),
        epoch=flat,
    )


def dropout_gap(course: Course) -> Iterator[Diagnosis]:
    """Yield, as harmless, validation that is better than training because only training is made harder."""
    loss, judged = course.loss[-5:], course.val_loss[-5:]
    kinds = sorted({node.spec.kind for node in course.project.graph.nodes} & treating.DROPS)
    augments = [spec.kind for spec in course.project.data.augment]
    if len(judged) < 3 or len(loss) != len(judged) or not (kinds or augments):
        return
    gaps = (loss - judged) / np.maximum(1e-12, np.abs(loss))
    if float(np.median(gaps)) < _BETTER or float(np.mean(gaps > 0)) < 0.8:
        return
    last = int(course.at[-1])
    who = " and ".join([*kinds, *(["augmentation"] if augments else [])])
    yield Diagnosis(
        code="dropout-gap",
        severity="info",
        title="Validation looks better than training: harmless",
        evidence=(
            Evidence(
                f"Validation loss is {figure(float(judged[-1]))}, training loss {figure(float(loss[-1]))}.",
                last,
            ),
            *_accuracies(course),
            Evidence(f"The network is trained with {who}."),
        ),
        why=f"{who} makes the task harder in training only, and the training figures are means over an epoch "
        "in which the weights were still growing better. Nothing needs to be done.",
    )


def _has_decayed(course: Course) -> bool:
    """Tell whether the learning rate has fallen to next to nothing of what it was."""
    rates = course.rates
    return bool(len(rates)) and bool(rates[-1] < _DECAYED * rates.max())


def _may_judge(course: Course) -> bool:
    return len(course.loss) >= _LEAST_EPOCHS and course.begin > 0 and course.has_seen_enough


def _best_accuracy(course: Course) -> float | None:
    """Return the better of the accuracies in training and in validation; None where there is none."""
    if not course.accuracy:
        return None
    lines = (course.line(course.accuracy), course.line(f"val_{course.accuracy}"))
    found = [level(smooth(line)) for line in lines if len(line)]
    return max(found) if found else None


def _best_loss(course: Course) -> float:
    return min(level(line) for line in (course.loss, course.val_loss) if len(line))


def is_poor(course: Course) -> bool:
    accuracy = _best_accuracy(course)
    if accuracy is not None and course.chance:
        return course.skill(accuracy) < _POOR
    return not course.begins_trained and _best_loss(course) > _POOR_LOSS * course.begin


def is_good(course: Course) -> bool:
    accuracy = _best_accuracy(course)
    if accuracy is not None and course.chance:
        return course.skill(accuracy) > _GOOD
    return course.begins_trained or _best_loss(course) < _GOOD_LOSS * course.begin


def _has_learned_something(course: Course) -> bool:
    """Tell whether it is off the ground: what never was is not_learning's matter."""
    now = level(course.loss)
    if not_learning.is_better_than_guessing(course, in_validation=True):
        return True
    if course.ignorance is not None and now < 0.95 * course.ignorance:
        return True
    return course.ignorance is None and now < 0.98 * course.begin


def flat_since(course: Course) -> int | None:
    """Return the epoch since which the training loss stands still, for at least a quarter of the run."""
    even = smooth(course.loss)
    window = max(_LEAST_FLAT, len(even) // 4)
    if len(even) < window + 3 or not _is_flat(even[-window:], course.begin):
        return None
    first = len(even) - window
    for stride in (max(1, len(even) // _STRIDES), 1):
        while first > stride and _is_flat(even[first - stride :], course.begin):
            first -= stride
    return int(course.at[first])


def _is_flat(line: Floats, begin: float) -> bool:
    """Tell whether a line's trend over all its length is next to nothing beside where it began and stands."""
    change = -slope(line) * (len(line) - 1)
    halves = float(np.median(line[: len(line) // 2]) - np.median(line[len(line) // 2 :]))
    here = abs(float(np.median(line)))
    return max(change, 2 * halves) < min(0.02 * begin, 0.04 * here) and change > -0.1 * here


def _loss_at(course: Course, epoch: int) -> float:
    return float(course.loss[int(np.searchsorted(course.at, epoch))])


def _accuracies(course: Course) -> Iterator[Evidence]:
    if not course.accuracy:
        return
    trained, judged = course.line(course.accuracy), course.line(f"val_{course.accuracy}")
    if len(trained) and len(judged):
        text = f"Accuracy is {figure(level(trained))} in training, {figure(level(judged))} in validation."
        yield Evidence(text, int(course.at[-1]))
    elif len(trained):
        yield Evidence(f"Accuracy in training is {figure(level(trained))}.", int(course.at[-1]))
