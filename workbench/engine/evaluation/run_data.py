"""The examples that a run was trained on, as its network got them."""

from __future__ import annotations

from workbench.engine.data.dataset import Tell, keep_quiet
from workbench.engine.data.preparation.fitted import kept
from workbench.engine.data.ready import Ready, ready
from workbench.foundation.errors import WorkbenchError
from workbench.runs.folder import RunFolder
from workbench.runs.relinking import with_the_way_out


def data_of(run: RunFolder, tell: Tell = keep_quiet) -> Ready:
    """Return a run's examples with the preparation that it has learned.

    Raises:
        WorkbenchError: the data can't be read any more; where they were moved, with how to find them again.
    """
    try:
        return ready(run.project().data, run.path, tell, kept(run.artifacts))
    except WorkbenchError as failure:
        raise WorkbenchError(*with_the_way_out(failure.problems, run)) from failure
