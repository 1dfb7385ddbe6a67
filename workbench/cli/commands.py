"""The commands by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workbench.cli.applications import applications
from workbench.cli.arguments import Arguments
from workbench.cli.importing import import_model
from workbench.cli.judging import evaluate, export, predict
from workbench.cli.output import Output
from workbench.cli.projects import analyse, check, code, samples
from workbench.cli.training import resume, train

COMMANDS: Mapping[str, Callable[[Arguments, Output], int]] = {
    "applications": applications,
    "samples": samples,
    "check": check,
    "analyse": analyse,
    "train": train,
    "resume": resume,
    "evaluate": evaluate,
    "predict": predict,
    "export": export,
    "import": import_model,
    "code": code,
}
