"""Where a command may write: a folder that is missing is made, as for every ``--out``."""

from __future__ import annotations

from pathlib import Path

from workbench.foundation import atomic
from workbench.foundation.errors import WorkbenchError, error


def make_room(out: Path) -> None:
    """Make the folder that ``out`` lies in; WorkbenchError where ``file``."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise _unwritable(out, failure) from failure


def write_text(text: str, out: Path) -> None:
    """Put ``text`` in the place of ``out``; WorkbenchError where ``file``."""
    make_room(out)
    try:
        atomic.write_bytes(out, text.encode())
    except OSError as failure:
        raise _unwritable(out, failure) from failure


def _unwritable(out: Path, failure: OSError) -> WorkbenchError:
    message = f"{out} can't be written: {failure.strerror}."
    return WorkbenchError(error("file.unwritable", "file", message, "Choose another place with --out."))
