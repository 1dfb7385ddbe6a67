"""The data sets that come with the program, as ``sample_data/make_sample_data.py`` wrote them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.column_facts import number_facts
from workbench.engine.data.dataset import Dataset, refuse
from workbench.foundation import paths


def names() -> tuple[str, ...]:
    """Return the names of the bundled data sets."""
    return tuple(sorted(path.stem for path in paths.sample_data().glob("*.npz")))


def load_bundled(name: str) -> Dataset:
    """Read a bundled data set; WorkbenchError (where ``data.source``) when there is none of that name."""
    if name not in names():
        raise refuse(
            "data.unknown",
            f"No bundled data set is called “{name}”: expected one of {', '.join(names())}.",
            "Choose one of these, or files of your own.",
        )
    with np.load(paths.sample_data() / f"{name}.npz", allow_pickle=False) as arrays:
        x, y = arrays["x"], arrays["y"]
        classes = tuple(str(label) for label in arrays["classes"])
        features = tuple(str(feature) for feature in arrays["features"])
    columns = tuple(number_facts(feature, x[:, index]) for index, feature in enumerate(features))
    return Dataset(x, y, classes, columns, features, class_values(classes))


def class_values(classes: tuple[str, ...]) -> NDArray[np.float32] | None:
    """Return the numbers that the classes are called by, or None when any of them is a word."""
    try:
        return np.array([int(label) for label in classes], dtype=np.float32)
    except ValueError:
        return None
