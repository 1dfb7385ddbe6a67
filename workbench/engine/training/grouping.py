"""Whether epochs share a call, and how many: those of a small network that take no time to speak of."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from workbench.engine.training import order
from workbench.engine.training.callbacks import Callbacks
from workbench.engine.training.compilation import Compilation
from workbench.engine.training.pace import CALL_SECONDS, Pace
from workbench.engine.training.prepare import Job
from workbench.engine.training.rates import Plan
from workbench.engine.training.several import MOST, Outcome, Several
from workbench.engine.training.snapshots import Position, Snapshots
from workbench.engine.training.state_file import State
from workbench.engine.training.telling import Teller
from workbench.foundation import clock
from workbench.runs.events import PhaseBegan

_ALONE = 10
_WORTH_COMPILING = 1_000  # epochs: a second of compiling against 1 to 3 ms an epoch
_OLD = 0.5  # seconds
_MOST_BYTES = 16 << 20  # of what a call brings back


class Grouping:
    """Epochs of a job that may share calls, which changes no bit of them.

    That needs callbacks that look at figures alone, one device, resident examples, and outcomes that are
    small. The first ten epochs of a process go alone, and so does the last one.
    """

    def __init__(
        self, job: Job, compilation: Compilation, callbacks: Callbacks, plan: Plan, tell: Teller
    ) -> None:
        self._job = job
        self._compilation = compilation
        self._callbacks = callbacks
        self._plan = plan
        self._tell = tell
        self._several: Several | None = None
        self._pace = Pace()
        self._alone = 0
        self._is_possible = False
        self._shortest = float("inf")
        self._before: State | None = None
        self._taken_at = 0.0

    def epoch_ended(self, seconds: float) -> None:
        """Take in how long an epoch lasted that went alone."""
        self._alone += 1
        self._before = None  # who goes alone may be changed before it goes on
        self._shortest = min(self._shortest, seconds)
        if self._alone == _ALONE:
            self._is_possible = self._can_share()

    def count(self, at: Position, *, limit: int | None) -> int:
        """Return how many epochs the next call may have, at most ``limit``; 0 for one that goes alone."""
        if at.step or not self._is_possible or self._shortest > CALL_SECONDS:
            return 0
        left = self._plan.epochs - 1 - at.epoch
        if self._several is None and left < _WORTH_COMPILING:
            return 0
        count = min(left, MOST, max(2, self._pace.steps), left if limit is None else limit)
        return count if count > 1 else 0

    def train(self, epoch: int, count: int) -> list[Outcome]:
        """Train ``count`` epochs from ``epoch`` on in one call."""
        training = self._job.project.training
        orders = [
            order.shuffled(self._job.train.count, training.batch_size, seed=training.seed, epoch=number)
            for number in range(epoch, epoch + count)
        ]
        if self._several is None:
            self._tell(PhaseBegan, phase="compiling")
            self._several = self._made()
            self._several.compile(orders)
            self._tell(PhaseBegan, phase="training")
        return self._several(orders)

    def _made(self) -> Several:
        compilation = self._compilation
        return Several(
            self._job.model, compilation.train.work, compilation.judging, choice=compilation.choice
        )

    def state_before(self, at: Position, snapshots: Snapshots) -> State:
        """Return a state to do the next call again from, or an earlier one where nothing can ask for that."""
        now = clock.monotonic()
        if self._before is None or self._callbacks.are_any or now - self._taken_at > _OLD:
            self._before, self._taken_at = snapshots.take_numbers(at), now
        return self._before

    def call_ended(self, count: int, seconds: float) -> None:
        """Take in how long a call of so many epochs lasted, with all that was done for them afterwards."""
        self._pace.learn(count, seconds)

    def _can_share(self) -> bool:
        job, compilation, callbacks = self._job, self._compilation, self._callbacks
        training, judging = job.project.training, compilation.judging
        choice, works = compilation.choice, [compilation.train.work]
        works += [judging.work] if judging is not None else []
        has_rest = any(size % training.batch_size for size in self._sizes())
        return (
            all(work.source.is_resident for work in works)
            and callbacks.look_at_figures_alone
            and not callbacks.need_each_batch
            and job.augment is None
            and not training.execution.steps_per_call
            and not tf.distribute.has_strategy()
            and not (choice.xla and has_rest and not choice.joins_rest)
            and self._bytes_of_one() * MOST <= _MOST_BYTES
        )

    def _sizes(self) -> tuple[int, ...]:
        validation = self._job.validation
        return (self._job.train.count, 0 if validation is None else validation.count)

    def _bytes_of_one(self) -> int:
        judging = self._compilation.judging
        counters = () if judging is None else judging.counters
        counts = sum(8 * int(np.prod(counter.shape)) for counter in counters)
        return 4 * self._job.train.count + counts + 4 * int(self._job.model.count_params())
