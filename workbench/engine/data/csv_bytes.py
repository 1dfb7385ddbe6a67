"""A CSV file before it is text: is it there, and how large is it?"""

from __future__ import annotations

from pathlib import Path

from workbench.engine.data.dataset import refuse

LIMIT = 2 << 30


def check_file(path: Path) -> None:
    """Refuse what is no readable file of at most 2 GiB; WorkbenchError where ``data.source``."""
    hint = "Choose the file again, or check its path and your rights to it."
    try:
        size = path.stat().st_size
        if not path.is_file():
            kind = "a folder" if path.is_dir() else "no regular file"
            raise refuse("data.no_file", f"{path} is {kind}: expected a table.", hint)
        path.open("rb").close()
    except FileNotFoundError as failure:
        raise refuse("data.missing", f"{path} is not there: expected a table.", hint) from failure
    except (OSError, ValueError) as failure:
        reason = getattr(failure, "strerror", None) or failure
        raise refuse("data.unreadable", f"{path} can't be read: {reason}.", hint) from failure
    if size > LIMIT:
        raise refuse(
            "data.too_large",
            f"{path} is too large: expected at most {LIMIT >> 30} GiB, received {size / (1 << 30):.1f} GiB.",
            "Take a sample of the rows, or only the columns that you need.",
        )
