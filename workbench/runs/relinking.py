"""Telling a run where the data lie that it was trained on, once they were moved."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from workbench.foundation.errors import Problem, WorkbenchError, error
from workbench.project import file
from workbench.project.source_paths import is_folder, moved, moved_along, path_of
from workbench.project.sources import ImageFolder, ImageTable
from workbench.runs.folder import RunFolder

MISSING = frozenset({"data.missing", "data.no_file"})
CHANGED = "data.changed"
"""Codes of problems that another place of the data can mend: nothing is there, or something else is."""
_WHERE = "data.source"


def relink(run: RunFolder, to: Path) -> None:
    """Write into a run's snapshot that its data lie at the absolute path ``to``.

    Files and folders beside them come along. Whether they hold what was trained on is told by whoever reads
    them next, against the fingerprint that the run keeps.

    Raises:
        WorkbenchError: this is no run, its data are no files, there is nothing of their kind at ``to``, or
            the snapshot can't be written.
    """
    project = run.project()
    source = project.data.source
    if source is None or path_of(source) is None:
        raise _refuse(
            f"The data of {run.path.name} are no files of yours: there is nothing to look for.",
            "Read them again; what comes with Keras is fetched anew.",
        )
    kind = "a folder" if is_folder(source) else "a file"
    if not (to.is_dir() if is_folder(source) else to.is_file()):
        is_there = "a folder" if to.is_dir() else "a file" if to.exists() else "nothing"
        raise _refuse(
            f"The data of {run.path.name} were {kind}, {path_of(source)}: expected {kind} at {to}, "
            f"received {is_there}.",
            f"Choose {kind}: the one that was trained on, where it lies now.",
        )
    data = replace(project.data, source=moved(source, to))
    if isinstance(source, ImageFolder | ImageTable):
        aside = tuple(moved_along(key, Path(source.path), to) for key in data.set_aside)
        data = replace(data, set_aside=aside)
    file.save(project.with_data(data), run.project_file)


def with_the_way_out(problems: tuple[Problem, ...], run: RunFolder) -> tuple[Problem, ...]:
    """Return why a run's data can't be read, with what to do where they are not in their place."""
    hint = f"Tell where they are now: Run > Find the data of a run, or `workbench relink {run.path} PATH`."
    return tuple(replace(problem, hint=hint) if problem.code in MISSING else problem for problem in problems)


def _refuse(message: str, hint: str) -> WorkbenchError:
    return WorkbenchError(error("data.relink", _WHERE, message, hint))
