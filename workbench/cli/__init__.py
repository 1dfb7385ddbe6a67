"""The shell's front door: the same work as the window's, without a window."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from workbench.cli.arguments import parse


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window or carry out one command; return the exit code: 0 done, 1 problems, 2 wrong usage."""
    given = parse(sys.argv[1:] if arguments is None else arguments)
    # Each way imports what it needs: the window opens without the shell's tables, the shell without Qt.
    if given.command == "window":
        from workbench.app import main as open_window

        return open_window(given.project, demo=given.demo)
    from workbench.cli.shell import carry_out

    return carry_out(given)
