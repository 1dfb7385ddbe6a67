"""A number for each example: equal examples have equal ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.engine.data.csv_columns import to_numbers
from workbench.engine.data.dataset import Dataset, Tell, keep_quiet

Rows = NDArray[np.int64]
Keys = NDArray[np.uint64]
_BATCH_BYTES = 8 << 20


def example_keys(dataset: Dataset, rows: Rows, tell: Tell = keep_quiet) -> Keys:
    """Return a number for what each of the rows holds beside its target, (rows,).

    Numbers of a table count as equal however they are written: 1 and 1.0.
    """
    if dataset.table is not None:
        return _of_frame(dataset.table.frame.iloc[rows], dataset.table.decimal)
    keys = np.empty(len(rows), dtype=np.uint64)
    for start, values in batches(dataset, rows):
        tell("comparing", start, len(rows))
        keys[start : start + len(values)] = [_digest(value) for value in values]
    return keys


def target_keys(dataset: Dataset, rows: Rows) -> Keys:
    """Return a number for the target of each of the rows, (rows,)."""
    return _hashed(pd.DataFrame(dataset.y[rows]))


def batches(dataset: Dataset, rows: Rows) -> Iterator[tuple[int, NDArray[Any]]]:
    """Yield where a batch of the rows begins, and its examples."""
    size = max(1, dataset.x.nbytes // max(1, len(dataset.x)))
    step = max(1, _BATCH_BYTES // size)
    for start in range(0, len(rows), step):
        yield start, np.asarray(dataset.x[rows[start : start + step]])


def repeats(keys: Keys) -> Rows:
    """Return for each place the first place with the same key, its own where there is none, (keys,)."""
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return np.asarray(first[inverse], dtype=np.int64)


def together(*keys: Keys) -> Keys:
    """Return a number for each row of several keys."""
    return _hashed(pd.DataFrame({str(number): key for number, key in enumerate(keys)}))


def _of_frame(frame: Any, decimal: str) -> Keys:
    columns = {str(place): _comparable(frame.iloc[:, place], decimal) for place in range(frame.shape[1])}
    return _hashed(pd.DataFrame(columns, index=frame.index))


def _comparable(column: Any, decimal: str) -> Any:
    numbers = to_numbers(column, decimal)
    if np.isnan(numbers[~np.asarray(column.isna())]).any():
        return column.astype(str)
    return numbers.astype(np.float32) + np.float32(0)  # minus zero is zero


def _hashed(frame: Any) -> Keys:
    return np.asarray(pd.util.hash_pandas_object(frame, index=False), dtype=np.uint64)


def _digest(value: Any) -> int:
    data = np.ascontiguousarray(value).tobytes()
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little")
