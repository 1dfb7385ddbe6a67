"""Figures that deceive: imbalance hidden by accuracy, and results too good to be true."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.doctor.course import Course
from workbench.doctor.diagnosis import Cure, Diagnosis, Evidence, figure, percent
from workbench.project.data import Generated
from workbench.project.edits.remedies import BalanceClasses, DropDuplicates

_EPOCHS = 3
_LOOKS_GOOD = 0.7
_HIDES = 0.15
_RECALL = 0.5
_LEAST = 5
_RATIO = 3.0
_ENOUGH = 50
_TRIVIAL = 0.995


def imbalance(course: Course) -> Iterator[Diagnosis]:
    """Yield where accuracy is high because one class is frequent, and a rare one is hardly ever found."""
    newest = course.confusions[-_EPOCHS:]
    if len(newest) < _EPOCHS:
        return
    counts = newest[-1].counts
    pooled = np.sum([each.counts for each in newest], axis=0)
    totals, hits = pooled.sum(axis=1), pooled.diagonal()
    there = totals >= _LEAST * len(newest)
    if there.sum() < 2 or not pooled.sum():
        return
    recalls = hits[there] / totals[there]
    accuracy, balanced = float(hits.sum() / pooled.sum()), float(recalls.mean())
    rare = np.flatnonzero(there & (hits < _RECALL * totals) & (totals * _RATIO <= totals.max()))
    if accuracy < _LOOKS_GOOD or accuracy - balanced < _HIDES or not len(rare):
        return
    worst = int(rare[np.argmin(hits[rare] / totals[rare])])
    total = int(counts[worst].sum())
    common = int(np.argmax(totals))
    epoch = newest[-1].epoch
    yield Diagnosis(
        code="imbalance",
        severity="warning",
        title="Accuracy hides a class that is missed",
        evidence=(
            Evidence(f"Accuracy is {figure(accuracy)} over the last {len(newest)} epochs.", epoch),
            Evidence(
                f"Of {total} examples of “{course.class_name(worst)}” {int(counts[worst, worst])} are found.",
                epoch,
            ),
            Evidence(
                f"“{course.class_name(common)}” alone is {percent(float(course.priors[common]))} of the "
                f"examples; the mean over the classes is {figure(balanced)}.",
                epoch,
            ),
        ),
        why="Where one class is so frequent, answering it always looks good. What matters of a rare class is "
        "how many of it are found (recall), and how many of those called it are (precision).",
        tries=(
            "Let every class count alike in the loss.",
            "Judge by the confusion matrix, recall and F1 instead of accuracy.",
            "Gather more examples of the rare class.",
        ),
        remedies=() if course.project.data.class_weight == "balanced" else (BalanceClasses(),),
        epoch=newest[0].epoch,
    )


def leakage(course: Course) -> Iterator[Diagnosis]:
    """Yield where validation is without a fault from the first epochs on, before training is."""
    started = course.state.started
    if started is None or started.validation_examples < _ENOUGH or not course.accuracy:
        return
    if isinstance(course.project.data.source, Generated) or course.begins_trained:
        return
    judged, trained = course.line(f"val_{course.accuracy}"), course.line(course.accuracy)
    if len(judged) < _EPOCHS or len(trained) != len(judged):
        return
    since = int(np.argmax(judged >= 1.0))
    is_perfect = bool((judged[since:] >= 1.0).all()) and len(judged) - since >= _EPOCHS
    if not is_perfect or course.at[since] > _EPOCHS or course.skill(float(trained[0])) > _TRIVIAL:
        return
    cures: tuple[Cure, ...] = ()
    if course.project.data.preparation.duplicates == "keep":
        cures = (DropDuplicates(),)
    yield Diagnosis(
        code="leakage",
        severity="warning",
        title="Suspiciously perfect",
        evidence=(
            Evidence(
                f"All {started.validation_examples} validation examples are right in epoch "
                f"{int(course.at[since])}, and ever since.",
                int(course.at[since]),
            ),
            Evidence(f"Training accuracy in the first epoch was {figure(float(trained[0]))}.", 1),
        ),
        why="Real tasks are seldom solved at once and without a fault. Often the answer leaks into the "
        "input: a column that stands for the target, or examples that are in both parts.",
        tries=(
            "Look at what the Data page says of columns that give the target away.",
            "Use equal examples only once, and split by groups that belong together.",
            "Leave out the column that decides most, and see what remains.",
        ),
        remedies=cures,
        epoch=int(course.at[since]),
    )
