"""What judging a run found, for the shell: as text for people, as one value for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from rich.table import Table

from workbench.cli import tables
from workbench.foundation.errors import WorkbenchError, error
from workbench.protocol.judgement import Evaluation, Importances, ShownRows
from workbench.runs import matrices
from workbench.runs.mistakes import Mistake, worst
from workbench.runs.scores import read


def worst_of(evaluation: Evaluation, most: int) -> list[Mistake]:
    """Return the examples that the first output is most confidently wrong about.

    Raises:
        WorkbenchError: it answers no classes, or its answers can't be read.
    """
    if most < 1:
        return []
    (first, *_) = evaluation.outputs
    if first.form != "classes":
        text = f"{first.name} answers {first.form}: expected classes to be right or wrong about."
        raise WorkbenchError(error("evaluate.no_classes", "run", text, "Leave --wrong away."))
    try:
        return worst(read(Path(first.scores)), first.threshold, most)
    except (OSError, ValueError) as failure:
        text = f"The answers of {first.name} can't be read: {failure}."
        raise WorkbenchError(error("evaluate.answers", "run", text, "Evaluate again.")) from failure


def judged_as_text(
    evaluation: Evaluation,
    importances: Importances | None,
    mistakes: Sequence[Mistake],
    shown: ShownRows | None,
) -> Iterator[str | Table]:
    """Yield what people read: figures, matrix, report, importance, mistakes."""
    yield tables.of_figures(evaluation)
    confusion = tables.of_confusion(evaluation)
    if confusion is not None:
        yield "\nConfusion matrix"
        yield confusion
    if evaluation.report_text:
        yield f"\n{evaluation.report_text}"
    for judged in evaluation.outputs:
        yield f"\n{judged.name}" if len(evaluation.outputs) > 1 else ""
        yield tables.of_judged(judged)
    if importances is not None:
        yield f"\nBy how much {importances.score} ({importances.baseline:.4f}) falls without a column"
        yield tables.of_importances(importances)
    if mistakes and shown is not None:
        yield "\nMost confidently wrong"
        yield tables.of_mistakes(mistakes, shown, evaluation.classes)


def judged_in_words(
    evaluation: Evaluation,
    importances: Importances | None,
    mistakes: Sequence[Mistake],
    shown: ShownRows | None,
) -> dict[str, object]:
    """Return the same as one value; files with answers are named by their paths."""
    found = matrices.of_evaluation(evaluation)
    told: dict[str, object] = {
        "loss": evaluation.loss,
        "metrics": evaluation.metrics,
        "classes": evaluation.classes,
        "confusion_matrix": [] if found is None else found.tolist(),
        "report": msgspec.to_builtins(evaluation.report),
        "outputs": msgspec.to_builtins(evaluation.outputs),
        "problems": msgspec.to_builtins(evaluation.problems),
    }
    if importances is not None:
        told["importances"] = msgspec.to_builtins(importances)
    if shown is not None:
        keys = {row.row: row.key for row in shown.rows}
        told["mistakes"] = [
            {
                "example": keys.get(mistake.row, str(mistake.row)),
                "true": evaluation.classes[mistake.true],
                "predicted": evaluation.classes[mistake.predicted],
                "confidence": mistake.confidence,
            }
            for mistake in mistakes
        ]
    return told
