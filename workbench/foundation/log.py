"""One log file a process; what a user never sees stands there with its traceback."""

import faulthandler
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from workbench.foundation import paths

_fault_log: TextIO | None = None  # faulthandler needs the file to stay open


def open_log(name: str) -> Path:
    """Send this process' log records and fatal errors to ``NAME.log`` and return its path.

    The file is kept under 10 MB with one older generation.
    """
    folder = paths.state() / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.log"
    handler = RotatingFileHandler(path, maxBytes=10_000_000, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    global _fault_log
    _fault_log = path.with_suffix(".fault").open("a", encoding="utf-8")
    faulthandler.enable(_fault_log)
    return path
