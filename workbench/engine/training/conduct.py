"""A run from its first phase to its last word, on the thread that trains."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf

from workbench.engine import devices
from workbench.engine.importing.initial import begin_with
from workbench.engine.training import failures, order, saver, state_file
from workbench.engine.training.best import Best, watched
from workbench.engine.training.callbacks import Callbacks
from workbench.engine.training.changing import Changes
from workbench.engine.training.compiled import Source
from workbench.engine.training.confusions import Confusions
from workbench.engine.training.judging import Judging
from workbench.engine.training.loop import Loop
from workbench.engine.training.prepare import Job, prepare
from workbench.engine.training.rates import Plan
from workbench.engine.training.saver import Position, Saver
from workbench.engine.training.steering import Steering
from workbench.engine.training.stepping import rehearse, trainer
from workbench.engine.training.telling import Teller
from workbench.engine.training.wishes import Wishes
from workbench.foundation import clock
from workbench.foundation.errors import WorkbenchError, warning
from workbench.project.project import Project
from workbench.runs.events import Ending, PhaseBegan, RunFailed, RunFinished, RunStarted, SettingChanged
from workbench.runs.folder import RunFolder
from workbench.runs.journal import Follower
from workbench.runs.state import RunState, fold

_LOG = logging.getLogger(__name__)


def conduct(folder: RunFolder, steering: Steering, tell: Teller, *, resume: bool) -> int:
    """Train the run in ``folder`` and return the exit code; whatever happens stands in the journal."""
    project: Project | None = None
    try:
        project = folder.project()
        device = devices.chosen(project.training.device)
        with devices.work_on(device):
            job = prepare(project, folder, tell)
            if isinstance(project.weights, str) and not resume:
                tell.advise(*begin_with(job.model, Path(project.weights)))
            if not resume and any(block.application for block in project.graph.blocks):
                from workbench.engine.applications.beginning import begin_blocks

                tell.advise(*begin_blocks(job.model, project.graph))
            _Conductor(folder, job, steering, tell, device=device, resume=resume).perform()
    except Exception as failure:
        # Whatever breaks a training must be told in the journal: nobody else will.
        _LOG.exception("The run failed")
        first, *others = failures.explain(failure, project, folder.log)
        tell.advise(*others)
        tell(RunFailed, problem=first, resumable=any(folder.checkpoints.glob("state-*.npz")))
        return 1
    return 0


class _Conductor:
    """Puts a training together, lets it run and saves what it brought."""

    def __init__(
        self, folder: RunFolder, job: Job, steering: Steering, tell: Teller, *, device: str, resume: bool
    ) -> None:
        self._folder = folder
        self._job = job
        self._steering = steering
        self._tell = tell
        self._device = device
        self._began = clock.monotonic()
        training = job.project.training
        self._steps = order.steps(job.train.count, training.batch_size)
        self._callbacks = Callbacks(training.callbacks, folder, is_resumed=resume)
        self._plan = Plan(training)
        self._callbacks.add(self._plan)
        self._is_resumed = resume
        self._seeds = () if job.augment is None else tuple(job.augment.variables)

    def perform(self) -> None:
        job, model, training = self._job, self._job.model, self._job.project.training
        source = Source(job.train)
        first = order.shuffled(job.train.count, training.batch_size, seed=training.seed, epoch=0)
        batch = source.batch(first.full[0])
        metrics = rehearse(model, batch)
        if job.augment is not None:
            job.augment.rehearse(batch)
        self._callbacks.attach(model, epochs=training.epochs, steps=self._steps)
        self._tell.advise(*self._callbacks.advice)
        known = [*metrics, *(f"val_{name}" for name in metrics if job.validation is not None)]
        best = Best(*watched(training.callbacks, known))
        self._callbacks.list.on_train_begin()
        at, next_state = self._resumed(best) if self._is_resumed else (Position(0, 0, {}), 0)
        keeper = Saver(self._folder, model, self._callbacks, best, self._tell, next_state, seeds=self._seeds)
        changed = self._changes_behind(at)
        self._tell_start(metrics, at)
        changes = Changes(training, model, self._plan, self._callbacks, self._tell)
        wishes = Wishes(self._steering, self._tell, changes)
        wishes.catch_up(changed, at)
        loop = Loop(
            job,
            train=trainer(model, source, job.augment),
            judging=self._judging(source),
            confusions=Confusions(
                self._folder,
                self._tell,
                of="training" if job.validation is None else "validation",
                examples=job.train.count,
            ),
            callbacks=self._callbacks,
            plan=self._plan,
            saver=keeper,
            wishes=wishes,
            tell=self._tell,
            at=at,
        )
        self._tell(PhaseBegan, phase="training")
        ending = loop.run()
        self._finish(ending, loop.at, keeper)

    def _changes_behind(self, at: Position) -> tuple[SettingChanged, ...]:
        """Return what the user changed after ``at`` before the run was resumed: the state lacks it."""
        if not self._is_resumed:
            return ()
        follower, state = Follower(self._folder.journal, steps=False), RunState()
        while events := follower.poll():
            state = fold(events, state)
        return tuple(c for c in state.changes if (c.epoch, c.step) >= (at.epoch, at.step))

    def _judging(self, source: Source) -> Judging | None:
        """Return what judges after each epoch: the validation part, or the training part for its matrix."""
        job, has_validation = self._job, self._job.validation is not None
        examples = job.validation or job.train
        where = Source(examples) if has_validation else source
        judging = Judging(
            job.model,
            examples,
            where,
            project=job.project,
            classes=len(job.classes),
            has_figures=has_validation,
        )
        return judging if has_validation or judging.has_confusion else None

    def _resumed(self, best: Best) -> tuple[Position, int]:
        """Restore the newest good state and return where it was and which file comes next."""
        for path, state in _states(self._folder.checkpoints, self._tell):
            at = saver.restore(state, self._job.model, self._callbacks, best, seeds=self._seeds)
            return at, 1 - saver.STATES.index(path.name)
        self._tell.advise(
            warning(
                "resume.from_start",
                "run",
                "There is no saved state to go on from: the training begins anew.",
                "Nothing needs to be done.",
            )
        )
        return Position(0, 0, {}), 0

    def _tell_start(self, metrics: tuple[str, ...], at: Position) -> None:
        job = self._job
        self._tell(
            RunStarted,
            folder=str(self._folder.path),
            title=job.project.title,
            pid=os.getpid(),
            epochs=self._plan.epochs,
            steps_per_epoch=self._steps,
            batch_size=job.project.training.batch_size,
            examples=job.train.count,
            validation_examples=job.validation.count if job.validation is not None else 0,
            params=job.model.count_params(),
            device=self._device,
            metrics=metrics,
            classes=job.classes,
            epoch=at.epoch,
            step=at.step,
            keras=keras.__version__,
            tensorflow=tf.__version__,
            augmented=job.augment.kinds if job.augment is not None else (),
        )

    def _finish(self, ending: Ending, at: Position, keeper: Saver) -> None:
        """Save what there is, in the order that Keras' own callbacks expect, and say the last word."""
        model: Any = self._job.model
        self._tell(PhaseBegan, phase="saving")
        if not saver.is_finite(model):
            raise failures.diverged(at.epoch, "network's weights")
        keeper.save_state(at)
        model.optimizer.finalize_variable_values(model.trainable_variables)
        self._callbacks.list.on_train_end(dict(at.values))
        if not keeper.save_models(at):
            raise OSError("the trained model could not be saved")
        self._tell(
            RunFinished,
            ending=ending,
            epochs=at.epoch,
            seconds=round(clock.monotonic() - self._began, 3),
            values=at.values,
            best_epoch=keeper.best.epoch,
        )


def _states(folder: Path, tell: Teller) -> list[tuple[Path, state_file.State]]:
    """Return the readable states, the newest first; damaged ones are told of."""
    found = []
    for path in (folder / name for name in saver.STATES):
        if not path.exists():
            continue
        try:
            found.append((path, state_file.read(path)))
        except WorkbenchError as failure:
            _LOG.exception("A state is damaged")
            tell.advise(*failure.problems)
    return sorted(found, key=lambda entry: (entry[1].meta.epoch, entry[1].meta.step), reverse=True)
