"""Answers as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Table

from workbench.project.samples import Sample
from workbench.protocol.analysis import Analysis, Shape
from workbench.protocol.applications import NetworkOffer
from workbench.protocol.judgement import Evaluation, Importances, OutputJudged, Prediction, ShownRows
from workbench.protocol.probing import Reading
from workbench.runs.mistakes import Mistake

_SHOWN_CLASSES = 20
_SHOWN_COLUMNS = 8


def of_samples(samples: Iterable[Sample]) -> Table:
    table = _table("Name", "Title")
    for sample in samples:
        table.add_row(sample.name, sample.title)
    return table


def of_networks(networks: Iterable[NetworkOffer]) -> Table:
    table = _table("Name", "Paper")
    for network in networks:
        table.add_row(network.name, network.about)
    return table


def of_analysis(analysis: Analysis) -> Table:
    table = _table("Layer", "Kind", "Output shape")
    for heading in ("Parameters", "Multiply-adds"):
        table.add_column(heading, justify="right")
    for layer in analysis.layers:
        shapes = "; ".join(_shape(shape) for shape in layer.output_shapes) or "?"
        name = layer.name if layer.copies == 1 else f"{layer.name} (1 of {layer.copies:,})"
        table.add_row(name, layer.kind, shapes, f"{layer.params:,}", f"{layer.flops:,}")
    table.add_section()
    table.add_row("Total", "", "", f"{analysis.params:,}", f"{analysis.flops:,}")
    return table


def of_figures(evaluation: Evaluation) -> Table:
    table = _table("Figure")
    table.add_column("Value", justify="right")
    table.add_row("part", evaluation.split)
    table.add_row("examples", str(evaluation.examples))
    for name, value in {"loss": evaluation.loss, **evaluation.metrics}.items():
        table.add_row(name, f"{value:.4f}")
    return table


def of_confusion(evaluation: Evaluation) -> Table | None:
    """Return the confusion matrix, or None where it is none or too wide for a terminal."""
    if not 0 < len(evaluation.classes) <= _SHOWN_CLASSES:
        return None
    table = _table("True \\ predicted")
    for label in evaluation.classes:
        table.add_column(label, justify="right")
    for label, row in zip(evaluation.classes, evaluation.confusion_matrix, strict=True):
        table.add_row(label, *(str(count) for count in row))
    return table


def of_judged(judged: OutputJudged) -> Table:
    """Return an output's figures, with what holds each with 95 % where that was drawn."""
    table = _table("Figure")
    table.add_column("Value", justify="right")
    table.add_column("95 %")
    for figure in judged.figures:
        value = "undefined" if figure.value is None else f"{figure.value:.4f}"
        held = "" if figure.low is None or figure.high is None else f"{figure.low:.4f} to {figure.high:.4f}"
        table.add_row(figure.name, value, held)
    return table


def of_importances(importances: Importances) -> Table:
    table = _table("Column")
    table.add_column("Falls by", justify="right")
    table.add_column("±", justify="right")
    for column in importances.columns:
        table.add_row(column.name, f"{column.mean:.4f}", f"{column.deviation:.4f}")
    return table


def of_mistakes(mistakes: Iterable[Mistake], shown: ShownRows, classes: Sequence[str]) -> Table:
    table = _table("Example", "True", "Predicted")
    table.add_column("Confidence", justify="right")
    table.add_column(" · ".join(shown.columns[:_SHOWN_COLUMNS]))
    by_row = {row.row: row for row in shown.rows}
    for mistake in mistakes:
        row = by_row.get(mistake.row)
        key = str(mistake.row) if row is None else row.key
        cells = "" if row is None else " · ".join(row.cells[:_SHOWN_COLUMNS])
        names = classes[mistake.true], classes[mistake.predicted]
        table.add_row(key, *names, f"{mistake.confidence:.4f}", cells)
    return table


def of_reading(reading: Reading) -> Table:
    table = _table("Layer", "Shape")
    for heading in ("Mean", "Smallest", "Largest"):
        table.add_column(heading, justify="right")
    table.add_column("Values")
    for layer in reading.layers:
        figures = (f"{figure:.4f}" for figure in (layer.mean, layer.minimum, layer.maximum))
        values = " ".join(f"{value:.4f}" for value in layer.values[:_SHOWN_COLUMNS])
        table.add_row(layer.layer, " × ".join(map(str, layer.shape)), *figures, values)
    return table


def of_map(shades: bytes, shape: tuple[int, int]) -> str:
    """Return a map (height * width bytes) as digits from 0 to 9."""
    height, width = shape
    rows = (shades[row * width : (row + 1) * width] for row in range(height))
    return "\n".join("".join(str(shade * 10 // 256) for shade in row) for row in rows)


def of_predictions(predictions: Iterable[Prediction]) -> Table:
    table = _table("Example", "Answer")
    table.add_column("Confidence", justify="right")
    table.add_column("Output")
    for prediction in predictions:
        confidence = "" if prediction.confidence is None else f"{prediction.confidence:.1%}"
        output = " ".join(f"{value:.4g}" for value in prediction.output)
        table.add_row(str(prediction.index), prediction.label, confidence, output)
    return table


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading)
    return table


def _shape(shape: Shape) -> str:
    return " × ".join("batch" if axis is None else str(axis) for axis in shape)
