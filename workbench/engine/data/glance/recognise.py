"""Recognises a file or folder and proposes a source for it."""

from __future__ import annotations

from pathlib import Path

from workbench.engine.data.dataset import Tell, keep_quiet, refuse
from workbench.engine.data.glance.arrays import glance_at_arrays
from workbench.engine.data.glance.folders import glance_at_folder
from workbench.engine.data.glance.tables import glance_at_table
from workbench.engine.data.pictures.decode import SUFFIXES
from workbench.protocol.looks import Found

_ARRAYS = frozenset({".npz", ".npy"})
_OTHER = frozenset({".zip", ".gz", ".tar", ".7z", ".rar", ".pdf", ".docx", ".h5", ".hdf5", ".pkl", ".pickle"})


def recognise(path: Path, *, sheet: str = "", encoding: str = "", tell: Tell = keep_quiet) -> Found:
    """Say what lies at an absolute path; WorkbenchError where ``data.source`` when it is no data we know.

    Only a part is read: the first rows of a table, the headers of arrays, the names of images.
    """
    suffix = path.suffix.lower()
    if _is_folder(path):
        return glance_at_folder(path, tell)
    if suffix in _ARRAYS:
        return glance_at_arrays(path)
    if suffix in SUFFIXES:
        raise refuse(
            "data.one_image",
            f"{path} is one image: expected the folder with all of them, one subfolder for each class.",
            "Drop that folder instead.",
        )
    if suffix in _OTHER:
        raise refuse(
            "data.not_known",
            f"{path} is a {suffix} file: expected a table (CSV, TSV, Parquet, .xlsx), arrays (.npz, .npy) or "
            "a folder of images.",
            "Unpack or save it as one of these first.",
        )
    return glance_at_table(path, sheet, encoding)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False  # the reading says what is wrong
