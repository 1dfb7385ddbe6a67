"""From the user's choice of a source to raw examples."""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

from workbench.engine.data.arrays_source import load_arrays
from workbench.engine.data.bundled import load_bundled
from workbench.engine.data.dataset import Dataset, Tell, keep_quiet, refuse
from workbench.engine.data.generated import load_generated
from workbench.engine.data.keras_source import load_keras_dataset
from workbench.engine.data.memory import give_back
from workbench.engine.data.pictures.source import load_image_folder, load_image_table
from workbench.engine.data.remembered import remembered
from workbench.engine.data.table_source import check_own_past, load_table
from workbench.project.data import (
    Arrays,
    Bundled,
    DataSpec,
    Generated,
    ImageFolder,
    ImageTable,
    KerasDataset,
    Table,
)

__all__ = ["Dataset", "load"]


def load(data: DataSpec, folder: Path, tell: Tell = keep_quiet) -> Dataset:
    """Read the examples as they are; a relative path starts at ``folder``.

    ``tell`` hears how far a long reading has come, on whatever thread.

    Raises:
        WorkbenchError: where ``data.source...``, when nothing is chosen or what was chosen can't be used.
    """
    check_own_past(data)
    return remembered(data, folder, lambda: _read(data, folder, tell), tell)


def _read(data: DataSpec, folder: Path, tell: Tell) -> Dataset:
    match data.source:
        case None:
            raise refuse(
                "data.none",
                "No data set is chosen: expected a bundled data set, or files of your own.",
                "Choose one in Data: iris, digits, and, or and xor are there to begin with.",
            )
        case Bundled():
            return load_bundled(data.source.name)
        case Table():
            table = load_table(data.source, folder, data.task, tell)
            give_back()
            return table
        case Arrays():
            return load_arrays(data.source, folder, data.task, tell)
        case ImageFolder():
            return load_image_folder(data.source, folder, tell)
        case ImageTable():
            return load_image_table(data.source, folder, data.task, tell)
        case KerasDataset():
            return load_keras_dataset(data.source, tell)
        case Generated():
            return load_generated(data.source)
        case _:
            assert_never(data.source)
