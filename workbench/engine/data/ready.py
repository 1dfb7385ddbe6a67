"""From the user's choice of data to examples that a network can take: read, cut, split, prepare."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.engine.data.alike.distinct import distinct
from workbench.engine.data.attended import attended
from workbench.engine.data.dataset import Dataset, Tell, keep_quiet
from workbench.engine.data.load import load
from workbench.engine.data.preparation.fitted import NOTHING, Fitted
from workbench.engine.data.preparing import prepared
from workbench.engine.data.setting_aside import without
from workbench.engine.data.split import Parts, split
from workbench.engine.data.windows import windowed
from workbench.project.data import DataSpec


@dataclass(frozen=True, eq=False)
class Ready:
    """A data set, prepared or as it was read, the rows of its parts, and what the preparation learned."""

    dataset: Dataset
    parts: Parts
    fitted: Fitted = NOTHING


def ready(data: DataSpec, folder: Path, tell: Tell = keep_quiet, fitted: Fitted | None = None) -> Ready:
    """Carry out all that ``data`` says but augmentation; a relative path starts at ``folder``.

    With ``fitted``, a run's own preparation, nothing is learned anew. ``tell`` hears how far each step is, in
    the words of ``Progress``, and often enough to end it within a second by raising.

    Raises:
        WorkbenchError: where ``data...``, when something of it is not possible.
    """

    def made(say: Tell) -> Ready:
        raw = _dealt(data, folder, say)
        return Ready(*prepared(raw.dataset, raw.parts, data.preparation, fitted, say))

    return attended(made, tell)


def dealt(data: DataSpec, folder: Path, tell: Tell = keep_quiet) -> Ready:
    """Return the examples as they are read, dealt out to the parts, before any preparation of values.

    Raises:
        WorkbenchError: as ``ready``.
    """
    return attended(lambda say: _dealt(data, folder, say), tell)


def _dealt(data: DataSpec, folder: Path, tell: Tell) -> Ready:
    dataset = load(data, folder, tell)
    if data.window is None:
        dataset = distinct(dataset, data.preparation.duplicates, tell)
    else:
        dataset = windowed(dataset, data.window, tell)
    parts = split(dataset, data.split, tell)
    return Ready(dataset, without(dataset, parts, data.set_aside, tell) if data.set_aside else parts)
