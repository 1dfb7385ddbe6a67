"""From the user's choice of data to examples that a network can take: read, cut, split, prepare."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.engine.data.dataset import Dataset, Tell, keep_quiet
from workbench.engine.data.load import load
from workbench.engine.data.preparing import prepared
from workbench.engine.data.split import Parts, split
from workbench.engine.data.windows import windowed
from workbench.project.data import DataSpec


@dataclass(frozen=True, eq=False)
class Ready:
    """A prepared data set and the rows of its parts."""

    dataset: Dataset
    parts: Parts


def ready(data: DataSpec, folder: Path, tell: Tell = keep_quiet) -> Ready:
    """Carry out all that ``data`` says but augmentation; a relative path starts at ``folder``.

    Raises:
        WorkbenchError: where ``data...``, when something of it is not possible.
    """
    dataset = load(data, folder, tell)
    if data.window is not None:
        dataset = windowed(dataset, data.window)
    parts = split(dataset, data.split)
    return Ready(prepared(dataset, parts, data.preparation), parts)
