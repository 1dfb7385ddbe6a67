"""A run's folder as a course: the snapshot of its project, the newest of its matrices and layers' figures."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import islice

from workbench.catalog.catalog import Catalog
from workbench.doctor.course import Confusion, Course
from workbench.project.project import Project
from workbench.protocol.facts import DataFacts
from workbench.runs import layer_figures, matrices
from workbench.runs.folder import RunFolder
from workbench.runs.layer_figures import EpochFigures
from workbench.runs.state import RunState

_MATRICES = 3
_FIGURES = 3
_LOG = logging.getLogger(__name__)


def course_of(
    folder: RunFolder, state: RunState, project: Project, catalog: Catalog, facts: DataFacts | None = None
) -> Course:
    """Return what the doctor needs of a run; ``project`` is the run's snapshot, ``facts`` those of its data.

    What is gone or damaged is passed over.
    """
    newest = list(islice(_confusions(folder, state), _MATRICES))
    return Course(
        state=state,
        project=project,
        catalog=catalog,
        facts=facts,
        confusions=tuple(reversed(newest)),
        statistics=tuple(_statistics(folder, state)),
    )


def _confusions(folder: RunFolder, state: RunState) -> Iterator[Confusion]:
    """Yield the matrices of the epochs, the newest first."""
    for epoch in reversed(state.epochs):
        if not epoch.confusion:
            continue
        path = folder.artifacts / epoch.confusion
        try:
            yield Confusion(epoch.epoch + 1, matrices.read(path, epoch.confusion_at))
        except (OSError, ValueError) as failure:
            _LOG.warning("%s could not be read: %s", path, failure)
            return


def _statistics(folder: RunFolder, state: RunState) -> Iterator[EpochFigures]:
    """Yield what was measured in the layers after the newest epochs that have such figures."""
    for epoch in layer_figures.kept(state)[-_FIGURES:]:
        try:
            yield layer_figures.of_epoch(folder, epoch)
        except (OSError, ValueError) as failure:
            _LOG.warning("The layers' figures of epoch %d could not be read: %s", epoch.epoch + 1, failure)
