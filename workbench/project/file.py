"""The ``.workbench`` file: indented JSON with keys in a fixed order. Opening one never runs anything."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from workbench.foundation import atomic
from workbench.foundation.errors import WorkbenchError, error
from workbench.foundation.ids import is_identifier
from workbench.project.migrations import migrate
from workbench.project.project import FORMAT, Project
from workbench.project.sharing import in_step

SUFFIX = ".workbench"
LIMIT = 32 << 20


def dumps(project: Project) -> bytes:
    """Return the project as it stands in a file."""
    return msgspec.json.format(msgspec.json.encode(project), indent=2) + b"\n"


def loads(content: bytes, *, name: str = "the file") -> Project:
    """Parse a project; WorkbenchError (where ``file``) says what is wrong with it and where."""
    if len(content) > LIMIT:
        raise _refuse(name, f"expected at most {LIMIT >> 20} MiB, received {len(content) >> 20} MiB")
    try:
        raw = json.loads(content, parse_constant=_no_constant, object_pairs_hook=_no_duplicates)
    except (ValueError, RecursionError) as failure:
        raise _refuse(name, f"expected JSON, received something else: {failure}") from failure
    if not isinstance(raw, dict) or not isinstance(raw.get("format"), int):
        raise _refuse(name, "expected an object with a whole number as “format”")
    if raw["format"] > FORMAT:
        raise WorkbenchError(
            error(
                "file.newer",
                "file",
                f"{name} was saved by a newer version: expected format {FORMAT} or older, "
                f"received format {raw['format']}.",
                "Open it with that version. It was not changed.",
            )
        )
    if raw["format"] < 1 or isinstance(raw["format"], bool):
        raise _refuse(name, f"expected format 1 or newer, received format {raw['format']}")
    try:
        project = msgspec.convert(migrate(raw), Project, strict=False)
    except (msgspec.ValidationError, RecursionError) as failure:
        raise _refuse(name, str(failure)) from failure
    _check_ids(project, name)
    graph = msgspec.structs.replace(project.graph, nodes=in_step(project.graph.nodes))
    return project.with_graph(graph)


def load(path: Path) -> Project:
    """Read a project; WorkbenchError (where ``file``) when there is none or it is broken."""
    try:
        if path.stat().st_size > LIMIT:
            raise _refuse(str(path), f"expected at most {LIMIT >> 20} MiB")
        content = path.read_bytes()
    except OSError as failure:
        raise WorkbenchError(
            error(
                "file.unreadable",
                "file",
                f"{path} can't be read: expected a {SUFFIX} file, received “{failure.strerror}”.",
                "Check the path and your rights to the file.",
            )
        ) from failure
    return loads(content, name=str(path))


def save(project: Project, path: Path) -> None:
    """Write the project atomically; WorkbenchError (where ``file``) when it can't be, old file intact."""
    try:
        atomic.write_bytes(path, dumps(project))
    except OSError as failure:
        raise WorkbenchError(
            error(
                "file.unwritable",
                "file",
                f"{path} can't be written: {failure.strerror}.",
                "Save it under another name or to another disk. Nothing is lost: your project is still open.",
            )
        ) from failure


def _refuse(name: str, reason: str) -> WorkbenchError:
    return WorkbenchError(
        error(
            "file.broken",
            "file",
            f"{name} is no Keras Workbench project: {reason}.",
            "It was not changed. If it was one before, look for its swap copy or a backup.",
        )
    )


def _check_ids(project: Project, name: str) -> None:
    ids = [node.id for node in project.graph.nodes]
    for node_id in ids:
        if not is_identifier(node_id):
            raise _refuse(name, f"expected node ids of letters, digits and underscores, received {node_id!r}")
    if len(ids) != len(set(ids)):
        raise _refuse(name, "expected every node id once, received one twice")


def _no_constant(text: str) -> Any:
    raise ValueError(f"expected a finite number, received {text}")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("expected every key of an object once, received one twice")
    return table
