"""A run's model judged on one part of its data: Keras' own figures, then scikit-learn's."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from workbench.catalog.loss_forms import threshold_of
from workbench.engine.data.fingerprint import compared
from workbench.engine.data.preparation.fitted import kept
from workbench.engine.data.ready import ready
from workbench.engine.data.split import Indices, Parts
from workbench.engine.evaluation.confusion import class_numbers, confusion_matrix
from workbench.engine.evaluation.feeding import RowBatches, first_output, targets_of
from workbench.engine.evaluation.model import load_run_model
from workbench.engine.evaluation.report import report_rows, report_text
from workbench.engine.training.compiling import head_of
from workbench.engine.training.values import finite, plain
from workbench.foundation.errors import WorkbenchError, error
from workbench.protocol.judgement import Evaluation, SplitName, Which
from workbench.runs import matrices
from workbench.runs.folder import RunFolder

LARGEST_MATRIX = 400
"""With more classes the matrix would not fit into a frame and is handed over as a file of the run."""
_LEAST_BATCH = 64


def evaluate(run: Path, split: SplitName, which: Which) -> Evaluation:
    """Return loss, metrics and, for classification, the confusion matrix and the report.

    Of a network with several outputs the metrics tell all, matrix and report the first. A single unit that
    learns more than two classes as numbers has neither.

    Raises:
        WorkbenchError: the run has no such model, its data can't be read, or the part is empty.
    """
    folder = RunFolder(run)
    project = folder.project()
    found = ready(project.data, run, fitted=kept(folder.artifacts))
    dataset, rows = found.dataset, _rows(found.parts, split)
    model = load_run_model(run, which)
    batch = max(project.training.batch_size, _LEAST_BATCH)
    y = targets_of(model, project, dataset, rows)
    judged_on = RowBatches(dataset.x, rows, batch=batch, inputs=len(model.inputs), y=y)
    figures = plain(model.evaluate(judged_on, verbose=0, return_dict=True))
    loss = figures.pop("loss")
    _check_finite(loss)
    x = RowBatches(dataset.x, rows, batch=batch, inputs=len(model.inputs))
    outputs = first_output(model.predict(x, verbose=0))
    judged = Evaluation(
        split=split,
        examples=len(rows),
        loss=loss,
        metrics=finite(figures),
        problems=compared(folder.artifacts, dataset),
    )
    if not dataset.classes or (outputs.shape[1] == 1 and len(dataset.classes) > 2):
        return judged
    true = dataset.y[rows].astype(np.int64)
    threshold = threshold_of(head_of(project.training, project.graph.outputs()[0]).loss)
    predicted = class_numbers(outputs, threshold=threshold)
    judged = replace(
        judged,
        classes=dataset.classes,
        report=report_rows(true, predicted, dataset.classes),
        report_text=report_text(true, predicted, dataset.classes),
    )
    matrix = confusion_matrix(true, predicted, len(dataset.classes))
    return _with_matrix(judged, matrix, RunFolder(run).artifacts / f"evaluation-{split}-{which}.npy")


def _with_matrix(judged: Evaluation, matrix: NDArray[np.int64], path: Path) -> Evaluation:
    """Return the evaluation with its matrix, or with the file ``path`` that holds a large one."""
    if len(matrix) <= LARGEST_MATRIX:
        return replace(judged, confusion_matrix=tuple(tuple(row) for row in matrix.tolist()))
    path.parent.mkdir(exist_ok=True)
    matrices.write(path, matrix)
    return replace(judged, confusion_file=str(path))


def _rows(parts: Parts, split: SplitName) -> Indices:
    by_name: dict[SplitName, Indices] = {
        "train": parts.train,
        "validation": parts.validation,
        "test": parts.test,
    }
    if len(by_name[split]):
        return by_name[split]
    others = [f"{name} ({len(rows)})" for name, rows in by_name.items() if len(rows)]
    raise WorkbenchError(
        error(
            "evaluate.empty",
            "data.split",
            f"The {split} part has no examples: expected at least one to judge the model on.",
            f"Parts with examples: {', '.join(others)}.",
        )
    )


def _check_finite(loss: float) -> None:
    if not math.isfinite(loss):
        raise WorkbenchError(
            error(
                "evaluate.not_finite",
                "run",
                f"The model's loss is {loss}: expected a finite number.",
                "The training diverged. Take the best model, or train again with a lower learning rate.",
            )
        )
