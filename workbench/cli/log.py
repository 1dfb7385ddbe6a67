"""The shell's log file, opened only when there is something to say."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler

from workbench.foundation import paths


@contextmanager
def shell_log() -> Iterator[str]:
    """Send log records to ``shell.log`` while the block lasts; yields the file's path."""
    path = paths.state() / "logs" / "shell.log"
    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=10_000_000, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.NullHandler()  # a home that can't be written must not stop the work
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield str(path)
    finally:
        root.removeHandler(handler)
        handler.close()
