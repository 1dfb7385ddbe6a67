"""Where things lie, in a checkout as in an installed wheel. The environment may move the user's own."""

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent.parent
_APP = "keras-workbench"


def resources() -> Path:
    """Return the folder of icons, theme, templates and the catalog."""
    return _shared("resources")


def sample_data() -> Path:
    """Return the folder of the bundled data sets."""
    return _shared("sample_data")


def templates() -> Path:
    """Return the folder of the bundled projects."""
    return resources() / "templates"


def runs_home() -> Path:
    """Return the folder that new runs go to: ``$WORKBENCH_HOME/runs``, or the user's data folder."""
    return _home("data") / "runs"


def cache() -> Path:
    """Return the folder for what can be made again."""
    return _home("cache")


def config() -> Path:
    """Return the folder for what the user made for use in any project."""
    return _home("config")


def state() -> Path:
    """Return the folder for logs, swap copies and window layout."""
    return _home("state")


def _home(purpose: str) -> Path:
    moved = os.environ.get("WORKBENCH_HOME")
    if moved:
        base = Path(moved)
        return base if purpose == "data" else base / purpose
    return Path(getattr(platformdirs, f"user_{purpose}_dir")(_APP, appauthor=False))


def _shared(name: str) -> Path:
    installed = _PACKAGE / "_share" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
