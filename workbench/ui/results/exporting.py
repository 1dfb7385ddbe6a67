"""Asks how a run's model is to be exported, with the models that the run keeps, and has it done."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from workbench.foundation.errors import WorkbenchError
from workbench.protocol.judgement import Which
from workbench.runs import models
from workbench.runs.folder import RunFolder
from workbench.ui.dialogs.export import ExportDialog
from workbench.ui.live.session import RunSession
from workbench.ui.results.controller import ResultsController


def ask_how(
    folder: Path,
    stem: str,
    which: Which,
    results: ResultsController,
    sessions: Iterable[RunSession | None],
    parent: QWidget,
) -> ExportDialog:
    """Open the dialog, beginning with ``which``; one of the ``sessions`` may know how far that run is."""
    run = RunFolder(folder)
    state = next((one.state for one in sessions if one is not None and one.folder == run), None)
    dialog = ExportDialog(
        stem=stem,
        folder=Path.home(),
        preparation=_keeping(run),
        kept=models.kept(run, state),
        which=which,
        parent=parent,
    )
    dialog.export_requested.connect(
        lambda kind, path, which, where: results.export(
            folder, kind, Path(path).absolute(), which, preparation=where
        )
    )
    results.exported.connect(dialog.set_done)
    results.failed.connect(dialog.set_failed)
    dialog.open()
    return dialog


def _keeping(run: RunFolder) -> str:
    """Return where a run's project wants its preparation to be in an export."""
    try:
        return run.project().data.preparation.keep
    except WorkbenchError:
        return "inside"
