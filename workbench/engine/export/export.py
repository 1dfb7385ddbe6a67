"""A run's model as a file for elsewhere: written, run by a fresh process, compared, then put in place."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from typing import Any

from workbench.engine.data.preparation.fitted import Fitted
from workbench.engine.evaluation.model import load_run_model
from workbench.engine.export.beside import write_beside
from workbench.engine.export.compare import accept, compare
from workbench.engine.export.formats import FORMATS, Format
from workbench.engine.export.inside import can_be_inside, raw_inputs, with_preparation
from workbench.engine.export.place import check_free, put, size, unwritable, workshop
from workbench.engine.export.samples import fitted_of, named, outputs_of, samples
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.project import Project
from workbench.protocol.judgement import Exported, ExportFormat, Prepared, Which
from workbench.runs.folder import RunFolder

_log = logging.getLogger(__name__)
_RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN"})
_OTHER_FORMAT = "Export in another format, such as a Keras file."


def export(
    run: Path, format: ExportFormat, out: Path, which: Which, preparation: Prepared | None = None
) -> Exported:
    """Write a run's best or last model to ``out``, whose right suffix is added when it is missing.

    ``preparation`` None is what the run's project says. Where a format can't hold the preparation inside, it
    is written beside. The file is loaded by its own runtime in a fresh process and run on real examples of
    the run, raw ones with the preparation inside, before it replaces what was at ``out``.

    Raises:
        WorkbenchError: the run has no such model or lost its data; a package is missing; ``out`` can't be
            written; the model can't be converted, or the export can't be run or answers otherwise.
            Then ``out`` is as it was.
    """
    kind = FORMATS[format]
    out = kind.complete(out.absolute())
    check_free(out, is_folder=kind.is_folder)
    kind.require_packages()
    folder = RunFolder(run)
    project = folder.project()
    model = load_run_model(run, which)
    fitted = fitted_of(project, run)
    found = samples(project, run, model, fitted)
    expected = outputs_of(model, named(model, found.prepared))
    place = _place(preparation or project.data.preparation.keep, fitted, format, model)
    if place == "inside":
        model = with_preparation(model, fitted)
    x = raw_inputs(model, fitted, found) if place == "inside" else named(model, found.prepared)
    outputs_of(model, x)  # exporters want a model that was called
    with workshop(out) as temporary:
        artefact = temporary / f"model{kind.suffix}"
        _write(kind, model, artefact, out)
        verdict = compare(format, artefact, folder.project_file, x, expected)
        difference = accept(verdict, kind, hint=_hint(format, project))
        put(artefact, out)
    beside = write_beside(out, kind.suffix, fitted, project) if place == "beside" else ()
    return Exported(
        format=format,
        path=str(out),
        bytes=size(out),
        max_abs_difference=difference,
        preparation=place,
        beside=tuple(str(path) for path in beside),
    )


def _place(wanted: Prepared, fitted: Fitted, format: ExportFormat, model: Any) -> Prepared:
    if fitted.changes_nothing or wanted == "none":
        return "none"
    return "inside" if wanted == "inside" and can_be_inside(fitted, format, model) else "beside"


def _write(kind: Format, model: Any, artefact: Path, out: Path) -> None:
    try:
        with warnings.catch_warnings():
            # Converters warn of what they themselves will have to change some day.
            warnings.simplefilter("ignore")
            kind.write(model, str(artefact))
    except OSError as failure:
        raise unwritable(out, failure) from failure
    except Exception as failure:  # converters fail with errors of every type; the log keeps the traceback
        _log.exception("The model can't be written as %s.", kind.name)
        first = (str(failure).strip() or type(failure).__name__).splitlines()[0][:300]
        message = f"{kind.name} can't be made of this model: {first}."
        raise WorkbenchError(error("export.conversion", "file", message, _OTHER_FORMAT)) from failure


def _hint(format: ExportFormat, project: Project) -> str:
    recurrent = [node for node in project.graph.nodes if node.spec.kind in _RECURRENT]
    rolled = [node.name for node in recurrent if node.spec.params.get("unroll") is not True]
    if format == "litert" and rolled:
        return f"LiteRT can't run loops: set unroll of {', '.join(rolled)} and train again."
    return _OTHER_FORMAT
