"""Each output of a network judged: its matrix, its figures, and the answers that curves are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workbench.catalog.loss_forms import threshold_of
from workbench.engine.data.dataset import Dataset
from workbench.engine.evaluation.confusion import class_numbers, confusion_matrix
from workbench.engine.evaluation.probabilities import probabilities_of
from workbench.project.spec import Spec
from workbench.protocol.judgement import Figure, OutputJudged
from workbench.protocol.outputs import Form
from workbench.runs import rating
from workbench.runs.scores import Scores, write

MOST_ROWS, MOST_VALUES = 50_000, 8_000_000
"""Of more examples, those whose answers are kept for curves are taken evenly from all over them."""
_TOP = (3, 5)
_MOST_CURVES = 50_000_000


@dataclass(frozen=True, eq=False)
class Answers:
    """What one output said of the rows: ``outputs`` is (n, units), ``true`` as ``form`` has it."""

    name: str
    form: Form
    names: tuple[str, ...]
    true: NDArray[np.int64] | NDArray[np.float32]
    outputs: NDArray[np.float32]
    are_probabilities: bool
    threshold: float | None


def answers_of(
    name: str, loss: Spec, outputs: NDArray[np.float32], dataset: Dataset, rows: NDArray[np.int64]
) -> Answers:
    """Return what an output answers, as classes, labels or quantities; logits are made probabilities.

    With more units than classes the surplus ones are classes without a name of their own.
    """
    units, classes = outputs.shape[1], dataset.classes
    if dataset.labels:
        made, are = probabilities_of(outputs, loss, is_one_of=False)
        middle = 0.5 if are else threshold_of(loss)
        return Answers(name, "labels", dataset.labels, dataset.y[rows], made, are, middle)
    if not classes or (units == 1 and len(classes) > 2):
        return Answers(
            name, "quantities", _targets(dataset, units), _quantities(dataset, rows), outputs, False, None
        )
    made, are = probabilities_of(outputs, loss, is_one_of=units > 1)
    surplus = tuple(f"unit {number}" for number in range(len(classes), units))
    split = None if units > 1 else (0.5 if are else threshold_of(loss))
    return Answers(name, "classes", (*classes, *surplus), dataset.y[rows].astype(np.int64), made, are, split)


def judged(answers: Answers, rows: NDArray[np.int64], path: Path) -> OutputJudged:
    """Return an output's figures and leave its answers in the file ``path``.

    Raises:
        OSError: the file can't be written.
    """
    matrix = matrix_of(answers)
    kept = _kept(len(rows), answers.outputs.shape[1])
    write(path, Scores(rows[kept], answers.true[kept], answers.outputs[kept], matrix))
    return OutputJudged(
        name=answers.name,
        form=answers.form,
        names=answers.names,
        scores=str(path),
        scored=len(kept),
        threshold=answers.threshold,
        are_probabilities=answers.are_probabilities,
        figures=tuple(_figures(answers, matrix)),
    )


def matrix_of(answers: Answers) -> NDArray[np.int64]:
    """Return the counts (classes, classes), of labels (k, 2, 2), and of quantities none (0, 0)."""
    if answers.form == "classes":
        return confusion_matrix(answers.true.astype(np.int64), predicted_by(answers), len(answers.names))
    if answers.form == "labels":
        pairs = zip(answers.true.T, answers.outputs.T, strict=True)
        return np.array([rating.matrix_at(true > 0.5, said, _middle(answers)) for true, said in pairs])
    return np.zeros((0, 0), dtype=np.int64)


def predicted_by(answers: Answers) -> NDArray[np.int64]:
    """Return the class that is answered to each row (n,)."""
    return class_numbers(answers.outputs, threshold=_middle(answers))


def _middle(answers: Answers) -> float:
    return 0.5 if answers.threshold is None else answers.threshold


def _figures(answers: Answers, matrix: NDArray[np.int64]) -> list[Figure]:
    if answers.form == "classes":
        return _of_classes(answers, matrix)
    if answers.form == "labels":
        return _of_labels(answers, matrix)
    columns = zip(answers.names, answers.true.T, answers.outputs.T, strict=False)
    found: list[Figure] = []
    for name, true, said in columns:
        for kind, value in zip(("r2", "mae", "rmse"), rating.errors_of(true, said), strict=True):
            whose = kind if len(answers.names) == 1 else f"{kind} {name}"
            found.append(Figure(name=whose, value=value if np.isfinite(value) else None))
    return found


def _of_classes(answers: Answers, matrix: NDArray[np.int64]) -> list[Figure]:
    low, high = rating.bootstrap(matrix)
    named = (("accuracy", rating.accuracy(matrix)), ("macro f1", rating.macro_f1(matrix)))
    found = [
        Figure(name=name, value=value, low=float(low[at]), high=float(high[at]))
        for at, (name, value) in enumerate(named)
    ]
    true, outputs = answers.true.astype(np.int64), answers.outputs
    for k in _TOP:
        if outputs.shape[1] > k:
            found.append(Figure(name=f"top {k}", value=rating.top_k(true, outputs, k)))
    return found + _areas([(true == number, scores) for number, scores in _against_rest(answers)])


def _of_labels(answers: Answers, matrix: NDArray[np.int64]) -> list[Figure]:
    said = answers.outputs >= _middle(answers)
    exact = float((said == (answers.true > 0.5)).all(axis=1).mean())
    f1 = float(np.mean([rating.rates(one).f1[1] for one in matrix]))
    found = [Figure(name="exact match", value=exact), Figure(name="macro f1", value=f1)]
    return found + _areas(list(zip(answers.true.T > 0.5, answers.outputs.T, strict=True)))


def _against_rest(answers: Answers) -> list[tuple[int, NDArray[np.float32]]]:
    """Return each class with its scores; of two classes only the second, which is the positive one."""
    outputs = answers.outputs
    if len(answers.names) == 2:
        return [(1, outputs[:, -1])]
    if outputs.size > _MOST_CURVES:
        return []
    return list(enumerate(outputs.T))


def _areas(problems: list[tuple[NDArray[np.bool_], NDArray[np.float32]]]) -> list[Figure]:
    """Return the mean areas under ROC and precision-recall over the classes that have both kinds of rows."""
    if not problems:
        return []
    told = [(is_positive, said) for is_positive, said in problems if 0 < is_positive.sum() < len(said)]
    areas = [rating.roc_auc(is_positive, said) for is_positive, said in told]
    precisions = [rating.average_precision(is_positive, said) for is_positive, said in told]
    return [
        Figure(name="roc auc", value=float(np.mean(areas)) if areas else None),
        Figure(name="average precision", value=float(np.mean(precisions)) if precisions else None),
    ]


def _kept(rows: int, units: int) -> NDArray[np.int64]:
    most = max(1, min(rows, MOST_ROWS, MOST_VALUES // max(units, 1)))
    return np.linspace(0, rows - 1, most).round().astype(np.int64)


def _targets(dataset: Dataset, units: int) -> tuple[str, ...]:
    if len(dataset.target_names) == units:
        return dataset.target_names
    return tuple(f"y{number}" for number in range(1, units + 1)) if units > 1 else ("y",)


def _quantities(dataset: Dataset, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    y = dataset.y[rows]
    if dataset.classes:
        numbers = np.arange(len(dataset.classes)) if dataset.values is None else dataset.values
        y = numbers[y.astype(np.int64)]
    return y.astype(np.float32).reshape(len(rows), -1)
