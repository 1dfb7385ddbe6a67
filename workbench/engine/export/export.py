"""A run's model as a file for elsewhere: written, run by a fresh process, compared, then put in place."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path
from typing import Any

from workbench.engine.evaluation.model import load_run_model
from workbench.engine.export.compare import accept, compare
from workbench.engine.export.formats import FORMATS, Format
from workbench.engine.export.place import check_free, put, size, unwritable, workshop
from workbench.engine.export.samples import outputs_of, samples
from workbench.foundation.errors import WorkbenchError, error
from workbench.project.project import Project
from workbench.protocol.judgement import Exported, ExportFormat, Which
from workbench.runs.folder import RunFolder

_log = logging.getLogger(__name__)
_RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN"})
_OTHER_FORMAT = "Export in another format, such as a Keras file."


def export(run: Path, format: ExportFormat, out: Path, which: Which) -> Exported:
    """Write a run's best or last model to ``out``, whose right suffix is added when it is missing.

    The file is loaded by its own runtime in a fresh process and run on real examples of the run before
    it replaces what was at ``out``.

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
    x = samples(project, run, model)
    expected = outputs_of(model, x)
    with workshop(out) as temporary:
        artefact = temporary / f"model{kind.suffix}"
        _write(kind, model, artefact, out)
        verdict = compare(format, artefact, folder.project_file, x, expected)
        difference = accept(verdict, kind, hint=_hint(format, project))
        put(artefact, out)
    return Exported(format=format, path=str(out), bytes=size(out), max_abs_difference=difference)


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
