"""From the user's choice of data to examples in memory."""

from pathlib import Path

from workbench.engine.data.bundled import load_bundled
from workbench.engine.data.csv_source import load_csv
from workbench.engine.data.dataset import Dataset, refuse
from workbench.project.data import Bundled, DataSpec, Table

__all__ = ["Dataset", "load"]


def load(data: DataSpec, folder: Path) -> Dataset:
    """Read the examples; a relative path starts at ``folder``.

    Raises:
        WorkbenchError: where ``data.source``, ``data.source.target`` or ``data.source.features``, when
            nothing is chosen or what was chosen can't be used.
    """
    match data.source:
        case None:
            raise refuse(
                "data.none",
                "No data set is chosen: expected a bundled data set or a CSV file.",
                "Choose one in Data: xor, iris and digits are there to begin with.",
            )
        case Bundled():
            return load_bundled(data.source.name)
        case Table():
            return load_csv(data.source, folder)
        case other:
            raise refuse(
                "data.unsupported", f"{type(other).__name__} can't be read yet.", "Choose another source."
            )
