"""Arrays of examples and targets as a data set."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.engine.data.array_files import map_array, read_member
from workbench.engine.data.column_facts import number_facts
from workbench.engine.data.csv_target import read_target
from workbench.engine.data.dataset import Dataset, Features, Tell, keep_quiet, part_of, refuse
from workbench.engine.data.memory import budget
from workbench.engine.data.slices import slices
from workbench.engine.data.table_target import Targets
from workbench.project.data import Arrays, Task
from workbench.project.source_paths import is_single_array
from workbench.protocol.facts import ColumnFacts

_TOLD_COLUMNS = 1000
_PAIRS = (("x", "y", 0), ("x_validation", "y_validation", 1), ("x_test", "y_test", 2))


class MappedRows:
    """Arrays one behind the other that stay on the disk: float32 (n, *shape) when rows are read."""

    def __init__(self, arrays: Sequence[NDArray[Any]]) -> None:
        self._arrays = tuple(arrays)
        self._starts = np.cumsum([0, *(len(array) for array in arrays)])
        self.dtype = np.dtype(np.uint8 if _is_pixels(arrays[0]) else np.float32)

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self), *self._arrays[0].shape[1:])

    @property
    def nbytes(self) -> int:
        return math.prod(self.shape) * self.dtype.itemsize

    def __len__(self) -> int:
        return int(self._starts[-1])

    def __getitem__(self, rows: Any) -> Any:
        if isinstance(rows, int | np.integer):
            return self[np.array([rows])][0]
        chosen = np.arange(len(self))[rows]
        out = np.empty((len(chosen), *self.shape[1:]), dtype=self.dtype)
        of = np.searchsorted(self._starts, chosen, side="right") - 1
        for number, array in enumerate(self._arrays):
            places = np.flatnonzero(of == number)
            out[places] = array[chosen[places] - self._starts[number]]
        return out


def load_arrays(source: Arrays, folder: Path, task: Task | None, tell: Tell = keep_quiet) -> Dataset:
    """Read examples and targets; WorkbenchError where ``data.source...`` when they don't fit together.

    ``tell`` hears of rows that are ``reading`` and of columns that are ``counting``.
    """
    if not source.path.strip():
        raise refuse(
            "data.none", "No file is chosen: expected arrays (.npz or .npy).", "Choose a file in Data."
        )
    pairs = [
        (
            _read(source, getattr(source, x), folder, is_path=x == "x"),
            _read(source, getattr(source, y), folder),
            part,
        )
        for x, y, part in _PAIRS
        if x == "x" or getattr(source, x).strip()
    ]
    for array, of_it, _ in pairs:
        _check_pair(array, of_it, pairs[0][0])
    targets = _targets(np.concatenate([_column(y) for _, y, _ in pairs]), task)
    x = _examples([array for array, _, _ in pairs], tell)
    sizes = [len(y) for _, y, _ in pairs]
    given = (
        np.repeat(np.array([part for *_, part in pairs], dtype=np.int8), sizes) if len(pairs) > 1 else None
    )
    groups = _groups(source, folder, len(targets.y))
    names = tuple(f"x{number}" for number in range(1, x.shape[1] + 1)) if len(x.shape) == 2 else ()
    return Dataset(
        x,
        targets.y,
        targets.classes,
        _facts_of_columns(x, names[:_TOLD_COLUMNS], tell) if isinstance(x, np.ndarray) else (),
        names,
        targets.values,
        labels=targets.labels,
        target_names=("y",)
        if targets.y.ndim == 1
        else tuple(f"y{n}" for n in range(1, targets.y.shape[1] + 1)),
        groups=groups,
        given=given,
    )


def _read(source: Arrays, key: str, folder: Path, *, is_path: bool = False) -> NDArray[Any]:
    if is_single_array(source):
        name = source.path if is_path else key
        if not name.strip():
            message = "No file with the targets is chosen: expected a .npy file."
            raise refuse("data.none", message, "Choose one.", where="data.source.y")
        return map_array(folder / name)
    return read_member(folder / source.path, key)


def _check_pair(x: NDArray[Any], y: NDArray[Any], first: NDArray[Any]) -> None:
    reason = None
    if x.ndim < 2 or 0 in x.shape:
        reason = f"expected examples of shape (n, ...), received {x.shape}"
    elif x.dtype.kind in "US":
        reason = "expected examples that are numbers, received text"
    elif len(x) != len(y):
        reason = f"expected a target for each of the {len(x)} examples, received {len(y)}"
    elif x.shape[1:] != first.shape[1:]:
        reason = f"expected examples of shape {first.shape[1:]} in every part, received {x.shape[1:]}"
    elif len(x) < 2:
        reason = f"expected at least two examples, received {len(x)}"
    if reason is not None:
        raise refuse("data.arrays", f"The arrays don't fit: {reason}.", "Choose other arrays.")


def _column(y: NDArray[Any]) -> NDArray[Any]:
    return y[:, 0] if y.ndim == 2 and y.shape[1] == 1 else y


def _targets(y: NDArray[Any], task: Task | None) -> Targets:
    if y.ndim == 1:
        target = read_target(_as_texts(y), ".", lambda row: f"row {row}", task=task)
        return Targets(target.y, target.classes, target.values)
    if y.ndim != 2 or y.dtype.kind in "US":
        message = f"The targets have the shape {y.shape}: expected (n,) or numbers of shape (n, k)."
        raise refuse("data.arrays", message, "Choose other targets.", where="data.source.y")
    y = y.astype(np.float32)
    if not np.isfinite(y).all():
        raise _not_finite("targets", "data.source.y")
    is_binary = bool(np.isin(y, (0, 1)).all())
    if is_binary and task in (None, "binary", "multiclass") and bool((y.sum(axis=1) == 1).all()):
        names = tuple(str(number) for number in range(y.shape[1]))
        return Targets(y.argmax(axis=1).astype(np.int64), names, np.arange(len(names), dtype=np.float32))
    names = tuple(f"y{number}" for number in range(1, y.shape[1] + 1))
    return Targets(y, labels=names if is_binary and task != "regression" else ())


def _as_texts(y: NDArray[Any]) -> Any:
    """Return targets (n,) as a pandas column of texts; of millions of rows few are different."""
    places, cells = pd.factorize(pd.Series(y))
    texts = np.array([*(_text(cell) for cell in cells.astype(object)), None], dtype=object)
    return pd.Series(texts[places], name="y")  # a missing one has the place -1


def _text(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return None if isinstance(value, float) and math.isnan(value) else str(value)


def _examples(arrays: list[NDArray[Any]], tell: Tell) -> Features:
    """Return the examples, on the disk where they don't fit into memory."""
    mapped = MappedRows(arrays)
    is_kept = mapped.nbytes <= budget()
    passes = len(arrays) + is_kept
    for number, array in enumerate(arrays):
        _check_finite(array, part_of(tell, number, passes))
    if not is_kept:
        return mapped
    out = np.empty(mapped.shape, dtype=mapped.dtype)
    for some in slices(len(out), out.nbytes):
        part_of(tell, passes - 1, passes)("reading", some.start, len(out))
        out[some] = mapped[some]
    return out


