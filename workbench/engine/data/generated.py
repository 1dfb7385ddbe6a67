"""Sets made by a formula, as scikit-learn makes them where it does."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import make_blobs, make_circles, make_moons

from workbench.engine.data.column_facts import number_facts
from workbench.engine.data.dataset import Dataset, refuse
from workbench.project.data import Generated

_MOST = 1_000_000
_MOST_CLASSES = 20
Points = tuple[NDArray[np.float64], NDArray[np.int64] | NDArray[np.float64]]


def load_generated(source: Generated) -> Dataset:
    """Make the examples; WorkbenchError where ``data.source...`` when the numbers are out of range."""
    _check(source)
    points, y = _points(source)
    x = points.astype(np.float32)
    names = tuple(f"x{number}" for number in range(1, x.shape[1] + 1))
    columns = tuple(number_facts(name, x[:, at]) for at, name in enumerate(names))
    if y.dtype.kind == "f":
        targets = y.astype(np.float32)[:, np.newaxis]
        return Dataset(x, targets, columns=columns, feature_names=names, target_names=("y",))
    classes = tuple(str(number) for number in range(int(y.max()) + 1))
    values = np.arange(len(classes), dtype=np.float32)
    return Dataset(x, y.astype(np.int64), classes, columns, names, values)


def _points(source: Generated) -> Points:
    n, noise, seed = source.n, source.noise, source.seed
    random = np.random.default_rng(seed)
    match source.kind:
        case "moons":
            return make_moons(n, noise=noise, random_state=seed)
        case "circles":
            return make_circles(n, noise=noise, factor=0.5, random_state=seed)
        case "blobs":
            return make_blobs(
                n, centers=source.classes, cluster_std=noise, center_box=(-1, 1), random_state=seed
            )
        case "xor":
            corners = random.uniform(-1, 1, (n, 2))
            y = (corners[:, 0] * corners[:, 1] > 0).astype(np.int64)
            return corners + random.normal(0, noise, (n, 2)), y
        case "spirals":
            y = np.arange(n) % source.classes
            along = np.sqrt(random.uniform(0.01, 1, n))
            angle = 3 * np.pi * along + 2 * np.pi * y / source.classes
            spiral = np.column_stack([along * np.cos(angle), along * np.sin(angle)])
            return spiral + random.normal(0, noise, (n, 2)) * 0.2, y
        case _:
            x = random.uniform(-1, 1, n)
            curves = {"line": 2 * x - 0.5, "sine": np.sin(np.pi * x), "steps": np.floor(2 * x) / 2}
            return x[:, np.newaxis], curves[source.kind] + random.normal(0, noise, n)


def _check(source: Generated) -> None:
    for name, value, least, most in (
        ("n", source.n, 4, _MOST),
        ("noise", source.noise, 0, 100),
        ("seed", source.seed, 0, 2**32 - 1),
        ("classes", source.classes, 2, _MOST_CLASSES),
    ):
        if not least <= value <= most:
            raise refuse(
                "data.generated",
                f"The generated set's {name}: expected {least} to {most}, received {value:g}.",
                "Choose a number of that range.",
                where=f"data.source.{name}",
            )
