"""The process that opens one file of a stranger: little memory and time, nothing to write, then gone."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import msgspec

from workbench.catalog.current import current
from workbench.engine.importing.reading import Imported, read_model
from workbench.foundation.errors import Problem, WorkbenchError, error

_MEMORY = 4 << 30
_SECONDS = 30
_log = logging.getLogger(__name__)


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the process says on its stdout: a project, or why there is none."""

    imported: Imported | None = None
    problems: tuple[Problem, ...] = ()


def main(path: str) -> int:
    """Read a file, print the answer as JSON and return the exit code."""
    catalog = current()
    _limit()
    try:
        answer = Answer(imported=read_model(Path(path), catalog))
    except WorkbenchError as failure:
        answer = Answer(problems=failure.problems)
    except MemoryError:
        message = f"The file needs more than {_MEMORY >> 30} GiB of memory to be looked at."
        answer = Answer(problems=(error("import.refused", "file", message, "Nothing was imported."),))
    sys.stdout.buffer.write(msgspec.json.encode(answer))
    return 0


def _limit() -> None:
    """Bound what this process can use, where the system knows such bounds."""
    try:
        import resource
    except ImportError:
        _log.info("This system has no limits for a process")
        return
    for limit, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