def _check_finite(array: NDArray[Any], tell: Tell) -> None:
    if array.dtype.kind != "f":
        return
    largest = float(np.finfo(np.float32).max)
    for some in slices(len(array), array.nbytes):
        tell("reading", some.start, len(array))
        if not (np.abs(array[some]) <= largest).all():
            raise _not_finite("examples", "data.source.x")


def _facts_of_columns(x: NDArray[Any], names: Sequence[str], tell: Tell) -> tuple[ColumnFacts, ...]:
    told = []
    for at, name in enumerate(names):
        tell("counting", at, len(names))
        told.append(number_facts(name, x[:, at]))
    return tuple(told)


def _not_finite(what: str, where: str) -> Exception:
    return refuse(
        "data.not_finite",
        f"The {what} hold NaN or infinite numbers: expected finite ones.",
        "Correct them or leave these rows out: a network can't learn from them.",
        where=where,
    )


def _groups(source: Arrays, folder: Path, count: int) -> NDArray[np.int64] | None:
    if not source.group.strip():
        return None
    groups = _column(_read(source, source.group, folder))
    if groups.shape != (count,):
        message = f"The groups have the shape {groups.shape}: expected one for each of the {count} examples."
        raise refuse("data.arrays", message, "Choose another array.", where="data.source.group")
    return np.unique(groups, return_inverse=True)[1].astype(np.int64)


def _is_pixels(array: NDArray[Any]) -> bool:
    return array.dtype == np.uint8 and array.ndim >= 3
