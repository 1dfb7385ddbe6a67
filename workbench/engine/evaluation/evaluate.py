"""A run's model judged on one part of its data: Keras' own figures, then scikit-learn's."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from workbench.engine.data.dataset import Dataset, Tell, keep_quiet
from workbench.engine.data.fingerprint import compared
from workbench.engine.data.split import Indices, Parts
from workbench.engine.evaluation.feeding import RowBatches, all_outputs, targets_of
from workbench.engine.evaluation.many_classes import MOST_SQUARE, pairs_of, predicted_classes, report_of
from workbench.engine.evaluation.model import load_run_model
from workbench.engine.evaluation.outputs import Answers, answers_of, matrix_of, predicted_by
from workbench.engine.evaluation.outputs import judged as judge
from workbench.engine.evaluation.report import report_rows, report_text
from workbench.engine.evaluation.run_data import data_of
from workbench.engine.training.compiling import head_of
from workbench.engine.training.values import finite, plain
from workbench.foundation.errors import Problem, WorkbenchError, error, warning
from workbench.protocol.judgement import Evaluation, SplitName, Which
from workbench.runs import evaluations, looks, matrices
from workbench.runs.folder import RunFolder

LARGEST_MATRIX = 400
"""With more classes the matrix would not fit into a frame and is handed over as a file of the run."""
_LEAST_BATCH = 64


def evaluate(run: Path, split: SplitName, which: Which, tell: Tell = keep_quiet) -> Evaluation:
    """Return loss, metrics, and of each output figures with its answers in a file of the run.

    Matrix and report are of the first output, where it answers classes; a single unit that learns more than
    two classes as numbers has neither. What was found is kept in the run, and looks at the test part counted.

    Raises:
        WorkbenchError: the run has no such model, its data can't be read, or the part is empty.
    """
    folder = RunFolder(run)
    project = folder.project()
    found = data_of(folder, tell)
    dataset, rows = found.dataset, rows_of(found.parts, split)
    model = load_run_model(run, which)
    batch = max(project.training.batch_size, _LEAST_BATCH)
    y = targets_of(model, project, dataset, rows)
    weights = None if dataset.weights is None else dataset.weights[rows]
    judged_on = RowBatches(dataset.x, rows, batch=batch, inputs=len(model.inputs), y=y, weights=weights)
    figures = plain(model.evaluate(judged_on, verbose=0, return_dict=True))
    loss = figures.pop("loss")
    _check_finite(loss)
    x = RowBatches(dataset.x, rows, batch=batch, inputs=len(model.inputs))
    judged = Evaluation(
        split=split,
        which=which,
        examples=len(rows),
        loss=loss,
        metrics=finite(figures),
        problems=(*compared(folder.artifacts, dataset), *_looked(folder.artifacts, split)),
    )
    if len(dataset.classes) > MOST_SQUARE and model.outputs[0].shape[-1] > 1:
        path = folder.artifacts / f"evaluation-{split}-{which}-pairs.npy"
        judged = _of_very_many(judged, predicted_classes(model, x), dataset=dataset, rows=rows, path=path)
        evaluations.keep(judged, folder.artifacts)
        return judged
    predicted = model.predict(x, verbose=0)
    told = [
        answers_of(node.name, head_of(project.training, node).loss, outputs, dataset, rows)
        for node, outputs in zip(project.graph.outputs(), all_outputs(predicted), strict=True)
    ]
    outputs = tuple(
        judge(answers, rows, folder.artifacts / f"answers-{split}-{which}-{number}.npz")
        for number, answers in enumerate(told)
    )
    judged = replace(judged, outputs=outputs)
    judged = _with_first(judged, told[0], folder.artifacts / f"evaluation-{split}-{which}.npy")
    evaluations.keep(judged, folder.artifacts)
    return judged


def _of_very_many(
    judged: Evaluation, predicted: NDArray[np.int64], *, dataset: Dataset, rows: Indices, path: Path
) -> Evaluation:
    """Return the report: the first output has too many classes for a square matrix and for all its answers.

    The matrix without its zeros goes to the file ``path``.
    """
    true, count = dataset.y[rows].astype(np.int64), len(dataset.classes)
    told = warning(
        "evaluate.many_classes",
        "run",
        f"{count:,} classes are judged by their report alone: expected at most {MOST_SQUARE:,} for a matrix.",
        "The report names the classes with most examples, and the means over all of them. Which were taken "
        f"for which stands in {path}.",
    )
    pairs = pairs_of(true, predicted)
    path.parent.mkdir(exist_ok=True)
    matrices.write(path, pairs)
    return replace(
        judged,
        report=report_of(pairs, dataset.classes),
        confusion_pairs=str(path),
        problems=(*judged.problems, told),
    )


def _with_first(judged: Evaluation, first: Answers, path: Path) -> Evaluation:
    """Return the evaluation with matrix and report of the first output, where it answers classes."""
    if first.form != "classes":
        return judged
    matrix = matrix_of(first)
    true, predicted = first.true.astype(np.int64), predicted_by(first)
    judged = replace(
        judged,
        classes=first.names,
        report=report_rows(true, predicted, first.names),
        report_text=report_text(true, predicted, first.names),
    )
    return _with_matrix(judged, matrix, path)


def _looked(artifacts: Path, split: SplitName) -> tuple[Problem, ...]:
    """Count a look at the test part and warn from the second one on."""
    if split != "test":
        return ()
    count = looks.add(artifacts)
    if count < 2:
        return ()
    text = f"The test part of this run has been judged {count} times: expected once, at the very end."
    hint = "Whoever chooses by its figures trains on it. Judge on validation while you still change things."
    return (warning("evaluate.test_again", "run", text, hint),)


def _with_matrix(judged: Evaluation, matrix: NDArray[np.int64], path: Path) -> Evaluation:
    """Return the evaluation with its matrix, or with the file ``path`` that holds a large one."""
    if len(matrix) <= LARGEST_MATRIX:
        return replace(judged, confusion_matrix=tuple(tuple(row) for row in matrix.tolist()))
    path.parent.mkdir(exist_ok=True)
    matrices.write(path, matrix)
    return replace(judged, confusion_file=str(path))


def rows_of(parts: Parts, split: SplitName) -> Indices:
    """Return the rows of a part; WorkbenchError (where ``data.split``) when it is empty."""
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
