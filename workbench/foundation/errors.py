"""Problems are values: located, worded, collected. A raised error carries at least one."""

from typing import Literal

import msgspec

Severity = Literal["error", "warning", "info"]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong or unwise, and where.

    ``where`` is a path that both the shell and the window understand: ``graph``, ``node:ID``,
    ``node:ID.PARAMETER``, ``block:ID``, ``link:SOURCE.OUTPUT->TARGET.INPUT``, ``data.source``,
    ``data.split``, ``training.loss``, ``training.epochs``, ``training.callbacks.0.monitor``, ``run``,
    ``file``.
    ``message`` says what is wrong with expected and received; ``hint`` says what to do.
    """

    severity: Severity
    code: str
    where: str
    message: str
    hint: str = ""


class WorkbenchError(Exception):
    """A failure that can be told to the user in words; ``problems`` is never empty."""

    def __init__(self, *problems: Problem) -> None:
        if not problems:
            raise ValueError("WorkbenchError expects at least one Problem, received none.")
        super().__init__("\n".join(problem.message for problem in problems))
        self.problems = problems


def error(code: str, where: str, message: str, hint: str = "") -> Problem:
    """Return a problem that stops the work."""
    return Problem(severity="error", code=code, where=where, message=message, hint=hint)


def warning(code: str, where: str, message: str, hint: str = "") -> Problem:
    """Return a problem that the work survives."""
    return Problem(severity="warning", code=code, where=where, message=message, hint=hint)
