"""A run's folder on disk: the only truth about what happened."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec.structs import replace

from workbench.foundation import clock
from workbench.foundation.errors import WorkbenchError, error
from workbench.project import file
from workbench.project.applications import with_absolute_weights
from workbench.project.project import Project
from workbench.project.source_paths import with_absolute_paths


class RunFolder:
    """The names of what lies in a run's folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RunFolder) and other.path == self.path

    def __hash__(self) -> int:
        return hash(self.path)

    @property
    def project_file(self) -> Path:
        return self.path / f"project{file.SUFFIX}"

    @property
    def journal(self) -> Path:
        return self.path / "journal.jsonl"

    @property
    def control(self) -> Path:
        return self.path / "control.jsonl"

    @property
    def checkpoints(self) -> Path:
        return self.path / "checkpoints"

    @property
    def weights(self) -> Path:
        return self.path / "weights"

    @property
    def artifacts(self) -> Path:
        return self.path / "artifacts"

    @property
    def log(self) -> Path:
        return self.path / "log.txt"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    def project(self) -> Project:
        """Return the snapshot that was run; WorkbenchError when this is no run's folder."""
        if not self.project_file.is_file():
            raise WorkbenchError(
                error(
                    "run.missing",
                    "run",
                    f"{self.path} is no run: expected a folder with {self.project_file.name}.",
                    "`workbench train` makes one and names it in its first line.",
                )
            )
        return file.load(self.project_file)


def create(project: Project, *, home: Path, base: Path) -> RunFolder:
    """Make the folder of a new run under ``home`` with a snapshot of ``project``.

    Relative paths start at ``base`` and are absolute in the snapshot.

    Raises:
        WorkbenchError: the folder can't be made (where ``run``).
    """
    try:
        folder = RunFolder(_fresh(home, project.title))
        folder.checkpoints.mkdir()
        folder.artifacts.mkdir()
    except OSError as failure:
        raise WorkbenchError(
            error(
                "run.unwritable",
                "run",
                f"{home} can't hold a new run: "
                f"{'expected a folder, received a file' if home.is_file() else failure.strerror}.",
                "Choose another folder for runs, or free some space.",
            )
        ) from failure
    file.save(_with_absolute_paths(project, base), folder.project_file)
    folder.control.touch()
    return folder


def _fresh(home: Path, title: str) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].rstrip("-") or "run"
    name = f"{clock.stamp()}-{slug}"
    for number in range(1, 1000):
        path = home / (name if number == 1 else f"{name}-{number}")
        try:
            path.mkdir()
        except FileExistsError:
            continue
        return path.resolve()
    raise FileExistsError(17, "there are too many runs of this second", str(home))


def _with_absolute_paths(project: Project, base: Path) -> Project:
    source = project.data.source
    if source is not None:
        absolute = with_absolute_paths(source, base)
        project = project.with_data(replace(project.data, source=absolute))
    if isinstance(project.weights, str):
        project = replace(project, weights=str((base / project.weights).resolve()))
    return project.with_graph(with_absolute_weights(project.graph, base))
