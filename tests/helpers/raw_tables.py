"""Small tables with all that a preparation is for: numbers, categories, texts and missing values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

TEXTS = ("a good, good day", "Not a good day.", "what a day!", "good")


def mixed_table(n: int = 60, *, seed: int = 0, holes: bool = True) -> Any:
    """Return a frame with the columns size, colour, age, note and y (``yes`` or ``no``)."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "size": random.normal(50, 20, n).round(2),
            "colour": random.choice(["red", "green", "blue"], n),
            "age": random.integers(1, 90, n).astype(float),
            "note": random.choice(TEXTS, n),
            "y": random.choice(["yes", "no"], n),
        }
    )
    if holes:
        frame.loc[random.choice(n, n // 10, replace=False), "age"] = np.nan
        frame.loc[random.choice(n, n // 10, replace=False), "colour"] = None
    return frame


def write_mixed_table(path: Path, n: int = 60, *, seed: int = 0, holes: bool = True) -> Any:
    """Write such a table as CSV and return it."""
    frame = mixed_table(n, seed=seed, holes=holes)
    frame.to_csv(path, index=False)
    return frame
