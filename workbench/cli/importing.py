"""The command that makes a project of somebody's model."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from workbench.cli.arguments import Arguments
from workbench.cli.asking import an_engine, ask
from workbench.cli.output import Output
from workbench.cli.places import make_room
from workbench.project import file
from workbench.project.project import Project
from workbench.protocol.messages import ImportModel, ModelImported


def import_model(given: Arguments, output: Output) -> int:
    """Read a ``.keras`` file and save it as a project that begins with its weights."""
    source, out = given.input.absolute(), (given.out or Path()).absolute()
    with an_engine(output) as engine:
        answer = ask(engine, ImportModel(id=1, path=str(source)), ModelImported)
    make_room(out)
    file.save(_beside(answer.project, out.parent), out)
    if output.as_json:
        output.line({"path": str(out), "layers": len(answer.project.graph.nodes)})
    else:
        output.show(
            f"Wrote {out}: {len(answer.project.graph.nodes)} layers, with the weights of {source.name}."
        )
    output.problems(answer.problems)
    return 0


def _beside(project: Project, folder: Path) -> Project:
    """Return the project with its weights named from ``folder`` where they lie in it: both may move."""
    if isinstance(project.weights, str) and Path(project.weights).is_relative_to(folder.resolve()):
        return replace(project, weights=Path(project.weights).relative_to(folder.resolve()).as_posix())
    return project
