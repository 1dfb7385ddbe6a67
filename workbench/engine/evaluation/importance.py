"""Which columns of a table a model relies on, by scikit-learn's rule of permutation importance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.engine.data.preparation.fitted import Fitted
from workbench.engine.evaluation.at_hand import RunAtHand
from workbench.engine.evaluation.evaluate import rows_of
from workbench.engine.evaluation.feeding import first_output, inputs_of
from workbench.engine.evaluation.outputs import Answers, answers_of, predicted_by
from workbench.engine.evaluation.permuting import permuted
from workbench.engine.training.compiling import head_of
from workbench.foundation.errors import WorkbenchError, error
from workbench.protocol.judgement import Importances, SplitName, Which
from workbench.runs import rating

MOST_EXAMPLES = 2000
REPEATS = 5
_BATCH = 1024


def importances(
    run: Path, split: SplitName, which: Which, at_hand: RunAtHand, tell: Callable[[int, int], None]
) -> Importances:
    """Return how much the accuracy, or R² of quantities, falls as each column's values change places.

    The columns are those of the table, before preparation; of more than 2,000 examples some are taken evenly.
    Only the first output counts. ``tell`` hears how many columns are done.

    Raises:
        WorkbenchError: the examples are no rows of a table, or as for judging.
    """
    ready, model = at_hand.ready(run), at_hand.model(run, which)
    project, dataset = at_hand.project(run), ready.dataset
    columns = columns_of(ready.fitted, dataset.feature_names, dataset.x.shape[1:])
    rows = rows_of(ready.parts, split)
    rows = rows[np.linspace(0, len(rows) - 1, min(len(rows), MOST_EXAMPLES)).round().astype(int)]
    output = project.graph.outputs()[0]
    loss = head_of(project.training, output).loss

    def answers(x: NDArray[np.float32]) -> Answers:
        said = first_output(model.predict(inputs_of(model, x), batch_size=_BATCH, verbose=0))
        return answers_of(output.name, loss, said, dataset, rows[: len(x)])

    x = np.asarray(dataset.x[rows], dtype=np.float32)
    is_quantity = answers(x[:1]).form == "quantities"
    baseline, found = permuted(lambda given: _score(answers(given)), x, columns, repeats=REPEATS, tell=tell)
    return Importances(
        score="R²" if is_quantity else "accuracy",
        baseline=baseline,
        examples=len(rows),
        repeats=REPEATS,
        columns=found,
    )


def _score(answers: Answers) -> float:
    if answers.form == "classes":
        return float((predicted_by(answers) == answers.true).mean())
    if answers.form == "labels":
        said = answers.outputs >= (answers.threshold or 0.0)
        return float((said == (answers.true > 0.5)).all(axis=1).mean())
    pairs = zip(answers.true.T, answers.outputs.T, strict=True)
    return float(np.mean([rating.errors_of(true, said)[0] for true, said in pairs]))


def columns_of(fitted: Fitted, names: Sequence[str], shape: tuple[int, ...]) -> tuple[tuple[str, slice], ...]:
    """Return each raw column with the numbers that the network gets for it, along the last axis.

    Raises:
        WorkbenchError: where ``run``, for examples that are no rows of columns.
    """
    if len(shape) > 2 or not shape:
        raise WorkbenchError(_refusal(shape))
    if fitted.columns and fitted.width == shape[-1]:
        ends = np.cumsum([column.width for column in fitted.columns]).tolist()
        return tuple(
            (column.name, slice(end - column.width, end))
            for column, end in zip(fitted.columns, ends, strict=True)
        )
    known = names if len(names) == shape[-1] else [f"x{number}" for number in range(1, shape[-1] + 1)]
    return tuple((name, slice(at, at + 1)) for at, name in enumerate(known))


def _refusal(shape: tuple[int, ...]) -> Any:
    return error(
        "importance.no_columns",
        "run",
        f"Permutation importance is for tables: expected rows of columns, received examples of {shape}.",
        "For pictures, Grad-CAM and occlusion show which parts count.",
    )
