"""Installs everything and runs the tests: ``python3 tests/run.py [PYTEST ARGUMENTS]``. Needs Python alone.

Two processes share the tests, since much of a test's time is waiting for an engine; ``-n 0`` takes one.
Inside a virtual environment that one is used, otherwise ``.venv`` beside the project.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
EXTRAS = "test,export"
USAGE = 2
SHARED = ("-n", "2", "--dist", "worksteal")


def main(arguments: list[str]) -> int:
    """Install into a virtual environment, run pytest there and return its exit code."""
    if sys.version_info < OLDEST:
        return _say(f"Keras Workbench needs Python {OLDEST[0]}.{OLDEST[1]} or newer: this is {sys.version}.")
    python = sys.executable if sys.prefix != sys.base_prefix else _own_python(ROOT / ".venv")
    # What is imported is compiled then: of TensorFlow and all that comes with it that is the smaller part.
    options = ("--quiet", "--no-compile", "--editable")
    installed = _call(python, "-m", "pip", "install", *options, f".[{EXTRAS}]")
    if installed != 0:
        return _say("pip could not install the project: its reasons stand above.")
    # Without these libraries Qt would abort in the middle of the tests.
    advice = [python, "-c", "from workbench.ui.system_libraries import advice; print(advice())"]
    missing = subprocess.run(advice, cwd=ROOT, capture_output=True, text=True, check=True, env=_off_screen())
    if missing.stdout.strip():
        return _say(missing.stdout.strip())
    if hasattr(os, "nice"):
        # The engine gives way to the window; here it would starve beside tests that compute themselves.
        os.nice(10)
    return _call(python, "-m", "pytest", *SHARED, *arguments)


def _own_python(folder: Path) -> str:
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
    return str(python)


def _call(*command: str) -> int:
    return subprocess.run(command, cwd=ROOT, check=False, env=_off_screen()).returncode


def _off_screen() -> dict[str, str]:
    """Return surroundings without a display, where the many processes share compiled bytecode."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"QT_QPA_PLATFORM": "offscreen", **kept}


def _say(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return USAGE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
