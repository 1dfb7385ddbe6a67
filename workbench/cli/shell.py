"""Carries out one command of the shell and turns what goes wrong into words and an exit code."""

from __future__ import annotations

import logging
import os
import sys
from io import TextIOWrapper

from workbench.cli.arguments import Arguments
from workbench.cli.commands import COMMANDS
from workbench.cli.log import shell_log
from workbench.cli.output import Output
from workbench.foundation.errors import WorkbenchError, error

DONE, PROBLEMS, USAGE = 0, 1, 2
# What was named on the command line isn't there: wrong usage rather than a bad project.
_WRONG_USAGE = frozenset({"file.unknown-sample", "file.unreadable", "run.missing", "class-weight.unreadable"})
_LOG = logging.getLogger(__name__)


def carry_out(given: Arguments) -> int:
    """Carry out a command and return the exit code: 0 done, 1 problems, 2 wrong usage."""
    _speak_utf8()
    with shell_log() as log:
        output = Output(as_json=given.json)
        try:
            return _carry_out(given, output, log)
        except BrokenPipeError:
            # Whoever read our output has gone (`| head`); Python must not stumble over it at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return PROBLEMS


def _carry_out(given: Arguments, output: Output, log: str) -> int:
    try:
        return COMMANDS[given.command](given, output)
    except WorkbenchError as failure:
        output.problems(failure.problems)
        return USAGE if failure.problems[0].code in _WRONG_USAGE else PROBLEMS
    except KeyboardInterrupt:
        output.problems([error("interrupted", "run", "Interrupted.")])
        return PROBLEMS
    except BrokenPipeError:
        raise
    except Exception as failure:
        # The last wall before the user: what gets here is a fault of ours, and the log has the traceback.
        _LOG.exception("workbench %s failed", given.command)
        message = f"Something went wrong in the program itself: {type(failure).__name__}: {failure}."
        output.problems([error("internal", "run", message, f"The details stand in {log}.")])
        return PROBLEMS


def _speak_utf8() -> None:
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
