"""The examples in memory, and the words in which a data source is refused."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.foundation.errors import WorkbenchError, error
from workbench.protocol.facts import ColumnFacts


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples and their targets, row by row.

    ``x`` is float32 (n, *shape). ``y`` is int64 class numbers (n,) for classification, float32 (n, k) for
    regression, where ``classes`` is empty. ``values`` holds the number that each class stands for when the
    target's classes are numbers: a regression loss learns these.
    """

    x: NDArray[np.float32]
    y: NDArray[np.int64] | NDArray[np.float32]
    classes: tuple[str, ...] = ()
    columns: tuple[ColumnFacts, ...] = ()
    feature_names: tuple[str, ...] = ()
    values: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return len(self.x)

    @property
    def is_classification(self) -> bool:
        return bool(self.classes)


def refuse(code: str, message: str, hint: str, *, where: str = "data.source") -> WorkbenchError:
    """Return the error that says why a data source can't be used; the caller raises it."""
    return WorkbenchError(error(code, where, message, hint))
