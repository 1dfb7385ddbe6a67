"""Data sets as the network gets them, without a split."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from workbench.engine.data.dataset import Dataset
from workbench.engine.data.load import load
from workbench.engine.data.preparing import prepared
from workbench.engine.data.split import Parts
from workbench.project.data import DataSpec


def load_prepared(data: DataSpec, folder: Path) -> Dataset:
    """Read and prepare a data set; all of it is the training part."""
    dataset = load(data, folder)
    nothing = np.empty(0, dtype=np.int64)
    return prepared(dataset, Parts(np.arange(len(dataset)), nothing, nothing), data.preparation).dataset
