"""An encoding that the user says a text file has."""

from __future__ import annotations

from pathlib import Path

from workbench.engine.data.dataset import refuse
from workbench.foundation.text_encoding import ENCODINGS, first_wrong, known

_WHERE = "data.source.encoding"


def check_encoding(path: Path, said: str, at_most: int | None = None) -> str:
    """Return the encoding by its name among ``ENCODINGS``; the file's first ``at_most`` bytes are in it.

    Raises:
        WorkbenchError: where ``data.source.encoding``, when it is not known, or the file is in another one.
    """
    encoding = known(said)
    if encoding is None:
        raise refuse(
            "data.encoding",
            f"“{said[:60]}” is no encoding of text that is known: expected one of {', '.join(ENCODINGS)}.",
            "Choose one of these, or none: most are found by themselves.",
            where=_WHERE,
        )
    if (wrong := first_wrong(path, encoding, at_most=at_most)) is not None:
        raise refuse(
            "data.encoding",
            f"{path}, line {wrong.line}: expected text in {encoding}, received the byte 0x{wrong.byte:02X} "
            f"(byte {wrong.place + 1:,} of the file), which is none there.",
            "Choose the encoding that the file was written in, or let it be found by itself.",
            where=_WHERE,
        )
    return encoding
