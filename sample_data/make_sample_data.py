"""Writes the bundled data sets beside this script: ``python sample_data/make_sample_data.py``.

Every ``NAME.npz`` holds ``x`` (float32, one example a row), ``y`` (int64 class numbers), ``classes`` and
``features`` (names). ``iris.csv`` is the same table as a text file, to try the CSV source with.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.datasets import load_digits, load_iris

FOLDER = Path(__file__).resolve().parent


def main(folder: Path = FOLDER) -> None:
    """Write all data sets into ``folder``."""
    _write_gates(folder)
    _write_iris(folder)
    _write_digits(folder)


def _write_gates(folder: Path) -> None:
    """The truth tables of and, or and exclusive or."""
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    a, b = x.T
    for name, y in {"and": a & b, "or": a | b, "xor": a ^ b}.items():
        _save(folder / f"{name}.npz", x, y, classes=["0", "1"], features=["a", "b"])


def _write_iris(folder: Path) -> None:
    """150 flowers of Fisher and Anderson: four lengths in cm, three species."""
    bunch = load_iris()
    features = [name.removesuffix(" (cm)").replace(" ", "_") for name in bunch.feature_names]
    classes = [str(name) for name in bunch.target_names]
    _save(folder / "iris.npz", bunch.data, bunch.target, classes=classes, features=features)
    table = pd.DataFrame(bunch.data, columns=features)
    table["species"] = [classes[number] for number in bunch.target]
    table.to_csv(folder / "iris.csv", index=False, lineterminator="\n")


def _write_digits(folder: Path) -> None:
    """1,797 handwritten digits of the UCI test set, 8 x 8; ink 0 to 16 becomes 0.0 to 1.0."""
    bunch = load_digits()
    x = (bunch.images / 16.0)[..., np.newaxis]
    _save(folder / "digits.npz", x, bunch.target, classes=[str(digit) for digit in range(10)], features=[])


def _save(
    path: Path, x: NDArray[np.generic], y: NDArray[np.generic], *, classes: list[str], features: list[str]
) -> None:
    np.savez_compressed(
        path,
        x=x.astype(np.float32),
        y=y.astype(np.int64),
        classes=np.array(classes, dtype=np.str_),
        features=np.array(features, dtype=np.str_),
    )
    print(f"{path.name}: {len(x)} examples of shape {x.shape[1:]}, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
