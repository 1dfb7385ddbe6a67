"""What a command says: JSON lines for programs, tables and sentences for people."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import msgspec
from rich.console import Console, RenderableType
from rich.text import Text

from workbench.foundation.errors import Problem

_COLOURS = {"error": "bold red", "warning": "yellow", "info": "cyan"}


class Output:
    """Either JSON lines on stdout, or text on stdout with problems on stderr; a user's words stay literal."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self.console = Console(markup=False, highlight=False, emoji=False)
        self._errors = Console(stderr=True, markup=False, highlight=False, emoji=False)

    def line(self, value: object) -> None:
        """Print one JSON line."""
        sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
        sys.stdout.flush()

    def show(self, text: RenderableType) -> None:
        """Print for people."""
        self.console.print(text, soft_wrap=isinstance(text, str))

    @contextmanager
    def working(self, text: str) -> Iterator[Callable[[str], None]]:
        """Show that something goes on, while the block lasts, where somebody looks on.

        The block is given what changes the text.
        """
        if self.as_json or not self.console.is_terminal:
            yield lambda _text: None
            return
        with self.console.status(text) as status:
            yield lambda text: status.update(text)

    def problems(self, problems: Iterable[Problem]) -> None:
        """Print what is wrong: place, message and hint."""
        for problem in problems:
            if self.as_json:
                self.line({"type": "problem", **msgspec.to_builtins(problem)})
            else:
                self._errors.print(problem_text(problem), soft_wrap=True)


def problem_text(problem: Problem) -> Text:
    """Return a problem as one line, and its hint below."""
    text = Text(problem.severity, style=_COLOURS[problem.severity])
    text.append(f" {problem.where}: ", style="bold")
    text.append(problem.message, style="default")
    if problem.hint:
        text.append(f"\n  {problem.hint}", style="dim")
    return text
