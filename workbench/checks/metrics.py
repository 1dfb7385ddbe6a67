"""Does each metric understand the targets as the loss has them encoded?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from workbench.catalog.catalog import Catalog
from workbench.catalog.loss_forms import SPARSE
from workbench.checks.ends import End
from workbench.foundation.errors import Problem, error, warning
from workbench.project.training import TrainingSpec
from workbench.protocol.facts import DataFacts

_TAKES_CLASS_NUMBERS = frozenset({"accuracy", "CategoricalAccuracy", "OneHotIoU", "OneHotMeanIoU"})
_FOR_QUANTITIES = frozenset({"regression", "correlation"})


def metric_fit(
    training: TrainingSpec, ends: Sequence[End], catalog: Catalog, facts: DataFacts | None
) -> Iterator[Problem]:
    """Yield metrics that Keras would refuse or that would say nothing."""
    plain = ((f"training.metrics.{n}", metric) for n, metric in enumerate(training.metrics))
    weighted = (
        (f"training.weighted_metrics.{n}", metric) for n, metric in enumerate(training.weighted_metrics)
    )
    for where, metric in chain(plain, weighted):
        if not catalog.has("metric", metric.kind):
            continue
        kind = catalog.kind("metric", metric.kind)
        is_quantity = facts is not None and facts.task == "regression" and facts.proposed != "multilabel"
        if is_quantity and kind.family not in _FOR_QUANTITIES:
            message = f"{kind.name} is for classes, and the target is a quantity."
            yield warning("metric.for-classes", where, message, "Choose MeanAbsoluteError, for example.")
        elif end := next((end for end in ends if not _understands(kind.name, end)), None):
            yield _refused(kind.name, end, where)


def _understands(metric: str, end: End) -> bool:
    if end.units is None or end.units == 1:
        return True
    is_sparse = metric.startswith("Sparse")
    if end.loss_kind in SPARSE:
        return is_sparse or metric in _TAKES_CLASS_NUMBERS
    return not is_sparse


def _refused(metric: str, end: End, where: str) -> Problem:
    if end.loss_kind in SPARSE:
        expected, received = "one number per class and example", "class numbers"
        hint = "Use CategoricalCrossentropy as the loss, or a metric such as accuracy."
    else:
        expected, received = "class numbers", "one number per class and example"
        hint = "Use SparseCategoricalCrossentropy as the loss, or a metric such as accuracy."
    message = f"{metric} expects {expected}; with {end.loss_kind} the targets are {received}."
    return error("metric.unfit", where, message, hint)
