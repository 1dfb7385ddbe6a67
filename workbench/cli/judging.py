"""Commands on a run's model: evaluate, predict, export."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec

from workbench.cli import tables
from workbench.cli.arguments import Arguments
from workbench.cli.asking import an_engine, ask
from workbench.cli.judgement import judged_as_text, judged_in_words, worst_of
from workbench.cli.output import Output
from workbench.foundation.errors import WorkbenchError, error
from workbench.foundation.ids import snake_case
from workbench.protocol.judgement import ExportFormat, Prediction
from workbench.protocol.messages import (
    Evaluate,
    Evaluated,
    Export,
    ExportDone,
    ImportanceMeasured,
    MeasureImportance,
    Predict,
    Predicted,
    RowsShown,
    ShowRows,
)
from workbench.runs import parts
from workbench.runs.folder import RunFolder

_SUFFIXES: dict[ExportFormat, str] = {
    "keras": ".keras",
    "weights": ".weights.h5",
    "h5": ".h5",
    "saved_model": "-saved-model",
    "onnx": ".onnx",
    "litert": ".tflite",
}


def evaluate(given: Arguments, output: Output) -> int:
    """Judge a run's model on a split of its data."""
    run = run_at(given.run)
    split = given.split or parts.usual(parts.there(run.artifacts))
    message = Evaluate(id=1, run=str(run.path), split=split, which=given.which)
    with an_engine(output) as engine:
        evaluation = ask(engine, message, Evaluated).evaluation
        importances = None
        if given.importance:
            asked = MeasureImportance(id=2, run=str(run.path), split=split, which=given.which)
            importances = ask(engine, asked, ImportanceMeasured).importances
        mistakes = worst_of(evaluation, given.wrong)
        rows = tuple(mistake.row for mistake in mistakes)
        shown = ask(engine, ShowRows(id=3, run=str(run.path), rows=rows), RowsShown).shown if rows else None
    if output.as_json:
        output.line(judged_in_words(evaluation, importances, mistakes, shown))
        return 0
    for text in judged_as_text(evaluation, importances, mistakes, shown):
        output.show(text)
    output.problems(evaluation.problems)
    return 0


def predict(given: Arguments, output: Output) -> int:
    """Let a run's model answer every example of a file, or every image of a folder."""
    run, examples = run_at(given.run), given.input.absolute()
    if not examples.exists():
        text = f"{given.input} can't be read: expected a file of examples, or a folder of images."
        raise WorkbenchError(error("file.unreadable", "file", text, "Check the path after --input."))
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder, an_engine(output) as engine:
        out = Path(folder) / "predictions.jsonl"
        message = Predict(id=1, run=str(run.path), input=str(examples), out=str(out), which=given.which)
        ask(engine, message, Predicted)
        lines = out.read_bytes().splitlines()
    predictions = [msgspec.json.decode(line, type=Prediction) for line in lines]
    if output.as_json:
        for prediction in predictions:
            output.line(prediction)
    else:
        output.show(tables.of_predictions(predictions))
    return 0


def export(given: Arguments, output: Output) -> int:
    """Write a run's model in another format, reload it in a fresh process and compare."""
    run = run_at(given.run)
    stem = snake_case(run.project().title).strip("_") or "model"
    out = (given.out or Path(f"{stem}{_SUFFIXES[given.format]}")).absolute()
    message = Export(
        id=1,
        run=str(run.path),
        format=given.format,
        out=str(out),
        which=given.which,
        preparation=given.preparation,
    )
    with an_engine(output) as engine:
        exported = ask(engine, message, ExportDone).exported
    if output.as_json:
        output.line(exported)
    else:
        output.show(
            f"Wrote {exported.path} ({exported.bytes:,} bytes). Reloaded in a fresh process, "
            f"its answers differ by at most {exported.max_abs_difference:.2g}."
        )
        if exported.preparation == "inside":
            output.show("It takes raw examples: the data's preparation is inside.")
        elif exported.beside:
            output.show(f"The data's preparation lies beside it: {', '.join(exported.beside)}.")
    return 0


def run_at(path: Path) -> RunFolder:
    """Return the run in that folder; WorkbenchError when there is none."""
    run = RunFolder(path.absolute())
    run.project()
    return run
