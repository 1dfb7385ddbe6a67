"""The words in which a file is refused."""

from __future__ import annotations

from workbench.foundation.errors import WorkbenchError, error

_HINT = "Nothing was imported and nothing was run. Take a .keras file that you trust, saved by Keras 3."
_LONGEST = 300


def refused(reason: str, hint: str = _HINT) -> WorkbenchError:
    """Return the error of a file that can't be imported; ``reason`` says what was expected and received."""
    return WorkbenchError(error("import.refused", "file", _shortened(reason), hint))


def quoted(text: object) -> str:
    """Return a word of a hostile file as a message may carry it."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in str(text)[:60])
    return f"“{shown}”"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
