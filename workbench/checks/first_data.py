"""What data needs besides its source, as it is proposed at first: parts, windows, no missing numbers."""

from __future__ import annotations

from msgspec.structs import replace

from workbench.project.data import DataSpec, Table
from workbench.protocol.looks import Found


def first_data(data: DataSpec, found: Found) -> DataSpec:
    """Return data whose source was found, with what that needs to be learned from.

    A time series is cut into windows, is a quantity, has its last stretch for the test and is scaled. Missing
    numbers of a table get the median.
    """
    if found.window is not None:
        split = replace(data.split, by="time", folds=0, fold=0)
        preparation = replace(data.preparation, scaling="standard")
        data = replace(data, window=found.window, task="regression", split=split, preparation=preparation)
    target = found.source.target if isinstance(found.source, Table) else ""
    has_gaps = any(column.missing for column in found.columns if column.name != target)
    if isinstance(found.source, Table) and has_gaps and data.preparation.missing == "refuse":
        data = replace(data, preparation=replace(data.preparation, missing="median"))
    return data
