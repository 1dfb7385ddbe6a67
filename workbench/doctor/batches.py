"""Batches that are too small: each step follows the few examples that it saw, and the loss never settles."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.doctor import treating
from workbench.doctor.course import Course
from workbench.doctor.diagnosis import Diagnosis, Evidence, figure
from workbench.doctor.robust import jitter, level, rising_share

_SMALL = 8
_WINDOW = 20
_SETTLED = 0.05
_JUMP = 0.08
_UPWARDS = 0.35


def too_small(course: Course) -> Iterator[Diagnosis]:
    """Yield where batches of a few examples make the loss jump from epoch to epoch, getting nowhere."""
    line = course.loss[max(3, len(course.loss) - _WINDOW) :]
    if course.batch_size > _SMALL or course.examples < 10 * course.batch_size or len(line) < 6:
        return
    if course.rate is not None and course.rate >= 3 * course.usual_rate:
        return  # the rate is to blame first: see rates.py
    here, jump = float(np.median(line)), jitter(line)
    is_stuck = abs(level(line) - float(np.median(line[:3]))) < 2 * jump
    is_far = here > _SETTLED * course.begin
    if not (jump >= _JUMP * here and is_stuck and rising_share(line) >= _UPWARDS and is_far):
        return
    spread = _spread_of_batches(course)
    yield Diagnosis(
        code="batch-noise",
        severity="warning",
        title="The batches are too small for their noise",
        evidence=(
            Evidence(
                f"From one epoch to the next the training loss jumps by {figure(jump)}, at a height of "
                f"{figure(here)}, without getting lower.",
                int(course.at[-1]),
            ),
            Evidence(f"A batch has {course.batch_size} of {course.examples} examples."),
            *(
                (Evidence(f"Single batches differ by {figure(spread)} (standard deviation)."),)
                if spread
                else ()
            ),
        ),
        why="The gradient of a few examples points only roughly where that of all points. Near the minimum "
        "the noise is larger than what is left to learn, and the steps wander about.",
        tries=("Use larger batches.", "Train with a smaller learning rate."),
        remedies=(*treating.larger_batches(course), *treating.rate_times(course, 0.3)),
        epoch=int(course.at[-len(line)]),
    )


def _spread_of_batches(course: Course) -> float:
    series = course.state.curves.get("loss")
    if series is None or len(series) < 20:
        return 0.0
    last = series.y[-200:]
    return float(np.std(last[np.isfinite(last)]))
