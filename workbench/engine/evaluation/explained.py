"""A picture of a run's data, or one from a file, explained by the run's model."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from workbench.engine.data.pixel_range import pixel_range
from workbench.engine.data.preparation.fitted import NOTHING, kept
from workbench.engine.evaluation.at_hand import RunAtHand
from workbench.engine.evaluation.examples import read_examples
from workbench.engine.evaluation.explaining import explain
from workbench.engine.evaluation.predict import form_of, names_of, shape_of
from workbench.protocol.judgement import Which
from workbench.protocol.probing import Explanation
from workbench.runs.folder import RunFolder

_UNIT, _BOTH = (0.0, 1.0), (-1.0, 1.0)


def explained(
    run: Path, which: Which, at_hand: RunAtHand, *, row: int, file: Path | None, unit: int
) -> Explanation:
    """Return what the answer rests on; the picture of ``file`` goes before the one of ``row``.

    Raises:
        WorkbenchError: the run has no such model, no such picture, or takes none.
    """
    model, folder = at_hand.model(run, which), RunFolder(run)
    project, shape = folder.project(), shape_of(model)
    fitted = kept(folder.artifacts) or NOTHING
    classes, _ = names_of(folder, project, fitted)
    if file is not None:
        x = read_examples(file, shape, features=(), form=form_of(project.data.source, shape), fitted=fitted)
        low, high = float(x.min()), float(x.max())
        pixels = _BOTH if low < 0 else _UNIT if high <= 1 else (0.0, 255.0)
        return explain(model, x[:1], pixels, unit, classes)
    ready = at_hand.ready(run)
    rows = np.array([row % len(ready.dataset)])
    x = np.asarray(ready.dataset.x[rows], dtype=np.float32)
    return explain(model, x, pixel_range(ready.dataset.x, ready.parts.train), unit, classes)
