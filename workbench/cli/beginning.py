"""The command that makes a project of somebody's data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from workbench.checks.first_data import first_data
from workbench.checks.first_network import first_network
from workbench.cli.arguments import Arguments
from workbench.cli.asking import an_engine, ask, facts_of
from workbench.cli.output import Output
from workbench.cli.places import make_room
from workbench.foundation.errors import WorkbenchError, error
from workbench.foundation.text_encoding import known
from workbench.project import file
from workbench.project.data import Arrays, DataSpec, ImageTable, Source, Split, Table
from workbench.project.project import Project
from workbench.project.roles import with_role
from workbench.project.source_paths import is_single_array
from workbench.protocol.looks import Found
from workbench.protocol.messages import LookAt, LookedAt


def begin(given: Arguments, output: Output) -> int:
    """Recognise a file or folder of data, and save a project with a first network for it."""
    path, out = given.input.absolute(), (given.out or Path()).absolute()
    with an_engine(output) as engine:
        look = LookAt(id=1, path=str(path), sheet=given.sheet, encoding=given.encoding)
        found = _as_wished(ask(engine, look, LookedAt).found, given)
        split = Split(by="given") if found.has_parts else Split()
        data = first_data(DataSpec(source=found.source, split=split), found)
        facts = facts_of(engine, Project(data=data), path.parent)
    graph, training = first_network(facts)
    data = replace(data, source=_beside(found.source, out.parent))
    make_room(out)
    file.save(Project(title=path.stem, data=data, graph=graph, training=training), out)
    if output.as_json:
        target = getattr(found.source, "target", "")
        told = {"path": str(out), "task": facts.proposed, "target": target, "examples": facts.examples}
        output.line({**told, "layers": [node.spec.kind for node in graph.nodes]})
    else:
        kinds = ", ".join(node.spec.kind for node in graph.nodes)
        output.show(f"Wrote {out}: {facts.examples:,} examples, {kinds}, with {training.loss.kind}.")
    output.problems(facts.problems)
    return 0


def _as_wished(found: Found, given: Arguments) -> Found:
    """Return what was found with the encoding and the target that the command line says."""
    source = found.source
    if not isinstance(source, Table | ImageTable):
        return found
    source = replace(source, encoding=known(given.encoding) or "")
    if given.target and given.target not in source.targets:
        names = tuple(column.name for column in found.columns)
        if given.target not in names:
            message = f"There is no column “{given.target}”: expected one out of {', '.join(names[:20])}."
            raise WorkbenchError(error("data.no_such_column", "target", message, "Check its name."))
        return replace(found, source=_with_target(source, given.target, names), window=None)
    return replace(found, source=source)


def _with_target(source: Table | ImageTable, target: str, names: tuple[str, ...]) -> Table | ImageTable:
    if isinstance(source, ImageTable):
        return with_role(with_role(source, source.target, "ignored", names), target, "target", names)
    plain = replace(source, features=(), time="")
    return with_role(with_role(plain, plain.target, "feature", names), target, "target", names)


def _beside(source: Source, folder: Path) -> Source:
    """Return a source with its paths told from ``folder`` where they lie in it: both may move."""
    names = ["path"] if hasattr(source, "path") else []
    names += ["root"] if isinstance(source, ImageTable) else []
    names += ["y"] if isinstance(source, Arrays) and is_single_array(source) else []
    told: dict[str, Any] = {}
    for name in names:
        path = getattr(source, name)
        if path and Path(path).is_relative_to(folder):
            told[name] = Path(path).relative_to(folder).as_posix()
    return replace(source, **told)
