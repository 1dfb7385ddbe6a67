"""What a column of a table is taken for: numbers, categories or text."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from pandas.api.types import is_numeric_dtype

from workbench.project.preparation import ColumnKind

_FEW = 100
_LOOKED_AT = 1000


def kind_of(column: Any, numbers: NDArray[np.float64]) -> ColumnKind:
    """Return what a pandas column is, ``numbers`` being what ``to_numbers`` made of it.

    It holds numbers where at least half of what is not missing are numbers: others there are mistakes. Text,
    whose words count, are many different values of several words each. All else are categories.
    """
    if is_numeric_dtype(column.dtype):
        return "number"
    there = np.asarray(column.notna())
    if not there.any() or 2 * np.count_nonzero(there & ~np.isnan(numbers)) >= np.count_nonzero(there):
        return "number"
    some = column[there].head(_LOOKED_AT).astype(str)
    is_wordy = float(some.str.count(r"\s+").mean()) >= 2
    return "text" if is_wordy and some.nunique() > min(_FEW, len(some) // 2) else "category"
