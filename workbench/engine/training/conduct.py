"""A run from its first phase to its last word, on the thread that trains."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import keras
import tensorflow as tf

from workbench.engine import devices
from workbench.engine.importing.initial import begin_with
from workbench.engine.training import failures, order, resuming, threads
from workbench.engine.training.best import Best, watched
from workbench.engine.training.callbacks import Callbacks
from workbench.engine.training.changing import Changes
from workbench.engine.training.compilation import Compilation
from workbench.engine.training.compiled import Source
from workbench.engine.training.confusions import Confusions
from workbench.engine.training.divergence import Examiner
from workbench.engine.training.failures import DivergedError
from workbench.engine.training.figures import Figures
from workbench.engine.training.loop import Loop
from workbench.engine.training.prepare import Job, prepare
from workbench.engine.training.rates import Plan
from workbench.engine.training.saver import Saver
from workbench.engine.training.snapshots import Position, Snapshots
from workbench.engine.training.steering import Steering
from workbench.engine.training.stepping import rehearse
from workbench.engine.training.telling import Teller
from workbench.engine.training.wishes import Wishes
from workbench.foundation import clock
from workbench.project.architecture import architecture_of
from workbench.project.project import Project
from workbench.runs.events import Ending, PhaseBegan, RunFailed, RunFinished, RunStarted, SettingChanged
from workbench.runs.folder import RunFolder
from workbench.runs.journal import Follower
from workbench.runs.state import fold

_LOG = logging.getLogger(__name__)


def conduct(folder: RunFolder, steering: Steering, tell: Teller, *, resume: bool) -> int:
    """Train the run in ``folder`` and return the exit code; whatever happens stands in the journal."""
    project: Project | None = None
    try:
        project = folder.project()
        device = tell.device = devices.chosen(project.training.device)
        tell.advise(*threads.settle(folder))
        if project.training.execution.deterministic:
            devices.settle_determinism()
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
        has_state = any(folder.checkpoints.glob("state-*.npz"))
        tell(RunFailed, problem=first, resumable=has_state and first.code not in resuming.HOPELESS)
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
        self._has_ended = False
        self._seeds = () if job.augment is None else tuple(job.augment.variables)

    def perform(self) -> None:
        job, model, training = self._job, self._job.model, self._job.project.training
        source = Source(job.train, training.execution.residence)
        first = order.shuffled(job.train.count, training.batch_size, seed=training.seed, epoch=0)
        batch = source.batch(first.full[0])
        metrics = rehearse(model, batch)
        if job.augment is not None:
            job.augment.rehearse(batch)
        self._callbacks.attach(model, epochs=training.epochs, steps=self._steps)
        self._tell.advise(*self._callbacks.advice)
        known = [*metrics, *(f"val_{name}" for name in metrics if job.validation is not None)]
        best = Best(*watched(training.callbacks, known, training.checkpoints.best_by))
        snapshots = Snapshots(
            model,
            self._callbacks,
            best,
            seeds=self._seeds,
            architecture=architecture_of(job.project.graph),
        )
        self._callbacks.list.on_train_begin()
        snapshots.begin(known)
        keeper = Saver(self._folder, snapshots, self._tell, checkpoints=training.checkpoints)
        at = self._beginning(snapshots, keeper)
        changed = self._changes_behind(at)
        compilation = Compilation(
            job,
            source,
            self._tell,
            artifacts=self._folder.artifacts,
            device=self._device,
            first=first,
            is_resumed=self._is_resumed,
        )
        self._tell_start(metrics, at)
        changes = Changes(training, model, self._plan, self._callbacks, self._tell)
        wishes = Wishes(self._steering, self._tell, changes)
        wishes.catch_up(changed, at)
        loop = Loop(
            job,
            compilation=compilation,
            confusions=self._confusions(),
            figures=Figures(job, source, self._folder, self._tell),
            callbacks=self._callbacks,
            plan=self._plan,
            saver=keeper,
            snapshots=snapshots,
            examiner=Examiner(job, source, compilation.train, snapshots, keeper),
            wishes=wishes,
            tell=self._tell,
            at=at,
        )
        self._tell(PhaseBegan, phase="training")
        try:
            # Who changes a training that a callback has ended wants it to go on.
            has_ended = self._has_ended and not wishes.change(loop.at, keeper)
            ending = "early" if has_ended else loop.run()
        except DivergedError:
            keeper.save(loop.at)
            raise
        self._finish(ending, loop.at, keeper)

    def _confusions(self) -> Confusions:
        return Confusions(
            self._folder,
            self._tell,
            of="training" if self._job.validation is None else "validation",
            examples=self._job.train.count,
            outputs=self._job.outputs,
        )

    def _changes_behind(self, at: Position) -> tuple[SettingChanged, ...]:
        """Return what the user changed after ``at`` before the run was resumed: the state lacks it."""
        if not self._is_resumed:
            return ()
        state = fold(Follower(self._folder.journal, steps=False).there())
        return tuple(c for c in state.changes if (c.epoch, c.step) >= (at.epoch, at.step))

    def _beginning(self, snapshots: Snapshots, keeper: Saver) -> Position:
        """Restore the newest good state of a run that goes on, and return where the training begins."""
        found = resuming.newest(self._folder, snapshots, self._tell) if self._is_resumed else None
        if found is None:
            at = Position(0, 0, {})
            keeper.begin(at, state=None)
            return at
        path, state = found
        if state.meta.step:
            # What that changes is older than the state.
            self._callbacks.list.on_epoch_begin(state.meta.epoch)
        self._has_ended = state.meta.has_ended
        keeper.begin(snapshots.restore(state), state=path)
        return Position(state.meta.epoch, state.meta.step, dict(state.meta.values))

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
            outputs=tuple(form for form in job.outputs if form is not None),
            epoch=at.epoch,
            step=at.step,
            keras=keras.__version__,
            tensorflow=tf.__version__,
            augmented=job.augment.kinds if job.augment is not None else (),
        )

    def _finish(self, ending: Ending, at: Position, keeper: Saver) -> None:
        """Save what there is, in the order that Keras' own callbacks expect, and say the last word."""
        model, leaving = self._job.model, self._steering.leaving
        self._tell(PhaseBegan, phase="saving")
        is_hasty = ending == "stopped" and leaving == "now"
        if ending == "stopped" and leaving == "suspend":
            ending = "suspended"
        saved = keeper.save_state(at)
        if not (is_hasty or ending == "suspended"):
            model.optimizer.finalize_variable_values(model.trainable_variables)
            self._callbacks.list.on_train_end(dict(at.values))
        if not (is_hasty and keeper.has_best):
            saved = keeper.save_models(at)
        if not saved:
            raise keeper.failure or OSError("the trained model could not be saved")
        self._tell(
            RunFinished,
            ending=ending,
            epochs=at.epoch,
            seconds=round(clock.monotonic() - self._began, 3),
            values=at.values,
            best_epoch=keeper.best.epoch,
        )
        if ending == "early":
            keeper.reopen()
