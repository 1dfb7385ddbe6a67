"""All rules, in the order of how much they matter; what a worse finding explains is not said again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.doctor import batches, fitting, gradients, judging, not_learning, rates, settings
from workbench.doctor.course import Course
from workbench.doctor.diagnosis import Diagnosis

Rule = Callable[[Course], Iterator[Diagnosis]]

RULES: tuple[Rule, ...] = (
    rates.not_a_number,
    rates.diverging,
    not_learning.one_class,
    rates.too_low,
    not_learning.flat,
    settings.loss_and_last_layer,
    settings.monitors,
    gradients.exploding,
    gradients.dead_units,
    gradients.vanishing,
    judging.imbalance,
    judging.leakage,
    fitting.over_fitting,
    rates.too_high,
    batches.too_small,
    fitting.under_fitting,
    fitting.plateau,
    fitting.dropout_gap,
)
_HOW_IT_STANDS = frozenset(
    {"diverging", "not-learning", "rate-high", "batch-noise", "rate-low", "under-fitting", "plateau"}
)
# What explains the figures leaves nothing to those that only describe them.
_EXPLAINS = {
    "not-a-number": _HOW_IT_STANDS | {"over-fitting"},
    "diverging": _HOW_IT_STANDS | {"over-fitting"},
    "one-class": _HOW_IT_STANDS | {"over-fitting", "imbalance"},
    "not-learning": _HOW_IT_STANDS | {"over-fitting"},
    "imbalance": frozenset({"plateau", "under-fitting"}),
    "over-fitting": frozenset({"plateau", "under-fitting"}),
    "rate-high": frozenset({"plateau", "under-fitting"}),
    "batch-noise": frozenset({"plateau", "under-fitting"}),
    "rate-low": frozenset({"not-learning", "plateau", "under-fitting"}),
    "exploding-gradients": frozenset({"plateau", "under-fitting"}),
    "dead-units": frozenset({"vanishing-gradients"}),
    "vanishing-gradients": frozenset({"plateau", "under-fitting"}),
}
_RANK = {"error": 0, "warning": 1, "info": 2}


def diagnose(course: Course) -> tuple[Diagnosis, ...]:
    """Return what is to be said of a run, errors first; nothing of one that goes well."""
    *_, found = looks(course)
    return found


def looks(course: Course) -> Iterator[tuple[Diagnosis, ...]]:
    """Yield what is to be said of a run as far as was looked, rule by rule; the last is all of it."""
    found: list[Diagnosis] = []
    explained: set[str] = set()
    for rule in RULES:
        for diagnosis in rule(course):
            if diagnosis.code not in explained:
                found.append(diagnosis)
        for diagnosis in found:
            explained |= _EXPLAINS.get(diagnosis.code, frozenset()) - {diagnosis.code}
        yield tuple(sorted(found, key=lambda diagnosis: _RANK[diagnosis.severity]))
