"""A long table put together from pieces: every column grows in its place, so nothing is ever there twice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import DTypeLike, NDArray

from workbench.engine.data.room import room_for_column

_NOTHING, _BOOLS, _WHOLE, _NUMBERS, _TEXT = range(5)
_SPARE = 1.05
_GROWTH = 1.25


class Pieces:
    """Gathers the pieces of one table, which all have the same columns.

    ``clashes`` are columns that are numbers in some pieces and text in others: they have to be read as text
    from the start, so once there are any, nothing is kept any more.
    """

    def __init__(self) -> None:
        self.clashes: set[str] = set()
        self._columns: dict[str, _Column] = {}
        self._only: Any = None
        self._indices: list[Any] = []
        self._rows = 0

    def add(self, piece: Any, *, share: float) -> None:
        """Take the next rows; ``share`` of the table has been read with them."""
        if self._only is None and not self._columns:
            self._only = piece
            self._rows = len(piece)
            self._indices.append(piece.index)
            self._share = share
            return
        if self._only is not None:
            first, self._only = self._only, None
            expected = int(_SPARE * len(first) / max(self._share, 1e-6))
            self._columns = {str(name): _Column(expected) for name in first.columns}
            self._take(first)
        self._rows += len(piece)
        self._indices.append(piece.index)
        self._take(piece)

    def frame(self) -> Any:
        """Return all rows, indexed as the pieces were; each column has memory of its own."""
        if not self._columns:
            mixed = [name for name, dtype in self._only.dtypes.items() if pd.api.types.is_object_dtype(dtype)]
            return self._only.astype(dict.fromkeys(mixed, "str"))
        is_whole = all(isinstance(index, pd.RangeIndex) for index in self._indices)
        index = self._indices[0].append(self._indices[1:])
        if is_whole and len(index) and index[-1] - index[0] == self._rows - 1:
            index = pd.RangeIndex(int(index[0]), int(index[-1]) + 1)
        columns = {}
        for name in list(self._columns):
            columns[name] = pd.Series(self._columns.pop(name).whole(), index=index, copy=False)
        return pd.DataFrame(columns, copy=False)

    def _take(self, piece: Any) -> None:
        for name, column in self._columns.items():
            if not column.add(piece[name], is_kept=not self.clashes):
                self.clashes.add(name)


class _Column:
    def __init__(self, expected: int) -> None:
        self._expected = expected
        self._kind = _NOTHING
        self._has_begun = False
        self._numbers: NDArray[Any] = np.empty(0)
        self._texts: list[Any] = []
        self._count = 0

    def add(self, values: Any, *, is_kept: bool) -> bool:
        """Take more values; False where they are of a kind that doesn't go with those before."""
        kind = _kind(values)
        if self._kind == _NOTHING and self._count == 0 and kind != _NOTHING:
            self._begin(_NUMBERS if kind == _WHOLE and self._has_begun else kind)
        self._has_begun = True
        if not self._agrees(kind):
            return False
        if not is_kept:
            self._numbers, self._texts, self._count = self._numbers[:0], [], 0
        elif self._kind == _TEXT:
            self._texts.append(values.astype("str").array)
            self._count += len(values)
        else:
            self._append(np.asarray(values))
        return True

    def whole(self) -> Any:
        """Return all values as one array."""
        if self._kind != _TEXT:
            return self._numbers[: self._count]
        texts, self._texts = self._texts, []
        return pd.concat([pd.Series(text) for text in texts], ignore_index=True).array

    def _begin(self, kind: int) -> None:
        self._kind = kind
        if kind != _TEXT:
            dtype = {_BOOLS: np.bool_, _WHOLE: np.int64}.get(kind, np.float64)
            self._numbers = np.empty(0, dtype=dtype)

    def _agrees(self, kind: int) -> bool:
        """Tell whether values of a kind may follow, having made room for them."""
        if kind == self._kind or (kind == _NOTHING and self._kind in (_NUMBERS, _TEXT)):
            return True
        if self._kind == _NOTHING and kind == _TEXT:
            self._texts = [pd.array([None] * self._count, dtype="str")] if self._count else []
            self._kind = _TEXT
            return True
        if _BOOLS in (kind, self._kind) or _TEXT in (kind, self._kind):
            return False
        if self._kind == _WHOLE:
            self._move(len(self._numbers), np.float64)
        self._kind = _NUMBERS
        return True

    def _append(self, values: NDArray[Any]) -> None:
        end = self._count + len(values)
        if end > len(self._numbers):
            self._move(max(self._expected, int(_GROWTH * end)), self._numbers.dtype)
        self._numbers[self._count : end] = values
        self._count = end

    def _move(self, size: int, dtype: DTypeLike) -> None:
        moved = room_for_column(size, dtype)
        moved[: self._count] = self._numbers[: self._count]
        self._numbers = moved


def _kind(values: Any) -> int:
    match values.dtype.kind:
        case "b":
            return _BOOLS
        case "i":
            return _WHOLE
        case "u":
            return _NUMBERS
        case "f":
            numbers = np.asarray(
                values
            )  # asked for every column of every piece: pandas takes longer to answer
            return _NOTHING if np.isnan(numbers[:1]).all() and np.isnan(numbers).all() else _NUMBERS
        case _:
            return _NOTHING if values.iloc[:1].isna().all() and values.isna().all() else _TEXT
