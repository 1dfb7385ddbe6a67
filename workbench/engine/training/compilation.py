"""The compiled functions of a training: one that trains and one that judges, with XLA or without."""

from __future__ import annotations

from pathlib import Path

import tensorflow as tf

from workbench.engine.training import choice, execution
from workbench.engine.training.choice import Choice
from workbench.engine.training.compiled import Looped, Source
from workbench.engine.training.judging import Judging
from workbench.engine.training.order import Order
from workbench.engine.training.prepare import Job
from workbench.engine.training.stepping import trainer
from workbench.engine.training.telling import Teller
from workbench.runs.events import ExecutionSettled


class Compilation:
    """``train`` and ``judging`` of a job whose examples ``source`` has, and the ``choice`` behind them.

    What a run chose when it began holds for as long as it lives: ``is_resumed`` takes it from ``artifacts``.
    """

    def __init__(
        self,
        job: Job,
        source: Source,
        tell: Teller,
        *,
        artifacts: Path,
        device: str,
        first: Order,
        is_resumed: bool,
    ) -> None:
        self._job = job
        self._source = source
        self._first = first
        self._tell = tell
        self.choice = (
            choice.kept(artifacts)
            if is_resumed
            else execution.choose(job, device=device, epoch=first.steps, is_resident=source.is_resident)
        )
        try:
            self._make()
        except tf.errors.OpError as failure:
            if not self.choice.xla:
                raise
            tell.advise(execution.refused(failure))
            self.choice = Choice(xla=False, why="XLA can't compile this network")
            self._make()
        if not is_resumed:
            choice.keep(self.choice, artifacts)

    def tell(self, steps_per_call: int) -> None:
        """Tell in the journal how the training computes."""
        self._tell(
            ExecutionSettled,
            residence="resident" if self._source.is_resident else "streamed",
            xla=self.choice.xla,
            steps_per_call=steps_per_call,
            adapts=self._job.project.training.execution.steps_per_call == 0,
            why=self.choice.why,
        )

    def _make(self) -> None:
        self.train: Looped = trainer(self._job.model, self._source, self._job.augment, choice=self.choice)
        self.judging: Judging | None = self._judging()
        if self.choice.xla:
            self.train.compile(self._first)
            if self.judging is not None:
                self.judging.compile()

    def _judging(self) -> Judging | None:
        """Return what judges after each epoch: the validation part, or the training part for its matrix."""
        job, has_validation = self._job, self._job.validation is not None
        examples = job.validation or job.train
        residence = job.project.training.execution.residence
        judging = Judging(
            job.model,
            examples,
            Source(examples, residence) if has_validation else self._source,
            project=job.project,
            classes=len(job.classes),
            outputs=job.outputs,
            has_figures=has_validation,
            choice=self.choice,
        )
        return judging if has_validation or judging.has_confusion else None
