"""Examples from a file, in the shape that a network takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from workbench.engine.data.csv_columns import feature_matrix
from workbench.engine.data.csv_table import line_of, read_table
from workbench.engine.data.csv_text import recognise
from workbench.engine.data.table_source import listed
from workbench.engine.evaluation.arrays import read_array
from workbench.engine.evaluation.images import SUFFIXES, read_image
from workbench.foundation.errors import WorkbenchError, error


def read_examples(
    path: Path, shape: tuple[int, ...], *, features: Sequence[str], target: str | None
) -> NDArray[np.float32]:
    """Return the examples in a CSV, ``.npy``, ``.npz`` or image file as float32 (n, *shape).

    A CSV needs the columns ``features``, in any order; with none known, all but ``target`` are taken.

    Raises:
        WorkbenchError: where ``file``, when it can't be read or does not have that shape.
    """
    if not path.is_file():
        raise _refuse(path, "a file with examples", "none there", "Check the path.")
    suffix = path.suffix.lower()
    if suffix in (".npy", ".npz"):
        return fit(path, read_array(path), shape)
    if suffix in SUFFIXES:
        return read_image(path, shape)
    try:
        return fit(path, _read_csv(path, features, target), shape)
    except WorkbenchError as failure:
        # The readers of data sources pin their problems to the data source; here it is the given file.
        raise WorkbenchError(*(replace(problem, where="file") for problem in failure.problems)) from failure


def fit(path: Path, array: NDArray[np.generic], shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Return ``array`` as (n, *shape): from rows of the right length, or from a single example."""
    size = math.prod(shape)
    if array.ndim and math.prod(array.shape[1:]) == size:
        rows = array.reshape(len(array), *shape)
    elif array.size == size:
        rows = array.reshape(1, *shape)
    else:
        expected = f"examples of shape {shape}, or rows of {size} numbers"
        raise _refuse(
            path, expected, f"an array of shape {array.shape}", "Save it in the shape of the input."
        )
    if not len(rows):
        raise _refuse(path, "at least one example", "none", "Choose a file with examples.")
    with np.errstate(over="ignore"):  # what is too large becomes infinite, and is refused below
        examples = rows.astype(np.float32)
    if not np.isfinite(examples).all():
        raise _refuse(path, "finite numbers", "NaN or infinite ones", "Correct these values.")
    return examples


def _read_csv(path: Path, features: Sequence[str], target: str | None) -> NDArray[np.float32]:
    text = recognise(path, least_columns=1)
    names = tuple(features) or tuple(name for name in text.columns if name != target)
    absent = [name for name in names if name not in text.columns]
    if absent:
        received = f"{listed(text.columns)} without {listed(absent)}"
        raise _refuse(
            path, f"the columns {listed(names)}", received, "Name the columns as in the training data."
        )
    frame = read_table(text, *(name for name in (target,) if name in text.columns))
    return feature_matrix(frame, names, text.decimal, partial(line_of, text))


def _refuse(path: Path, expected: str, received: str, hint: str) -> WorkbenchError:
    return WorkbenchError(
        error("predict.file", "file", f"{path.name}: expected {expected}, received {received}.", hint)
    )
