"""A number for each example: equal examples have equal ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.engine.data.csv_columns import to_numbers
from workbench.engine.data.dataset import Dataset, TableData, Tell, keep_quiet

Rows = NDArray[np.int64]
Keys = NDArray[np.uint64]
_BATCH_BYTES = 8 << 20
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def example_keys(dataset: Dataset, rows: Rows, tell: Tell = keep_quiet) -> Keys:
    """Return a number for what each of the rows holds beside its target, (rows,).

    Numbers of a table count as equal however they are written: 1 and 1.0.
    """
    if dataset.table is not None:
        return _of_table(dataset.table, rows, tell)
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
    places, different = pd.factorize(keys)
    first = np.empty(len(different), dtype=np.int64)
    first[places[::-1]] = np.arange(len(keys))[::-1]  # of those written to a place the last one stays
    return np.asarray(first[places], dtype=np.int64)


def together(*keys: Keys) -> Keys:
    """Return a number for each row of several keys."""
    return _hashed(pd.DataFrame({str(number): key for number, key in enumerate(keys)}))


def _of_table(table: TableData, rows: Rows, tell: Tell) -> Keys:
    """Return the keys column by column, so that a long table is in memory only once."""
    keys = np.zeros(len(rows), dtype=np.uint64)
    for place in range(table.frame.shape[1]):
        tell("comparing", place, table.frame.shape[1])
        column = table.frame.iloc[:, place].iloc[rows]
        keys = keys * _FACTOR + pd.util.hash_array(_comparable(column, table.decimal))
    return keys


def _comparable(column: Any, decimal: str) -> Any:
    numbers = to_numbers(column, decimal)
    if np.isnan(numbers[~np.asarray(column.isna())]).any():
        return column.astype(str).array
    return numbers.astype(np.float32) + np.float32(0)  # minus zero is zero


def _hashed(frame: Any) -> Keys:
    return np.asarray(pd.util.hash_pandas_object(frame, index=False), dtype=np.uint64)


def _digest(value: Any) -> int:
    data = np.ascontiguousarray(value).tobytes()
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little")
