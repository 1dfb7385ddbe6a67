"""The matrices of each epoch, in one growing artifact of the run."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workbench.engine.training.judging import Verdict
from workbench.engine.training.pace import Budget
from workbench.engine.training.telling import Teller
from workbench.foundation import clock
from workbench.foundation.errors import Problem, warning
from workbench.protocol.outputs import OutputForm
from workbench.runs import matrices
from workbench.runs.events import ArtifactSaved
from workbench.runs.folder import RunFolder

_LOG = logging.getLogger(__name__)
_SHARE = 0.1
_MOST_BYTES = 1 << 29
_FEW_EXAMPLES = 20_000
_FEW_EPOCHS = 1_000
_FRAME = 1 / 60


@dataclass(frozen=True)
class Saved:
    """Where an epoch's matrices begin: ``name`` and ``at`` tell the first of classes, ``every`` all of them.

    ``every`` is empty where that is the only one; all is empty where nothing was saved.
    """

    name: str = ""
    at: int = 0
    every: tuple[int, ...] = ()


class Confusions:
    """Saves the matrices of every epoch, with limits that large tasks meet and very short epochs.

    Without a validation part a pass of its own judges the training part. With more than 20,000 examples there
    it takes at most a tenth of the time, and so it does after 1,000 epochs where more of them end than 60 a
    second, which nobody can see. A file of half a gibibyte gets only the last epoch's.
    """

    def __init__(
        self, folder: RunFolder, tell: Teller, *, of: str, examples: int, outputs: Sequence[OutputForm | None]
    ) -> None:
        self._path = folder.artifacts / matrices.NAME
        self._name = f"artifacts/{matrices.NAME}"
        self._tell = tell
        self._of = of
        self._has_pass = of == "training"
        self._has_many = examples > _FEW_EXAMPLES
        self._epochs = 0
        self._ended_at = -math.inf
        self._budget = Budget(_SHARE, clock.monotonic())
        forms = [form.form for form in outputs if form is not None]
        self._first = forms.index("classes") if "classes" in forms else None
        self._has_others = len(forms) > (self._first is not None)
        self._is_first = True
        self._is_full = False

    def save(self, epoch: int, judge: Callable[[], Verdict | None], *, is_final: bool) -> Saved:
        """Save the matrices that ``judge`` comes to, and return where."""
        began = clock.monotonic()
        if not is_final and (self._is_full or self._is_too_costly(began)):
            return Saved()
        verdict = judge()
        if verdict is None or not verdict.counts:
            return Saved()
        try:
            places = tuple(matrices.append(self._path, counts) for counts in verdict.counts)
        except OSError:
            _LOG.exception("The confusion matrix could not be saved")
            return Saved()
        if self._is_first:  # the judging may have been compiled just now: that is no measure
            self._tell(ArtifactSaved, path=self._name, kind=f"confusion:{self._of}", epoch=epoch)
        else:
            self._budget.spend(began, clock.monotonic())
        self._is_first = False
        self._look_at_size(places[-1], epoch)
        every = places if self._has_others else ()
        return Saved(every=every) if self._first is None else Saved(matrices.NAME, places[self._first], every)

    def _is_too_costly(self, now: float) -> bool:
        """Whether a pass of its own must wait, at the end of an epoch."""
        is_short, self._ended_at = now - self._ended_at < _FRAME, now
        self._epochs += 1
        is_many = self._has_many or (is_short and self._epochs > _FEW_EPOCHS)
        return self._has_pass and is_many and not self._budget.is_due(now)

    def _look_at_size(self, size: int, epoch: int) -> None:
        if size > _MOST_BYTES and not self._is_full:
            self._is_full = True
            self._tell.advise(_full(epoch))


def _full(epoch: int) -> Problem:
    return warning(
        "confusion.full",
        "run",
        f"The confusion matrices of {epoch + 1} epochs fill {_MOST_BYTES >> 20} MB. "
        "Of the epochs from here on only the last has its own.",
        "Nothing needs to be done: curves, figures and checkpoints go on.",
    )
