"""From raw examples to what the network gets. Whatever is fitted is fitted on the training part only."""

from __future__ import annotations

from dataclasses import replace

from workbench.engine.data.csv_columns import feature_matrix
from workbench.engine.data.dataset import Dataset
from workbench.engine.data.split import Parts
from workbench.project.preparation import Preparation


def prepared(dataset: Dataset, parts: Parts, preparation: Preparation) -> Dataset:
    """Return the data set with ``x`` as the network gets it: (n, *shape), for all rows.

    Raises:
        WorkbenchError: where ``data.source.features``, for columns that hold something else than numbers.
    """
    if dataset.table is not None:
        table = dataset.table
        names = [str(name) for name in table.frame.columns]
        dataset = replace(dataset, x=feature_matrix(table.frame, names, table.decimal, table.locate))
    if dataset.windows is not None:
        dataset = replace(dataset, x=dataset.x[dataset.windows], windows=None)
    return dataset
