"""A run as the doctor's rules see it: its lines, what is to be expected of chance, what was predicted."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from workbench.catalog.catalog import Catalog
from workbench.checks.ends import End, ends
from workbench.doctor.robust import Floats
from workbench.project.project import Project
from workbench.project.spec import Spec
from workbench.protocol.facts import DataFacts
from workbench.runs.events import EpochEnded
from workbench.runs.layer_figures import EpochFigures
from workbench.runs.state import RunState

Counts = NDArray[np.int64]

_ACCURACY = re.compile(r"(?:\A|_)(?:acc|accuracy)(?:_\d+)?\Z")
_MOST_POINTS = 600
_OF_A_GROUP = 4
_FIRST_BATCHES = 3
_CROSS_ENTROPIES = frozenset(
    {"SparseCategoricalCrossentropy", "CategoricalCrossentropy", "BinaryCrossentropy"}
)


@dataclass(frozen=True)
class Confusion:
    """The matrix (classes, classes) of an epoch, from 1 on: rows true, columns predicted."""

    epoch: int
    counts: Counts

    @property
    def examples(self) -> int:
        return int(self.counts.sum())

    @property
    def priors(self) -> Floats:
        """The share of each class among the examples."""
        return np.asarray(self.counts.sum(axis=1) / max(1, self.examples), dtype=np.float64)


@dataclass(frozen=True)
class Course:
    """A run with its snapshot of the project; ``confusions`` are the newest, the last one last.

    So are ``statistics``, what was measured in the layers.

    More than 600 epochs are taken together in groups, so that a rule's count of epochs is one of points.
    """

    state: RunState
    project: Project
    catalog: Catalog
    facts: DataFacts | None = None
    confusions: tuple[Confusion, ...] = ()
    statistics: tuple[EpochFigures, ...] = ()

    @cached_property
    def _group(self) -> int:
        return max(1, math.ceil(len(self.state.epochs) / _MOST_POINTS))

    @cached_property
    def _chosen(self) -> tuple[EpochEnded, ...]:
        """The epochs that are read: all, or a few of each group, so that a look never takes long."""
        epochs, size = self.state.epochs, self._group
        ends = range(size, len(epochs) + 1, size)
        few = min(size, _OF_A_GROUP)
        return tuple(epochs[end - 1 - number * size // few] for end in ends for number in range(few)[::-1])

    @cached_property
    def at(self) -> NDArray[np.int64]:
        """The number of the last epoch, from 1 on, of each point of a line."""
        few = min(self._group, _OF_A_GROUP)
        return np.array([epoch.epoch + 1 for epoch in self._chosen[few - 1 :: few]], dtype=np.int64)

    @property
    def points(self) -> int:
        return len(self.at)

    @cached_property
    def _lines(self) -> dict[str, Floats]:
        return {}

    def line(self, name: str) -> Floats:
        """Return a figure's value at each point; empty where any epoch lacks it."""
        if name not in self._lines:
            values = [epoch.values.get(name, math.nan) for epoch in self._chosen]
            self._lines[name] = self._grouped(values)
        return self._lines[name]

    @cached_property
    def rates(self) -> Floats:
        """The learning rate at each point."""
        return self._grouped([epoch.learning_rate for epoch in self._chosen])

    def _grouped(self, values: Sequence[float]) -> Floats:
        line = np.array(values, dtype=np.float64)
        few = min(self._group, _OF_A_GROUP)
        return line.reshape(-1, few).mean(axis=1) if np.isfinite(line).all() else np.empty(0)

    @property
    def loss(self) -> Floats:
        return self.line("loss")

    @property
    def val_loss(self) -> Floats:
        return self.line("val_loss")

    @cached_property
    def begin(self) -> float:
        """The loss that training began with: of the first batches, or the first epoch's."""
        first = float(self.loss[0]) if len(self.loss) else math.nan
        series = self.state.curves.get("loss")
        batches = series.y[:_FIRST_BATCHES] if series is not None and len(series) else np.empty(0)
        known = batches[np.isfinite(batches)]
        return max(first, float(np.median(known))) if len(known) else first

    @property
    def steps(self) -> int:
        """The steps done."""
        started = self.state.started
        return round(self.state.done * started.steps_per_epoch) if started else 0

    @property
    def examples(self) -> int:
        return self.state.started.examples if self.state.started else 0

    @property
    def classes(self) -> tuple[str, ...]:
        return self.state.started.classes if self.state.started else ()

    def class_name(self, number: int) -> str:
        return self.classes[number] if number < len(self.classes) else str(number)

    @cached_property
    def has_seen_enough(self) -> bool:
        """Whether so many steps were done that a network would show whether it learns."""
        return self.steps >= (12 if self.examples >= 50 else 100)

    @cached_property
    def accuracy(self) -> str:
        """The name of the metric that counts right answers; empty where there is none, or several outputs."""
        names = self.state.started.metrics if self.state.started else ()
        found = (name for name in names if _ACCURACY.search(name) and "top_k" not in name)
        return next(found, "") if len(self.outputs) <= 1 else ""

    @cached_property
    def priors(self) -> Floats:
        """The share of each class; empty where classes are unknown."""
        if self.confusions:
            return self.confusions[-1].priors
        counts = np.array(() if self.facts is None else self.facts.counts, dtype=np.float64)
        if counts.sum() > 0:
            return np.asarray(counts / counts.sum(), dtype=np.float64)
        return np.full(len(self.classes), 1 / len(self.classes)) if self.classes else np.empty(0)

    @property
    def chance(self) -> float:
        """The accuracy of always answering the most frequent class; 0 where there are no classes."""
        return float(self.priors.max()) if len(self.priors) else 0.0

    @cached_property
    def outputs(self) -> tuple[End, ...]:
        return ends(self.project, self.catalog, None)

    @cached_property
    def ignorance(self) -> float | None:
        """The loss of who knows the shares of the classes and nothing else; None for other losses."""
        if len(self.outputs) != 1 or self.outputs[0].loss_kind not in _CROSS_ENTROPIES:
            return None
        if not len(self.priors):
            return None
        shares = self._counted
        if self.outputs[0].loss_kind == "BinaryCrossentropy" and len(shares) > 2:
            return float(np.mean([_entropy(np.array([share, 1 - share])) for share in shares]))
        # Keras divides a weighted loss by the number of examples, whatever they weigh together.
        return float(shares.sum()) * _entropy(shares / shares.sum())

    @property
    def _counted(self) -> Floats:
        """The shares of the classes as the loss counts them."""
        asked, priors = self.project.data.class_weight, self.priors
        if asked == "balanced":
            return np.full_like(priors, 1 / len(priors))
        if not asked or len(self.classes) != len(priors):
            return priors
        weighed = priors * np.array([asked.get(name, 1.0) for name in self.classes])
        return weighed if weighed.sum() > 0 else priors

    def skill(self, accuracy: float) -> float:
        """Return how far an accuracy is on the way from chance (0) to perfect (1)."""
        return (accuracy - self.chance) / max(1e-9, 1 - self.chance)

    @cached_property
    def rate(self) -> float | None:
        """The learning rate that the project sets, or where its schedule begins; None where unknown."""
        optimizer = self.project.training.optimizer
        given = optimizer.params.get("learning_rate", self.usual_rate)
        if isinstance(given, Spec):
            given = given.params.get("initial_learning_rate")
        return float(given) if isinstance(given, int | float) else None

    @cached_property
    def usual_rate(self) -> float:
        """The rate that Keras gives the optimizer by itself."""
        kind = self.project.training.optimizer.kind
        if not self.catalog.has("optimizer", kind):
            return 0.001
        default = self.catalog.kind("optimizer", kind).param("learning_rate").default
        return float(default) if isinstance(default, int | float) else 0.001

    @property
    def batch_size(self) -> int:
        return self.project.training.batch_size

    @cached_property
    def begins_trained(self) -> bool:
        """Whether weights were there from the start."""
        graph = self.project.graph
        has_weights = any(block.application and block.application.weights for block in graph.blocks)
        return has_weights or isinstance(self.project.weights, str)


def _entropy(shares: Floats) -> float:
    there = shares[shares > 0]
    return float(-(there * np.log(there)).sum())
