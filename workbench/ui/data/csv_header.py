"""The first line of a CSV file, read in the window so that its columns can be offered at once.

The engine reads the file itself, thoroughly; here only a glance is needed.
"""

from __future__ import annotations

from pathlib import Path

from workbench.foundation.csv_look import look
from workbench.foundation.errors import Problem, WorkbenchError, error

_GLANCE = 1 << 16


def read_header(path: Path) -> tuple[str, ...]:
    """Return the column names; WorkbenchError where ``data.source`` when there are none."""
    try:
        found = look(path, at_most=_GLANCE)
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or str(failure)
        raise WorkbenchError(
            _problem(f"{path} can't be read: {reason}.", "Choose another file.")
        ) from failure
    if found is None:
        message = f"{path} is no text: expected a CSV file, received binary data."
        raise WorkbenchError(_problem(message, "Save the table as CSV first."))
    columns = tuple(name.strip() for name in next(iter(found.rows), ()) if name.strip())
    if not columns:
        message = (
            f"{path} has no header: expected a first line with the names of the columns, received nothing."
        )
        raise WorkbenchError(_problem(message, "Choose a CSV file with a header line."))
    return columns


def _problem(message: str, hint: str) -> Problem:
    return error("data.unreadable", "data.source", message, hint)
