"""The bundled projects, and opening a project by path or by name."""

from pathlib import Path

import msgspec
from msgspec.structs import replace

from workbench.foundation import paths
from workbench.foundation.errors import WorkbenchError, error
from workbench.project import file
from workbench.project.project import Project
from workbench.project.source_paths import with_absolute_paths


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """A bundled project."""

    name: str
    title: str
    path: str


def samples() -> tuple[Sample, ...]:
    """Return the bundled projects by name."""
    found = sorted(paths.templates().glob(f"*{file.SUFFIX}"))
    return tuple(Sample(name=path.stem, title=file.load(path).title, path=str(path)) for path in found)


def bundled_projects() -> dict[str, Project]:
    """Return the bundled projects by name, small networks first."""
    found = {sample.stem: _bundled(sample) for sample in paths.templates().glob(f"*{file.SUFFIX}")}
    by_size = sorted(found.items(), key=lambda entry: (len(entry[1].graph.nodes), entry[1].title))
    return dict(by_size)


def open_project(name_or_path: str) -> tuple[Project, Path]:
    """Return a project and the folder where its relative paths start.

    A name without a suffix and without a folder is a bundled project; the paths of its data are absolute.

    Raises:
        WorkbenchError: no such sample, or the file can't be read.
    """
    path = Path(name_or_path)
    if path.suffix or path.parent != Path() or path.exists():
        return file.load(path), path.resolve().parent
    sample = paths.templates() / f"{name_or_path}{file.SUFFIX}"
    if not sample.is_file():
        known = ", ".join(sorted(path.stem for path in paths.templates().glob(f"*{file.SUFFIX}")))
        raise WorkbenchError(
            error(
                "file.unknown-sample",
                "file",
                f"There is no bundled project “{name_or_path}”: expected one of {known}, "
                f"or the path of a {file.SUFFIX} file.",
                "`workbench samples` lists them.",
            )
        )
    return _bundled(sample), sample.parent


def _bundled(path: Path) -> Project:
    """Return a bundled project that finds the bundled data wherever a copy of it is saved."""
    project = file.load(path)
    if project.data.source is None:
        return project
    source = with_absolute_paths(project.data.source, path.parent)
    return project.with_data(replace(project.data, source=source))
