"""The ``.workbench`` file: indented JSON with keys in a fixed order. Opening one never runs anything."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from workbench.foundation import atomic
from workbench.foundation.errors import WorkbenchError, error
from workbench.foundation.ids import is_identifier
from workbench.project.blocks import with_blocks_held
from workbench.project.migrations import migrate
from workbench.project.project import FORMAT, Project
from workbench.project.sharing import in_step

SUFFIX = ".workbench"
LIMIT = 32 << 20
_SELDOM = {
    "data": frozenset(("set_aside",)),
    "graph": frozenset(("blocks",)),
    "training": frozenset(("weighted_metrics", "checkpoints", "rate", "execution")),
}
"""Fields that are left out of the file while they are empty: older versions read it then."""


def dumps(project: Project) -> bytes:
    """Return the project as it stands in a file; what only some networks have stands there only then."""
    raw = msgspec.to_builtins(project)
    for part, seldom in _SELDOM.items():
        raw[part] = {key: value for key, value in raw[part].items() if value or key not in seldom}
    return msgspec.json.format(msgspec.json.encode(raw), indent=2) + b"\n"


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
    return project.with_graph(with_blocks_held(graph))


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
    except UnicodeEncodeError as failure:
        name = failure.object.encode("utf-8", "replace").decode()
        raise WorkbenchError(
            error(
                "file.no-text",
                "file",
                f"{path} can't be written: “{name}”, which it names, is no text in UTF-8.",
                "Rename that file or folder.",
            )
        ) from failure
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
    graph = project.graph
    ids = [*(node.id for node in graph.nodes), *(block.id for block in graph.blocks)]
    for item_id in ids:
        if not is_identifier(item_id):
            raise _refuse(name, f"expected node ids of letters, digits and underscores, received {item_id!r}")
    if len(ids) != len(set(ids)):
        twice = next(item_id for item_id, count in Counter(ids).items() if count > 1)
        raise _refuse(name, f"expected every node id once, received “{twice}” twice")
    notes = [note.id for note in project.all_notes]
    if len(notes) != len(set(notes)) or not all(is_identifier(note) for note in notes):
        raise _refuse(name, "expected every note with an id of its own, of letters, digits and underscores")
    if graph.blocks and graph.style == "sequential":
        raise _refuse(
            name, "expected blocks in a functional network only, received a sequential one with some"
        )


def _no_constant(text: str) -> Any:
    raise ValueError(f"expected a finite number, received {text}")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("expected every key of an object once, received one twice")
    return table
