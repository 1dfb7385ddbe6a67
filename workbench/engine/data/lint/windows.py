"""Windows of a series that are dealt out at random: what is kept for judging was trained on next door."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.engine.data.lint.material import Material, found, percent
from workbench.engine.data.slices import slices
from workbench.project.edits.remedies import SplitByTime
from workbench.protocol.findings import Finding


def shuffled_windows(material: Material) -> Iterator[Finding]:
    """Yield that kept windows share rows with those that are trained on, though not by the order of time."""
    windows, parts = material.dataset.windows, material.parts
    held = np.concatenate([parts.validation, parts.test])
    if windows is None or material.data.split.by != "share" or not len(held) or not len(parts.train):
        return
    is_trained_on = np.zeros(int(windows.max()) + 1, dtype=np.bool_)
    for some in slices(len(parts.train), windows.nbytes):
        material.tell("checking", some.start, len(windows))
        is_trained_on[windows[parts.train[some]]] = True
    shared = 0
    for some in slices(len(held), windows.nbytes):
        material.tell("checking", some.start, len(windows))
        shared += int(np.count_nonzero(is_trained_on[windows[held[some]]].any(axis=1)))
    if shared:
        yield found(
            "warning",
            "shuffled-windows",
            "data.split",
            f"{percent(shared, len(held))} of the windows for validation and test share rows with windows "
            "that are trained on: they overlap, and are dealt out at random. The figures will look better "
            "than they are.",
            "Split by time, so that the latest rows are kept for judging.",
            SplitByTime(),
        )
