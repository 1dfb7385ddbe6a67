"""Answers as the text of a table, to be saved."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from workbench.protocol.judgement import InputForm, Prediction
from workbench.protocol.outputs import OutputForm
from workbench.ui.results.answer_bars import shares_of
from workbench.ui.results.other_answers import as_prediction, in_a_word

_MOST = 12


def as_table(predictions: list[Prediction], names: tuple[str, ...], others: Sequence[OutputForm] = ()) -> str:
    """Return answers as a CSV file: the number of the example, class, how sure, then a column a unit.

    Each further output has such columns too, with its name before theirs.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = _columns(predictions[0], names) if predictions else []
    header = ["example", "answer", "sure", *columns]
    for form, said in zip(others, predictions[0].others if predictions else (), strict=False):
        own = ["answer", "sure", *_columns(as_prediction(said), form.names)]
        header += [f"{form.name} {column}" for column in own]
    writer.writerow(header)
    for one in predictions:
        cells = [str(one.index + 1), *_cells(one, names)]
        for form, said in zip(others, one.others, strict=False):
            cells += _cells(as_prediction(said), form.names)
        writer.writerow(cells)
    return out.getvalue()


def quantities(one: Prediction, columns: int) -> tuple[str, ...]:
    """Return an answer of quantities as cells: its number, each of so many or all in one, further outputs."""
    values = [f"{value:.4g}" for value in one.output]
    told = values if columns == len(values) else ["  ".join(values[:_MOST])]
    return str(one.index + 1), *told, *(in_a_word(other) for other in one.others)


def names_of(form: InputForm | None) -> tuple[str, ...]:
    """Return the names of the first output's units, those of classes for a single one."""
    if form is None:
        return ()
    return form.classes or (form.outputs[0].names if form.outputs else ())


def _columns(one: Prediction, names: tuple[str, ...]) -> list[str]:
    return [name for name, _ in shares_of(one, names)]


def _cells(one: Prediction, names: tuple[str, ...]) -> list[str]:
    sure = "" if one.confidence is None else f"{one.confidence:.6g}"
    return [one.label, sure, *(f"{value:.6g}" for _, value in shares_of(one, names))]
