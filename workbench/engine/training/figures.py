"""The layers' figures of epochs, in one growing artifact of the run, as often as the project allows."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from functools import cached_property

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from workbench.engine.model.inside import layers_of
from workbench.engine.model.wording import words
from workbench.engine.training.compiled import Source
from workbench.engine.training.layer_measures import Samples
from workbench.engine.training.looks import LookBudget
from workbench.engine.training.measuring import Measuring
from workbench.engine.training.prepare import Job
from workbench.engine.training.telling import Teller
from workbench.foundation import clock
from workbench.foundation.errors import Problem, warning
from workbench.project.training import LayerLooks
from workbench.runs import layer_figures
from workbench.runs.folder import RunFolder

_LOG = logging.getLogger(__name__)
_SHARES: Mapping[LayerLooks, float] = {"auto": 0.01, "often": 0.045, "every": 1.0, "off": 0.0}
_OF_A_LAYER = 0.01  # seconds of a first look for each, besides what the examples take: measured on processors
_EXAMPLES = 64
_MOST_OUTPUT_BYTES = 64 << 20
_MOST_BYTES = 1 << 28
_BROKEN = (tf.errors.OpError, ValueError, TypeError, AttributeError, RuntimeError, LookupError, MemoryError)


class Figures:
    """Looks into the layers at the ends of epochs and keeps what it finds.

    By itself (``auto``) that takes 1 % of the time, ``often`` 4.5 %, so short epochs go without
    (``looks.py`` says when). A file of a quarter of a gibibyte gets only the last epoch's. Where a network
    can't be looked into, that is told once, and the training goes on.
    """

    def __init__(self, job: Job, source: Source, folder: RunFolder, tell: Teller) -> None:
        self._job = job
        self._source = source
        self._looks = job.project.training.checkpoints.layers
        self._path = folder.artifacts / layer_figures.NAME
        self._tell = tell
        self._budget = LookBudget(_SHARES[self._looks], clock.monotonic())
        self._before: Samples = {}
        self._noted = 0.0
        self._begun, self._steps = 0.0, 0
        """When the newest call began, and how many steps it has."""
        self._step = math.inf
        """Seconds of a step, as far as is known: those of the quickest call, since the first one compiles."""
        self._is_over = self._looks == "off"
        self._is_full = False

    def parted(self, steps: int, left: int, *, is_final: bool) -> int:
        """Return how many of the ``steps`` the next call does, with ``left`` ones left of the epoch.

        Where a look is due the last step goes alone, so that it can be told how far it moved the weights.
        """
        self._learn()
        if steps == left and self._may_look(is_final=is_final):
            if left == 1:
                self._note()
            else:
                steps -= 1
        self._begun, self._steps = clock.monotonic(), steps
        return steps

    def save(self, epoch: int, *, is_final: bool) -> tuple[str, int]:
        """Look into the layers, if that is due, and return the file's name and the offset in it.

        ``epoch`` counts from 0. The name is empty where nothing was kept.
        """
        self._learn()
        before, noted = self._before, self._noted
        self._before, self._noted = {}, 0.0
        if not before and not self._may_look(is_final=is_final):
            return "", 0
        began = clock.monotonic()
        try:
            at = layer_figures.append(self._path, self._measuring.look(epoch + 1, before))
        except OSError:
            _LOG.exception("The layers' figures could not be saved")
            return "", 0
        except _BROKEN as failure:
            _LOG.exception("The layers could not be looked into")
            self._is_over = True
            self._tell.advise(_unmeasured(failure))
            return "", 0
        self._budget.spend(began - noted, clock.monotonic())
        self._look_at_size(at, epoch)
        return layer_figures.NAME, at

    @property
    def is_due(self) -> bool:
        """Whether the layers would be looked at if an epoch, and not the last one, ended now."""
        return self._may_look(is_final=False)

    def _learn(self) -> None:
        """Take in how long the newest call took at most."""
        if self._steps:
            self._step = min(self._step, (clock.monotonic() - self._begun) / self._steps)

    def _may_look(self, *, is_final: bool) -> bool:
        if self._is_over or (self._is_full and not is_final):
            return False
        if self._looks == "every":
            return True
        now = clock.monotonic()
        return self._budget.is_due(now, likely=self._likely(), is_final=is_final)

    def _likely(self) -> float:
        """Return the seconds that a look is to take: those of the one before, or by layers and examples."""
        if self._budget.lasted is not None:
            return self._budget.lasted
        steps = self._rows.size / self._job.project.training.batch_size
        return _OF_A_LAYER * self._layers + steps * self._step

    def _note(self) -> None:
        """Take the weights as they are before the step that is told apart."""
        began = clock.monotonic()
        with self._tell.costs.watching:
            self._before = self._measuring.weights()
        self._noted = clock.monotonic() - began

    @cached_property
    def _layers(self) -> int:
        return sum(1 for _ in layers_of(self._job.model))

    @cached_property
    def _rows(self) -> NDArray[np.int32]:
        return _evenly(self._job.train.count, _examples(self._job))

    @cached_property
    def _measuring(self) -> Measuring:
        return Measuring(self._job.model, self._job.project.graph, self._source.batch(self._rows))

    def _look_at_size(self, size: int, epoch: int) -> None:
        if size > _MOST_BYTES and not self._is_full:
            self._is_full = True
            self._tell.advise(_full(epoch))


def _examples(job: Job) -> int:
    """Return how many examples are looked at: as many as a batch at least, more where layers give little."""
    longest = max(job.train.x.shape[1:], default=1)
    of_one = 4 * sum(
        math.prod(size or longest for size in tensor.shape[1:])
        for layer in layers_of(job.model)
        for node in layer._inbound_nodes
        for tensor in node.outputs
    )
    fitting = _MOST_OUTPUT_BYTES // max(1, of_one)
    return min(_EXAMPLES, job.train.count, max(fitting, job.project.training.batch_size))


def _evenly(count: int, wanted: int) -> NDArray[np.int32]:
    """Return ``wanted`` rows (wanted,) from all over the training part."""
    return np.linspace(0, count - 1, wanted).round().astype(np.int32)


def _unmeasured(failure: Exception) -> Problem:
    return warning(
        "layers.unmeasured",
        "run",
        f"The layers' weights, gradients and outputs can't be measured: {words(failure)}",
        "Nothing needs to be done: curves, figures and checkpoints go on.",
    )


def _full(epoch: int) -> Problem:
    return warning(
        "layers.full",
        "run",
        f"The layers' figures of {epoch + 1} epochs fill {_MOST_BYTES >> 20} MB. "
        "Of the epochs from here on only the last has its own.",
        "Nothing needs to be done: curves, figures and checkpoints go on.",
    )
