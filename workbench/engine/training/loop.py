"""The training itself: epochs of compiled calls, with the user's wishes obeyed between any two."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from workbench.engine.model.seeds import without_drawing
from workbench.engine.training import order
from workbench.engine.training.callbacks import Callbacks
from workbench.engine.training.compilation import Compilation
from workbench.engine.training.confusions import Confusions
from workbench.engine.training.divergence import Examiner
from workbench.engine.training.figures import Figures
from workbench.engine.training.grouping import Grouping
from workbench.engine.training.judging import Verdict
from workbench.engine.training.order import Order
from workbench.engine.training.pace import Pace
from workbench.engine.training.prepare import Job
from workbench.engine.training.rates import Plan
from workbench.engine.training.reporting import Reporter
from workbench.engine.training.saver import Saver
from workbench.engine.training.several import Outcome
from workbench.engine.training.snapshots import Position, Snapshots
from workbench.engine.training.state_file import State
from workbench.engine.training.telling import Teller
from workbench.engine.training.values import finite, plain
from workbench.engine.training.wishes import Wishes
from workbench.foundation import clock
from workbench.runs.events import Ending, EpochEnded, PhaseBegan

_WORTH_TELLING = 0.25


class Loop:
    """One training from a position to its end."""

    def __init__(
        self,
        job: Job,
        *,
        compilation: Compilation,
        confusions: Confusions,
        figures: Figures,
        callbacks: Callbacks,
        plan: Plan,
        saver: Saver,
        snapshots: Snapshots,
        examiner: Examiner,
        wishes: Wishes,
        tell: Teller,
        at: Position,
    ) -> None:
        self._job = job
        self._model = job.model
        self._train = compilation.train
        self._judging = compilation.judging
        self._confusions = confusions
        self._figures = figures
        self._callbacks = callbacks
        self._plan = plan
        self._saver = saver
        self._snapshots = snapshots
        self._examiner = examiner
        self._wishes = wishes
        self._tell = tell
        self._reporter = Reporter(tell, job.model, compilation)
        self._pace = Pace(fixed=job.project.training.execution.steps_per_call)
        self._grouping = Grouping(job, compilation, callbacks, plan, tell)
        self._validation_seconds = 0.0
        self._steps = order.steps(job.train.count, job.project.training.batch_size)
        self.at = at

    def run(self) -> Ending:
        """Train until the last epoch, a callback's end, or the user's, and return which it was.

        Raises:
            DivergedError: the loss is no finite number any more; ``at`` and the model are as before that.
        """
        ending = self._run()
        if not self._snapshots.is_finite():  # the last step's loss was still finite
            epoch = self.at.epoch if self.at.step else self.at.epoch - 1
            self.at, reason = self._examiner.examine(epoch, 0, self.at.step or self._steps)
            raise reason
        return ending

    def _run(self) -> Ending:
        self._model.stop_training = False
        self._obey()
        while self.at.epoch < self._plan.epochs:
            self._obey()
            if self._wishes.is_stopping or not (self._epochs() or self._epoch()):
                return "stopped"
            if self._model.stop_training:
                return "early"
        return "completed"

    def _epoch(self) -> bool:
        """Train an epoch, or the rest of one, and tell whether it came to its end."""
        began, held = clock.monotonic(), self._wishes.seconds_held
        epoch, training = self.at.epoch, self._job.project.training
        batches = order.shuffled(self._job.train.count, training.batch_size, seed=training.seed, epoch=epoch)
        running: dict[str, float] = {}
        if self.at.step == 0:
            self._callbacks.list.on_epoch_begin(epoch)  # the epoch's first call resets the metrics
        else:  # who goes on in the middle of an epoch has begun it before the state was restored
            running = plain(self._model.get_metrics_result())
        self._reporter.epoch_begins(self._examples_done(), running)
        while self.at.step < batches.steps and not self._model.stop_training:
            running = self._call(batches)
            self._obey()
            if self._wishes.is_stopping:
                return False
        verdict = self._validate()
        if verdict is None and self._wishes.is_stopping:
            return False
        seconds = clock.monotonic() - began - (self._wishes.seconds_held - held)
        self._end_epoch(epoch, running, verdict, seconds)
        self._grouping.epoch_ended(seconds)
        self._wishes.epoch_ended()
        return True

    def _epochs(self) -> bool:
        """Train several epochs in one call, and tell whether any are that short.

        A callback that ends the training or changes the rate within them does so where it would have:
        the epochs after that are trained anew.
        """
        limit = self._saver.epochs_until_model(self.at.epoch)
        count = 0 if self._goes_alone else self._grouping.count(self.at, limit=limit)
        if not count:
            return False
        began, first = clock.monotonic(), self.at.epoch
        before = self._grouping.state_before(self.at, self._snapshots)
        self._examiner.note(self.at)
        outcomes = self._grouping.train(first, count)
        seconds, rate = (clock.monotonic() - began) / count, learning_rate(self._model)
        for outcome in outcomes:
            self._one_of_several(outcome, seconds, before, is_last=outcome is outcomes[-1])
            if not self._callbacks.are_any or outcome is outcomes[-1]:
                continue
            changed = learning_rate(self._model)
            if self._model.stop_training or changed != rate:
                self._snapshots.restore_numbers(before)
                self._grouping.train(first, self.at.epoch - first)
                if changed != rate:
                    self._model.optimizer.learning_rate = changed
                return True
        self._grouping.call_ended(count, clock.monotonic() - began)
        return True

    def _one_of_several(self, outcome: Outcome, seconds: float, before: State, *, is_last: bool) -> None:
        epoch, running, steps = self.at.epoch, outcome.running, self._steps
        listeners = self._callbacks.list  # none of them, as they are, cares for batches
        listeners.on_epoch_begin(epoch)
        if not math.isfinite(running["loss"]):
            self.at, reason = self._examiner.examine(epoch, 0, steps, near=before)
            raise reason
        with self._tell.costs.watching:
            self._reporter.epoch_begins()
            self._reporter.call_ended(
                epoch=epoch,
                step=steps,
                steps=steps,
                examples=self._job.train.count,
                running=running,
                seconds=seconds,
            )
        if self._job.validation is not None and outcome.verdict is not None:
            listeners.on_test_begin()
            listeners.on_test_end(dict(outcome.verdict.values))
        self._end_epoch(epoch, running, outcome.verdict, seconds, passed=None if is_last else outcome)

    @property
    def _goes_alone(self) -> bool:
        return self._wishes.is_leaping or self._figures.is_due

    def _call(self, batches: Order) -> dict[str, float]:
        first = self.at.step
        wanted = 1 if self._callbacks.need_each_batch or self._wishes.one_batch_only else self._pace.steps
        steps = self._train.longest(batches, first, wanted)
        steps = self._figures.parted(steps, batches.steps - first, is_final=self._is_last_epoch)
        traces, began = self._train.traces, clock.monotonic()
        self._callbacks.list.on_train_batch_begin(first)
        self._examiner.note(self.at)
        running = self._train(batches, first, steps)
        if self._train.traces == traces:
            self._pace.learn(steps, clock.monotonic() - began)
        self._callbacks.list.on_train_batch_end(first + steps - 1, dict(running))
        before = self._examples_done()
        self.at.step = first + steps
        with self._tell.costs.watching:
            self._reporter.call_ended(
                epoch=self.at.epoch,
                step=self.at.step,
                steps=steps,
                examples=self._examples_done() - before,
                running=running,
            )
        if not math.isfinite(running["loss"]):
            self.at, reason = self._examiner.examine(self.at.epoch, first, first + steps)
            raise reason
        self._wishes.batch_ended()
        with self._tell.costs.saving:
            self._saver.step_ended(self.at)
        return running

    def _validate(self) -> Verdict | None:
        """Judge the validation part, if there is one and the user lets it come to its end.

        Where he does not, states are still as they were before it: the run goes on with all of it.
        """
        if self._judging is None or self._job.validation is None:
            return None
        began = clock.monotonic()
        if not self._judging.is_one_call:
            self._snapshots.hold(self.at)
        if self._validation_seconds > _WORTH_TELLING:
            self._tell(PhaseBegan, phase="validating")
        self._callbacks.list.on_test_begin()
        verdict = self._judging.run(self._goes_on)
        self._callbacks.list.on_test_end({} if verdict is None else dict(verdict.values))
        if verdict is not None:
            self._snapshots.let_go()
        self._validation_seconds = clock.monotonic() - began
        return verdict

    def _end_epoch(
        self,
        epoch: int,
        running: dict[str, float],
        verdict: Verdict | None,
        seconds: float,
        *,
        passed: Outcome | None = None,
    ) -> None:
        """Tell all who listen that ``epoch`` has ended.

        Where it has ``passed`` the model is further by now, and the outcome tells what it was.
        """
        logs: dict[str, Any] = dict(running)
        if verdict is not None:
            logs |= {f"val_{name}": value for name, value in verdict.values.items()}
        layers, layers_at = "", 0
        if passed is None:
            with self._tell.costs.watching:  # before a callback changes the weights
                layers, layers_at = self._figures.save(epoch, is_final=self._is_last_epoch)
        self._saver.is_closed = True  # half of an epoch's end is nothing to go on from
        rate = self._end_for_callbacks(epoch, logs, passed)
        values = finite(plain(logs))
        is_final = self._model.stop_training or epoch + 1 >= self._plan.epochs
        with self._tell.costs.watching:
            saved = self._confusions.save(epoch, lambda: verdict or self._judge_training(), is_final=is_final)
            self._tell(
                EpochEnded,
                epoch=epoch,
                values=values,
                seconds=round(seconds, 4),
                learning_rate=rate,
                confusion=saved.name,
                confusion_at=saved.at,
                matrices_at=saved.every,
                layers=layers,
                layers_at=layers_at,
            )
        self.at = Position(epoch=epoch + 1, step=0, values=values)
        self._saver.is_closed = False
        with self._tell.costs.saving:
            if passed is None:
                self._saver.epoch_ended(self.at)
            else:
                self._saver.epoch_passed(self.at, lambda: [array.copy() for array in passed.weights])

    def _end_for_callbacks(self, epoch: int, logs: dict[str, Any], passed: Outcome | None) -> float:
        """Let the callbacks see the epoch's end, and return the next step's rate as they leave it."""
        if passed is None or not self._callbacks.are_any:
            self._callbacks.list.on_epoch_end(epoch, logs)
            return learning_rate(self._model) if passed is None else passed.rate
        before = learning_rate(self._model)
        self._callbacks.list.on_epoch_end(epoch, logs)
        after = learning_rate(self._model)
        return passed.rate if after == before else after

    def _judge_training(self) -> Verdict | None:
        """Judge the training part: without a validation part the matrix is of that, and nothing else."""
        if self._judging is None:
            return None
        with without_drawing(self._model):
            return self._judging.run(self._goes_on)

    def _goes_on(self) -> bool:
        self._obey()
        return not self._wishes.is_stopping

    def _obey(self) -> None:
        """Take in what the user wished: hold, another learning rate."""
        if self._wishes.obey(self.at, self._saver):
            self._reporter.work_begins()

    @property
    def _is_last_epoch(self) -> bool:
        return self.at.epoch + 1 >= self._plan.epochs

    def _examples_done(self) -> int:
        return min(self.at.step * self._job.project.training.batch_size, self._job.train.count)


def learning_rate(model: Any) -> float:
    """Return the optimizer's rate for the next step."""
    return float(np.asarray(model.optimizer.learning_rate))
