"""Examples from a file, in the shape that a network takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from workbench.engine.data.pictures.decode import UnreadableImageError, decode
from workbench.engine.data.pictures.listing import images_below
from workbench.engine.data.preparation.arrays import apply_pixels
from workbench.engine.data.preparation.columns import apply_number
from workbench.engine.data.preparation.fitted import NOTHING, Column, Fitted, NumberColumn
from workbench.engine.data.preparation.table import apply_table
from workbench.engine.data.table_files import read_table_file
from workbench.engine.data.table_source import listed
from workbench.engine.evaluation.arrays import read_array
from workbench.engine.evaluation.images import SUFFIXES, read_image
from workbench.engine.evaluation.series import Series
from workbench.foundation.errors import Problem, WorkbenchError, error
from workbench.foundation.text_encoding import is_unicode
from workbench.project.data import ImageForm

_HINTS = {
    "data.text_in_numbers": "Correct the value: the network was trained on numbers in this column.",
    "data.missing_values": "Fill it in, or delete the row: the network needs every column it was trained on.",
    "data.not_finite": "Correct the value or delete the row: there is no answer to an infinite number.",
    "data.more": "Correct them as well.",
}
"""What to do about a table to predict from, where the words for a table to train with don't fit."""


def read_examples(
    path: Path,
    shape: tuple[int, ...],
    *,
    features: Sequence[str],
    targets: Sequence[str] = (),
    form: ImageForm | None = None,
    fitted: Fitted = NOTHING,
    series: Series | None = None,
    encoding: str = "",
) -> NDArray[np.float32]:
    """Return the raw examples in a table, ``.npy``, ``.npz`` or image file, prepared: float32 (n, *shape).

    A table needs the columns ``features``, in any order; with none known, all but ``targets`` are taken.
    An array holds raw numbers too, but where some columns are no numbers: there it is what the network gets.
    Of a ``series`` the rows are cut into windows, one for each moment that has enough rows before it. Text
    that is no Unicode is in ``encoding``, where that is said. Images are brought to ``form``, 0 to 255 as in
    training; without one they are ink from 0 to 1. A folder stands for all images in it, by name.

    Raises:
        WorkbenchError: where ``file``, when it can't be read or does not have that shape.
    """
    if path.is_dir() and form is not None:
        return _rescaled(_read_images(path, form, shape), fitted)
    if not path.is_file():
        raise _refuse(path, "a file with examples", "none there", "Check the path.")
    suffix = path.suffix.lower()
    if suffix in (".npy", ".npz"):
        rows = _prepared_array(read_array(path), fitted)
        if series is not None:
            rows = series.of_array(path, rows, math.prod(shape))
        return _rescaled(fit(path, rows, shape), fitted)
    if suffix in SUFFIXES and form is None:
        return read_image(path, shape)
    if suffix in SUFFIXES and form is not None:
        return _rescaled(_read_photograph(path, form, shape), fitted)
    try:
        return fit(path, _read_table(path, features, targets, fitted.columns, series, encoding), shape)
    except WorkbenchError as failure:
        raise WorkbenchError(*map(_of_examples, failure.problems)) from failure


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


def _rescaled(images: NDArray[np.float32], fitted: Fitted) -> NDArray[np.float32]:
    return np.asarray(apply_pixels(images, fitted.pixels)[:])


def _prepared_array(raw: NDArray[np.generic], fitted: Fitted) -> NDArray[np.generic]:
    """Return numbers (..., columns) as the preparation has it; rows of another length stay as they are."""
    columns = [column for column in fitted.columns if isinstance(column, NumberColumn)]
    if not columns or len(columns) < len(fitted.columns) or raw.size % len(columns) or not raw.ndim:
        return raw
    rows = raw.reshape(-1, len(columns)).astype(np.float64)
    made = [apply_number(column, rows[:, at]) for at, column in enumerate(columns)]
    return np.concatenate(made, axis=1).reshape(raw.shape)


def _read_photograph(path: Path, form: ImageForm, shape: tuple[int, ...]) -> NDArray[np.float32]:
    try:
        pixels = decode(str(path), form).pixels
    except UnreadableImageError as failure:
        raise _refuse(path, "an image", f"one that can't be used: {failure}", "Choose another.") from failure
    return fit(path, pixels[np.newaxis], shape)


def _read_images(folder: Path, form: ImageForm, shape: tuple[int, ...]) -> NDArray[np.float32]:
    paths = [Path(path) for path in images_below(folder)]
    if not paths:
        raise _refuse(folder, "a folder with images", "one without", "Choose another folder.")
    return np.concatenate([_read_photograph(path, form, shape) for path in paths])


def _read_table(
    path: Path,
    features: Sequence[str],
    targets: Sequence[str],
    fitted: Sequence[Column],
    series: Series | None,
    encoding: str,
) -> NDArray[np.float32]:
    said = encoding if encoding and not is_unicode(path) else ""
    file = read_table_file(path, targets=targets, least_columns=1, encoding=said)
    columns = tuple(file.frame.columns)
    names = tuple(features) or tuple(name for name in columns if name not in targets)
    absent = [name for name in names if name not in columns]
    if absent:
        received = f"{listed(columns)} without {listed(absent)}"
        raise _refuse(
            path, f"the columns {listed(names)}", received, "Name the columns as in the training data."
        )
    by_place = [replace(column, name=name) for name, column in zip(names, fitted, strict=False)]
    is_known = len(fitted) == len(names)
    rules = by_place if is_known else [NumberColumn(name=name) for name in names]
    rows = apply_table(file.frame, rules, decimal=file.decimal, locate=file.locate)
    return rows if series is None else series.of_table(path, rows, file)


def _of_examples(problem: Problem) -> Problem:
    """Return what the readers of data sources say, as it is said of a given file and of examples."""
    return replace(problem, where="file", hint=_HINTS.get(problem.code, problem.hint))


def _refuse(path: Path, expected: str, received: str, hint: str) -> WorkbenchError:
    return WorkbenchError(
        error("predict.file", "file", f"{path.name}: expected {expected}, received {received}.", hint)
    )
