"""The learning rate by its traces in the training loss: diverging, too high, too low; and NaN."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from workbench.doctor import fitting, treating
from workbench.doctor.course import Course
from workbench.doctor.diagnosis import Diagnosis, Evidence, figure
from workbench.doctor.robust import jitter, level, noise, rising_share, smooth

_SUSTAINED = 3
_RISE_OF_DROP = 0.6
_RISE_OF_LEAST = 0.3
_BATCHES = 40
_BATCH_RISE = 3.0
_WINDOW = 20
_SETTLED = 0.05
_JUMP, _JUMP_OF_SUSPECT, _JUMP_OF_EXTREME = 0.2, 0.1, 0.04
_UPWARDS = 0.35
_SUSPECT, _EXTREME = 3, 30
_NO_PROGRESS = 0.85
_NODE = re.compile(r"node:([^.]+)")


def not_a_number(course: Course) -> Iterator[Diagnosis]:
    """Yield where the run failed because loss or weights were no finite numbers any more."""
    failure = course.state.failure
    if failure is None or failure.problem.code != "loss.diverged":
        return
    epoch = course.state.epoch + 1
    evidence = [Evidence(failure.problem.message, epoch)]
    layer = _broken_layer(course)
    if layer:
        evidence.append(Evidence(f"“{layer}” is the first layer that holds what is no number.", epoch))
    series = course.state.curves.get("loss")
    if series is not None and len(series):
        last = float(series.y[-1])
        evidence.append(Evidence(f"The last loss that could be told was {figure(last)}.", epoch))
    yield Diagnosis(
        code="not-a-number",
        severity="error",
        title=f"NaN in “{layer}”" if layer else "The loss is no number any more",
        evidence=tuple(evidence),
        why="Once a weight is infinite or NaN, everything that is computed from it is too: such a network "
        "can't recover. Steps that are too long are the usual cause; extreme or missing values in the data "
        "and logarithms of zero are others.",
        tries=(
            "Train with a learning rate ten times smaller.",
            "Clip the gradients.",
            "Look for extreme values in the data, and scale it.",
        ),
        remedies=(*treating.scale(course), *treating.rate_times(course, 0.1), *treating.clip(course)),
        epoch=epoch,
    )


def _broken_layer(course: Course) -> str:
    failure = course.state.failure
    found = _NODE.match(failure.problem.where) if failure is not None else None
    if found is not None and course.project.graph.has(found[1]):
        return course.project.graph.node(found[1]).name
    layers = (layer for figures in course.statistics for layer in figures.layers)
    return next((layer.name for layer in layers if not layer.is_finite), "")


def diverging(course: Course) -> Iterator[Diagnosis]:
    """Yield where the training loss rises for good, over epochs or within the first ones."""
    found = _over_epochs(course) or _over_batches(course)
    if found is None:
        return
    evidence, epoch = found
    yield Diagnosis(
        code="diverging",
        severity="error",
        title="It diverges: the training loss rises",
        evidence=evidence,
        why="The steps overshoot: each lands further from the minimum than it started. Left alone it ends in "
        "NaN.",
        tries=("Train with a learning rate ten times smaller.", "Clip the gradients.", "Scale the inputs."),
        remedies=(*treating.scale(course), *treating.rate_times(course, 0.1), *treating.clip(course)),
        epoch=epoch,
    )


def _over_epochs(course: Course) -> tuple[tuple[Evidence, ...], int] | None:
    loss = smooth(course.loss)
    if len(loss) < _SUSTAINED + 1:
        return None
    lowest = int(np.argmin(loss[:-_SUSTAINED])) if len(loss) > _SUSTAINED else 0
    least, last = float(loss[lowest]), course.loss[-_SUSTAINED:]
    rise = float(last.min()) - least
    drop = max(0.0, course.begin - least)
    is_rising = (
        rise > _RISE_OF_DROP * drop
        and rise > _RISE_OF_LEAST * abs(least)
        and rise > 4 * noise(course.loss[: lowest + 1])
    )
    if not is_rising:
        return None
    begun = int(course.at[lowest])
    return (
        Evidence(f"The training loss was {figure(least)} in epoch {begun}.", begun),
        Evidence(f"It is {figure(float(last[-1]))} in epoch {int(course.at[-1])}.", int(course.at[-1])),
        *_rate(course),
    ), begun


def _over_batches(course: Course) -> tuple[tuple[Evidence, ...], int] | None:
    """The same over batches, for as long as there are few epochs."""
    series = course.state.curves.get("loss")
    if course.points >= _SUSTAINED or series is None or len(series) < _BATCHES:
        return None
    known = series.y[np.isfinite(series.y)]
    fifth = len(known) // 5
    if fifth < 4:
        return None
    fifths = [float(np.median(known[i * fifth : (i + 1) * fifth])) for i in range(5)]
    is_rising = fifths[-1] >= fifths[-2] >= fifths[-3]
    if not (is_rising and fifths[0] > 0 and fifths[-1] > _BATCH_RISE * fifths[0]):
        return None
    return (
        Evidence(
            f"The loss of the first batches was {figure(fifths[0])}, that of the last {figure(fifths[-1])}.",
            1,
        ),
        *_rate(course),
    ), 1


def too_high(course: Course) -> Iterator[Diagnosis]:
    """Yield where the training loss jumps about without getting on, far from having settled."""
    line = course.loss[max(3, len(course.loss) - _WINDOW) :]
    if len(line) < 6 or course.begin <= 0:
        return
    here, jump = float(np.median(line)), jitter(line)
    is_suspect = course.rate is not None and course.rate >= _SUSPECT * course.usual_rate
    is_wild = jump >= _bearable(course) * here and not fitting.is_good(course)
    is_stuck = abs(level(line) - float(np.median(line[:3]))) < 2 * jump
    jumps_about = is_wild and is_stuck and rising_share(line) >= _UPWARDS and here > _SETTLED * course.begin
    if not (jumps_about or _is_stuck_by_an_extreme_rate(course)):
        return
    if course.batch_size <= 8 and not is_suspect and course.examples >= 10 * course.batch_size:
        return  # single batches are to blame: see batches.py
    yield Diagnosis(
        code="rate-high",
        severity="warning",
        title="The learning rate is too high",
        evidence=(
            Evidence(
                f"From one epoch to the next the training loss jumps by {figure(jump)}, at a height of "
                f"{figure(here)}, and rises {round(100 * rising_share(line))} % of the times.",
                int(course.at[-1]),
            ),
            *_rate(course),
        ),
        why="The steps are longer than the valley is wide: the loss jumps from side to side and never "
        "reaches the ground.",
        tries=("Train with a smaller learning rate.", "Let the rate fall when the loss stays where it is."),
        remedies=(*treating.rate_times(course, 0.1), *treating.slow_down_on_plateau(course)),
        epoch=int(course.at[-len(line)]),
    )


def _bearable(course: Course) -> float:
    """Return the share of its height that a loss may jump: less where the rate is far from usual."""
    times = (course.rate or 0.0) / course.usual_rate
    return _JUMP_OF_EXTREME if times >= _EXTREME else _JUMP_OF_SUSPECT if times >= _SUSPECT else _JUMP


def _is_stuck_by_an_extreme_rate(course: Course) -> bool:
    """Tell whether the run stands still far from good, at a rate that hardly any network can bear."""
    if course.rate is None or course.rate < _EXTREME * course.usual_rate or not course.has_seen_enough:
        return False
    third = course.points // 3
    if third < 3 or fitting.is_good(course):
        return False
    return level(course.loss, third) > _NO_PROGRESS * float(np.median(course.loss[third:-third]))


def too_low(course: Course) -> Iterator[Diagnosis]:
    """Yield where the loss falls steadily, hardly at all, and the rate is far below what is usual."""
    loss = smooth(course.loss)
    if len(loss) < 5 or course.rate is None or course.rate > 0.3 * course.usual_rate or course.begins_trained:
        return
    if course.begin <= 0 or not course.has_seen_enough:
        return
    half = len(loss) // 2
    first, second = loss[0] - loss[half], loss[half] - loss[-1]
    is_steady = rising_share(loss) <= 0.2 and second >= 0.5 * first and loss[0] > loss[-1]
    if not is_steady or loss[-1] < 0.5 * course.begin or len(course.loss) < 5:
        return
    yield Diagnosis(
        code="rate-low",
        severity="warning",
        title="The learning rate is too low",
        evidence=(
            Evidence(
                f"In {int(course.at[-1])} epochs the training loss fell from {figure(float(loss[0]))} to "
                f"{figure(float(loss[-1]))}, as slowly at the end as at the beginning.",
                int(course.at[-1]),
            ),
            *_rate(course),
        ),
        why="Every step goes the right way and is too short: it would take very many epochs to arrive.",
        tries=("Train with a learning rate ten times larger.",),
        remedies=treating.rate_times(course, 10),
        epoch=1,
    )


def _rate(course: Course) -> Iterator[Evidence]:
    if course.rate is not None:
        kind = course.project.training.optimizer.kind
        yield Evidence(f"The learning rate is {course.rate:g}; for {kind} {course.usual_rate:g} is usual.")
