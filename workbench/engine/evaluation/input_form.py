"""What a run's model takes, told so that a person can draw, type or choose it."""

from __future__ import annotations

import logging
from pathlib import Path

from workbench.engine.data.preparation.fitted import NOTHING, CategoryColumn, Fitted, kept
from workbench.engine.evaluation.answer_forms import answer_forms
from workbench.engine.evaluation.at_hand import RunAtHand
from workbench.engine.evaluation.predict import form_of, names_of, shape_of
from workbench.engine.evaluation.rows import rows_shown
from workbench.engine.evaluation.series import series_of
from workbench.foundation.errors import WorkbenchError
from workbench.project.data import Table
from workbench.protocol.judgement import InputColumn, InputForm, Which
from workbench.runs.folder import RunFolder

_log = logging.getLogger(__name__)
_MOST_COLUMNS = 200
_LEAST_SIDE = 4


def input_form(run: Path, which: Which, at_hand: RunAtHand) -> InputForm:
    """Return what the model takes; where the data is gone, without usual values.

    Raises:
        WorkbenchError: where ``run``, when there is no such model.
    """
    folder = RunFolder(run)
    project = folder.project()
    fitted = kept(folder.artifacts) or NOTHING
    classes, features = names_of(folder, project, fitted)
    model = at_hand.model(run, which)
    shape = shape_of(model)
    outputs = answer_forms(model, project, classes, folder)
    source = project.data.source
    if not isinstance(source, Table) and _is_picture(shape) and project.data.window is None:
        is_ink = form_of(source, shape) is None
        return InputForm(kind="picture", shape=shape, classes=classes, is_ink=is_ink, outputs=outputs)
    names = _column_names(fitted, features, shape)
    if (series := series_of(project.data)) is not None:
        columns = tuple(InputColumn(name=name) for name in names) if fitted.columns or features else ()
        return InputForm(
            kind="file",
            shape=shape,
            columns=columns[:_MOST_COLUMNS],
            classes=classes,
            window=series.length,
            outputs=outputs,
        )
    if len(shape) != 1 or len(names) > _MOST_COLUMNS:
        return InputForm(kind="file", shape=shape, classes=classes, outputs=outputs)
    examples = _usual(run, at_hand, len(names))
    categories = {one.name: one.values for one in fitted.columns if isinstance(one, CategoryColumn)}
    columns = tuple(
        InputColumn(name=name, values=categories.get(name, ()), example=example)
        for name, example in zip(names, examples, strict=True)
    )
    return InputForm(kind="row", shape=shape, columns=columns, classes=classes, outputs=outputs)


def _is_picture(shape: tuple[int, ...]) -> bool:
    return len(shape) in (2, 3) and min(shape[:2]) >= _LEAST_SIDE and (shape[2:] or (1,))[0] in (1, 3, 4)


def _column_names(fitted: Fitted, features: tuple[str, ...], shape: tuple[int, ...]) -> tuple[str, ...]:
    if fitted.columns:
        return tuple(column.name for column in fitted.columns)
    return features or tuple(f"x{number}" for number in range(1, shape[0] + 1))


def _usual(run: Path, at_hand: RunAtHand, columns: int) -> tuple[str, ...]:
    """Return the cells of one example, so that a form is never empty."""
    try:
        ready = at_hand.ready(run)
    except WorkbenchError as failure:
        _log.warning("The data of %s can't be read: %s", run, failure)
        return ("",) * columns
    parts = ready.parts
    rows = next((part for part in (parts.validation, parts.train) if len(part)), parts.train)
    shown = rows_shown(ready, rows[:1].tolist())
    cells = shown.rows[0].cells if shown.rows else ()
    return cells if len(cells) == columns else ("",) * columns
