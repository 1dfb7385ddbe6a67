"""What a run's model says of new examples."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.load import load
from workbench.engine.data.preparation.fitted import NOTHING, Fitted, kept
from workbench.engine.evaluation.answer_forms import answer_forms, said, started_of
from workbench.engine.evaluation.examples import read_examples
from workbench.engine.evaluation.feeding import all_outputs, inputs_of
from workbench.engine.evaluation.model import load_run_model
from workbench.engine.evaluation.series import series_of
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.data import (
    Arrays,
    Bundled,
    ImageFolder,
    ImageForm,
    ImageTable,
    KerasDataset,
    Source,
    Table,
)
from workbench.project.project import Project
from workbench.project.sources import ColorMode
from workbench.protocol.judgement import Prediction, Which
from workbench.runs.folder import RunFolder

_log = logging.getLogger(__name__)
_BATCH = 64


def predict(run: Path, file: Path, which: Which = "best", *, model: Any = None) -> list[Prediction]:
    """Return each output's answer for each example in ``file``; ``model`` is the run's, if at hand.

    The examples are raw: they go through the preparation that the run has learned. Where the training data
    is gone, the classes are those in the run's journal.

    Raises:
        WorkbenchError: the run has no such model (where ``run``), or the file does not fit (``file``).
    """
    folder = RunFolder(run)
    project = folder.project()
    fitted = kept(folder.artifacts) or NOTHING
    classes, features = names_of(folder, project, fitted)
    model = model or load_run_model(run, which)
    source = project.data.source
    targets = source.targets if isinstance(source, Table) else ()
    shape = shape_of(model)
    form = form_of(source, shape)
    x = read_examples(
        file,
        shape,
        features=features,
        targets=targets,
        form=form,
        fitted=fitted,
        series=series_of(project.data),
        encoding=source.encoding if isinstance(source, Table) else "",
    )
    # Of a few examples the call itself is much quicker than all that prediction in batches sets up.
    given, is_few = inputs_of(model, x), len(x) <= _BATCH
    told = model(given, training=False) if is_few else model.predict(given, batch_size=_BATCH, verbose=0)
    outputs = all_outputs(told)
    for each in outputs:
        _check_finite(each)
    forms = answer_forms(model, project, classes, folder)
    first, *others = (said(form, each) for form, each in zip(forms, outputs, strict=True))
    return [
        Prediction(
            index=index,
            output=one.output,
            label=one.label,
            confidence=one.confidence,
            others=tuple(other[index] for other in others),
        )
        for index, one in enumerate(first)
    ]


def names_of(folder: RunFolder, project: Project, fitted: Fitted) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the classes and of the features that the model was trained with."""
    source = project.data.source
    known = tuple(column.name for column in fitted.columns) if isinstance(source, Table) else ()
    if not isinstance(source, Bundled | Table):
        return _told_classes(folder), ()
    try:
        dataset = load(project.data, folder.path)
    except WorkbenchError as failure:
        _log.warning("The training data of %s is gone: %s", folder.path, failure)
        return _told_classes(folder), known
    return dataset.classes, known or dataset.feature_names


def _told_classes(folder: RunFolder) -> tuple[str, ...]:
    started = started_of(folder)
    return () if started is None else started.classes


def form_of(source: Source | None, shape: tuple[int, ...]) -> ImageForm | None:
    """Return what a photograph must be brought to; None where pictures are ink from 0 to 1, as the digits."""
    if isinstance(source, ImageFolder | ImageTable):
        return source.form
    if not isinstance(source, KerasDataset | Arrays) or len(shape) not in (2, 3):
        return None
    color_mode: ColorMode = "rgb" if shape[2:] == (3,) else "grayscale"
    return ImageForm(height=shape[0], width=shape[1], color_mode=color_mode)


def shape_of(model: Any) -> tuple[int, ...]:
    """Return one example's shape; WorkbenchError (where ``run``) when an axis of it is open."""
    shape = tuple(model.inputs[0].shape[1:])
    if None not in shape:
        return shape
    raise WorkbenchError(
        error(
            "predict.open_shape",
            "run",
            f"The network takes examples of shape {shape}: expected a number in place of every None.",
            "Give its Input a shape of numbers only and train again.",
        )
    )


def _check_finite(outputs: NDArray[np.float32]) -> None:
    broken = np.flatnonzero(~np.isfinite(outputs).all(axis=1))
    if len(broken):
        raise WorkbenchError(
            error(
                "predict.not_finite",
                "run",
                f"The model answers example {broken[0]} with NaN or infinity: expected finite numbers.",
                "The training diverged. Take the best model, or train again with a lower learning rate.",
            )
        )
