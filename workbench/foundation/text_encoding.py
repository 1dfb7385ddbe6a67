"""The encodings that a text file may be said to have, and where a file is not in one."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

ENCODINGS = (
    "utf-8",
    "utf-16",
    "cp1252",
    "iso8859-1",
    "iso8859-15",
    "cp1250",
    "iso8859-2",
    "cp1251",
    "koi8-r",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp437",
    "cp850",
    "mac-roman",
    "shift_jis",
    "euc_kr",
    "gb18030",
    "big5",
)
"""Python's names; what any other program calls them, ``codecs`` knows."""
_CHUNK = 1 << 20
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class WrongBytes:
    """The first bytes that are no text: the line from 1 on, the place in the file from 0 on, and the byte."""

    line: int
    place: int
    byte: int


def known(name: str) -> str | None:
    """Return one of ``ENCODINGS`` for any name that it goes by; None for others."""
    try:
        wanted = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return next((one for one in ENCODINGS if codecs.lookup(one).name == wanted), None)


def as_read(path: Path, encoding: str) -> str:
    """Return how Python is to read a file of that encoding, with or without a mark at its beginning.

    Raises:
        OSError: the file can't be read.
    """
    if encoding == "utf-8":
        with path.open("rb") as file:
            return "utf-8-sig" if file.read(3) == codecs.BOM_UTF8 else encoding
    if encoding == "utf-16":
        with path.open("rb") as file:
            return encoding if file.read(2) in _MARKS else "utf-16-le"
    return encoding


def first_wrong(path: Path, encoding: str, *, at_most: int | None = None) -> WrongBytes | None:
    """Return where a file is not in that encoding, by its first ``at_most`` bytes or by all; None if it is.

    Raises:
        OSError: the file can't be read.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    seen, line = 0, 1
    with path.open("rb") as file:
        while at_most is None or seen < at_most:
            chunk = file.read(min(_CHUNK, at_most or _CHUNK))
            waiting = len(decoder.getstate()[0])
            try:
                line += decoder.decode(chunk, final=not chunk).count("\n")
            except UnicodeDecodeError as failure:
                line += failure.object[: failure.start].decode(encoding, "ignore").count("\n")
                place = seen - waiting + failure.start
                return WrongBytes(line, place, failure.object[failure.start])
            if not chunk:
                return None
            seen += len(chunk)
    return None


def is_unicode(path: Path) -> bool:
    """Tell whether a file is in UTF-8, or begins with the mark of UTF-16.

    Raises:
        OSError: the file can't be read.
    """
    with path.open("rb") as file:
        if file.read(2) in _MARKS:
            return True
    return first_wrong(path, "utf-8") is None
